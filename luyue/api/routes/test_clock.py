"""The test clock: moves a process forward in time. Not served in production."""

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from luyue.api.answers import answer, etag
from luyue.api.dependencies import CallerOf, ExecutionOf, IdempotencyOf, JournalOf, ProcessAnswersOf, storable
from luyue.api.idempotency import Received
from luyue.api.kinds import SERVED
from luyue.api.problems import Problem, documented
from luyue.api.process_answers import EventAnswer, ProcessAnswer, event_answer
from luyue.api.routes.processes import ProcessId, visible_row
from luyue.domain.process import Advance

router = APIRouter(prefix="/v1/test-clock", tags=["test-clock"], dependencies=[Depends(storable)])


class AdvanceAnswer(BaseModel):
    """The process once everything due by then has happened, and what happened, the advance itself first."""

    process: ProcessAnswer
    events: list[EventAnswer]


@router.post(
    "/{kind}/{id}/advance",
    response_model=AdvanceAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
)
async def advance(
    request: Request,
    kind: str,
    id: ProcessId,
    body: Advance,
    caller: CallerOf,
    journal: JournalOf,
    answers: ProcessAnswersOf,
    execution: ExecutionOf,
    idempotency: IdempotencyOf,
) -> Response:
    """Moves a process forward, by a duration or to a moment of its own time; never back."""
    served = next((served for served in SERVED if served.kind.name == kind), None)
    if served is None:
        raise Problem("not-found")
    await visible_row(journal, served, id, caller)
    if caller.role not in ("service", "ops"):
        raise Problem("forbidden")

    async def act(received: Received) -> Response:
        outcome = await execution.run(served, id, "advance", body, caller, received)
        row = await visible_row(journal, served, id, caller)
        events = await journal.streams.history(row.stream, after=outcome.result_version - 1, up_to=outcome.version)
        shown = await answers.of_row(journal, served, row, caller.role, outcome.version)
        content = AdvanceAnswer(process=shown, events=[event_answer(event) for event in events])
        return answer(content, ETag=etag(shown.version))

    return await idempotency.answer(request, caller, body, act)
