"""The test clock: moves a process forward in time. Not served in production."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from luyue.api.answers import answer, etag
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import SERVED
from luyue.api.problems import Problem, documented
from luyue.api.process_answers import EventAnswer, ProcessAnswer, event_answer
from luyue.api.routes.processes import ProcessId
from luyue.domain.process import Advance

router = APIRouter(prefix="/v1/test-clock", tags=["test-clock"])


class AdvanceAnswer(BaseModel):
    """The process once everything due by then has happened, and what happened, the advance itself first."""

    process: ProcessAnswer
    events: list[EventAnswer]


@router.post(
    "/{kind}/{id}/advance",
    response_model=AdvanceAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
    openapi_extra=TAKES_KEY,
)
async def advance(kind: str, id: ProcessId, asked: Asked, body: Advance) -> Response:
    """Moves a process forward, by a duration or to a moment of its own time; never back."""
    served = next((served for served in SERVED if served.kind.name == kind), None)
    if served is None:
        raise Problem("not-found")
    stream = served.kind.stream(id)
    await asked.check_visible(stream)
    if asked.caller.role not in ("service", "ops"):
        raise Problem("forbidden")

    async def act(received: Received) -> Response:
        outcome = await asked.services.execution.run(served, id, "advance", body, asked.caller, received)
        events = await asked.journal.streams.history(stream, after=outcome.result_version - 1, up_to=outcome.version)
        shown = await asked.shown(served, await asked.row(stream), outcome.version)
        content = AdvanceAnswer(process=shown, events=[event_answer(event, asked.caller.role) for event in events])
        return answer(content, ETag=etag(shown.version))

    return await asked.once(body, act)
