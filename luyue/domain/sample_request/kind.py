"""The declaration of sample requests as a kind of process."""

from luyue.domain.process import Kind
from luyue.domain.sample_request import chart, evolution, messages, rules, state, view

SAMPLE_REQUEST: Kind[state.SampleRequest] = Kind(
    name="sample-request",
    id_prefix="sr",
    state=state.SampleRequest,
    state_shape=3,
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
    beside=view.beside,
    transitions=chart.TRANSITIONS,
)
