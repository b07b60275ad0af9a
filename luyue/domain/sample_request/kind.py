"""The declaration of sample requests as a kind of process."""

from luyue.domain.process import Kind
from luyue.domain.sample_request import messages, rules, state

SAMPLE_REQUEST: Kind[state.SampleRequest] = Kind(
    name="sample-request",
    id_prefix="sr",
    state=state.SampleRequest,
    state_shape=1,
    commands=messages.COMMANDS,
    events=messages.EVENTS,
    decide=rules.decide,
    evolve=state.evolve,
    deadlines=state.deadlines,
    needs=rules.needs,
    summary=state.summary,
    allowed_actions=state.allowed_actions,
    details=state.details,
)
