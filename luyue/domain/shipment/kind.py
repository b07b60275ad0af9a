"""The declaration of shipments as a kind of process."""

from luyue.domain.process import Kind
from luyue.domain.shipment import chart, evolution, messages, rules, state, view

SHIPMENT: Kind[state.Shipment] = Kind(
    name="shipment",
    id_prefix="sh",
    state=state.Shipment,
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
