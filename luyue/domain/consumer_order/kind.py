"""The declaration of consumer orders as a kind of process."""

from luyue.domain.consumer_order import chart, evolution, messages, rules, state, view
from luyue.domain.process import Kind

CONSUMER_ORDER: Kind[state.ConsumerOrder] = Kind(
    name="consumer-order",
    id_prefix="uo",
    state=state.ConsumerOrder,
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
    beside=view.beside,
    transitions=chart.TRANSITIONS,
)
