"""The declaration of cooperation orders as a kind of process."""

from luyue.domain.cooperation_order import chart, evolution, messages, rules, state, view
from luyue.domain.process import Kind

COOPERATION_ORDER: Kind[state.CooperationOrder] = Kind(
    name="cooperation-order",
    id_prefix="co",
    state=state.CooperationOrder,
    state_shape=1,
    commands=messages.COMMANDS,
    events=messages.EVENTS,
    decide=rules.decide,
    evolve=evolution.evolve,
    deadlines=state.deadlines,
    needs=rules.needs,
    summary=view.summary,
    allowed_actions=view.allowed_actions,
    details=view.details,
    reconsider=rules.reconsider,
    latest_due=rules.latest_due,
    transitions=chart.TRANSITIONS,
)
