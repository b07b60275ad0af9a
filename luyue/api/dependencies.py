"""What routes ask for: the caller, the journal, the services of the application, and bodies that can be stored."""

import re
from typing import Annotated

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPBearer

from luyue.api.execution import Execution
from luyue.api.idempotency import Idempotency
from luyue.api.problems import Problem
from luyue.api.process_answers import ProcessAnswers
from luyue.api.tokens import Caller
from luyue.journal.journal import Journal

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="Claims: sub, role, party_id.")
_IdempotencyKey = Annotated[
    str | None,
    Header(description="The same key and body again gives the first answer again. Made up if missing, always echoed."),
]
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


async def caller(request: Request, _declared: Annotated[object, Security(_bearer)]) -> Caller:
    """Who sent the request; the frame around the application has verified it."""
    found: Caller = request.state.caller
    return found


async def journal(request: Request) -> Journal:
    opened: Journal = await request.app.state.backends.journal()
    return opened


async def storable(request: Request) -> None:
    """Refuses bodies and paths with the one character that Postgres cannot store."""
    if b"\0" in request.scope["path"].encode() or _NUL.search(await request.body()):
        raise Problem.of_field("body", "不得含有 NUL 字符", "body: a NUL character cannot be stored")


async def execution(request: Request) -> Execution:
    found: Execution = request.app.state.execution
    return found


async def idempotency(request: Request, idempotency_key: _IdempotencyKey = None) -> Idempotency:
    found: Idempotency = request.app.state.idempotency
    return found


async def process_answers(request: Request) -> ProcessAnswers:
    found: ProcessAnswers = request.app.state.process_answers
    return found


CallerOf = Annotated[Caller, Depends(caller)]
JournalOf = Annotated[Journal, Depends(journal)]
ExecutionOf = Annotated[Execution, Depends(execution)]
IdempotencyOf = Annotated[Idempotency, Depends(idempotency)]
ProcessAnswersOf = Annotated[ProcessAnswers, Depends(process_answers)]
