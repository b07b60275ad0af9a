"""The test clock: moves a process forward in time. Not served in production."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from fastapi import APIRouter, Response
from pydantic import BaseModel

from luyue.api.answers import answer, etag
from luyue.api.context import TAKES_KEY, Asked, Context
from luyue.api.idempotency import Received
from luyue.api.kinds import served as served_kind
from luyue.api.problems import Problem, documented
from luyue.api.process_answers import EventAnswer, ProcessAnswer, event_answer
from luyue.api.routes.processes import ProcessId
from luyue.domain.process import Advance, State
from luyue.journal.canonical import digest
from luyue.journal.carried import ROUTER, is_behind

router = APIRouter(prefix="/v1/test-clock", tags=["test-clock"])
# In seconds. The router looks four times a second; where it is away the clocks move on without it.
HEARD_WITHIN, LOOKS_AGAIN_AFTER = 5.0, 0.05


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
    """Moves a process forward, by a duration or to a moment of its own time, and what it is linked to by as much."""
    served = served_kind(kind)
    if served is None:
        raise Problem("not-found")
    stream = served.kind.stream(id)

    async def act(received: Received) -> Response:
        outcome = await asked.services.execution.run(served, id, "advance", body, asked.caller, received)
        events = await asked.journal.streams.history(stream, after=outcome.result_version - 1, up_to=outcome.version)
        row = await asked.row(stream)
        state = await asked.journal.processes.state(served.kind, row, outcome.version)
        linked = await _open(asked, served.kind.belonging(id, state))
        if linked:
            await _heard_of(asked, stream, events[0].version - 1)
            await _advance_linked(asked, await _open(asked, linked), state, received)
        shown = await asked.shown(served, row, outcome.version)
        content = AdvanceAnswer(process=shown, events=[event_answer(event, asked.caller.role) for event in events])
        return answer(content, ETag=etag(shown.version))

    return await asked.once(body, act)


async def _open(asked: Context, streams: Sequence[str]) -> list[str]:
    rows = [await asked.journal.processes.find(stream) for stream in streams]
    return [row.stream for row in rows if row is not None and not row.closed]


async def _heard_of(asked: Context, stream: str, version: int) -> None:
    """Waits until the others were told of what had happened by then: a parcel received must not be late afterwards."""
    with suppress(TimeoutError):
        async with asyncio.timeout(HEARD_WITHIN):
            while await is_behind(asked.journal.pool, ROUTER, stream, version):
                await asyncio.sleep(LOOKS_AGAIN_AFTER)


async def _advance_linked(asked: Context, linked: Sequence[str], state: State, received: Received) -> None:
    """Each process has its own clock; the open ones that belong together move on together."""
    by = Advance(by=state.clock[-1].by)
    for stream in linked:
        kind, _, id = stream.partition("/")
        served = served_kind(kind)
        assert served is not None, f"{kind} is not served"
        told = replace(received, command_id=digest([received.command_id, stream]).hex())
        try:
            await asked.services.execution.run(served, id, "advance", by, asked.caller, told)
        except Problem as problem:
            # It has closed meanwhile.
            if problem.code != "not-allowed-in-status":
                raise
