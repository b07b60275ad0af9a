"""The declaration of disputes as a kind of process."""

from luyue.domain.dispute import chart, evolution, messages, rules, state, view
from luyue.domain.process import Kind

DISPUTE: Kind[state.Dispute] = Kind(
    name="dispute",
    id_prefix="ds",
    state=state.Dispute,
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
    transitions=chart.TRANSITIONS,
)
