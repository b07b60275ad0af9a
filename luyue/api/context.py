"""What a route works with: the request, its caller, the journal and the application's services, in one dependency."""

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response, Security
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from luyue.api.authentication import Authentication
from luyue.api.authorisation import is_own, operation_of, relation_of, stream_of
from luyue.api.backends import Backends
from luyue.api.commands import Commands
from luyue.api.execution import Execution
from luyue.api.idempotency import Act, Idempotency
from luyue.api.kinds import Served
from luyue.api.permissions import Relation
from luyue.api.problems import Problem
from luyue.api.process_answers import ProcessAnswer, ProcessAnswers
from luyue.api.settings import ApiSettings
from luyue.api.tokens import Caller
from luyue.api.visibility import Visibility
from luyue.journal.journal import Journal
from luyue.journal.processes import ProcessRow

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="Claims: sub, role, party_id.")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True)
class Services:
    """What the application is made of."""

    settings: ApiSettings
    authentication: Authentication
    backends: Backends
    idempotency: Idempotency
    commands: Commands
    execution: Execution
    process_answers: ProcessAnswers
    visibility: Visibility


@dataclass(frozen=True)
class Context:
    """One request. `relation` is what its caller may touch by it: anybody's, or only what is its own."""

    request: Request
    caller: Caller
    relation: Relation
    journal: Journal
    services: Services

    def check_own(self, *, creator_id: str | None = None, merchant_id: str | None = None) -> None:
        """Raises `Problem` where the caller may touch only its own, and what this is about belongs to others."""
        if self.relation == "own" and not is_own(self.caller, creator_id=creator_id, merchant_id=merchant_id):
            raise Problem("not-found")

    async def row(self, stream: str) -> ProcessRow:
        """A process's row; raises `Problem` where there is none that the caller may see."""
        return await self.services.visibility.row(self.journal, stream, self.caller)

    async def shown(self, served: Served, row: ProcessRow, version: int | None = None) -> ProcessAnswer:
        """A process as the caller sees it, now or as of an earlier version."""
        return await self.services.process_answers.of_row(self.journal, served, row, self.caller.role, version)

    async def once(self, body: BaseModel | None, act: Act) -> Response:
        """The first answer to the request's idempotency key, which is what `act` does if there is none yet."""
        return await self.services.idempotency.answer(self.request, self.caller, body, act)


async def _context(request: Request, _declared: Annotated[object, Security(_bearer)]) -> Context:
    """The frame around the application has verified the caller; the bearer is declared for the document alone.

    Whether the caller may is known before its body is judged, and whether a process is there before what may be done.
    """
    services: Services = request.app.state.services
    caller: Caller = request.state.caller
    stream = stream_of(request)
    if stream is not None:
        await services.visibility.check(await services.backends.journal(), stream, caller)
    relation = relation_of(caller, operation_of(request))
    body = await request.body()
    if not _is_utf8(body):
        raise Problem.of_field("body", "须为 UTF-8 编码的 JSON", "body: it must be JSON in UTF-8")
    # The one character that Postgres cannot store.
    if _NUL.search(body):
        raise Problem.of_field("body", "不得含有 NUL 字符", "body: a NUL character cannot be stored")
    return Context(request, caller, relation, await services.backends.journal(), services)


def _is_utf8(body: bytes) -> bool:
    # The parser takes UTF-16 and UTF-32 too, without being told; ASCII in them is also valid UTF-8, full of NULs.
    if not json.detect_encoding(body).startswith("utf-8"):
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


Asked = Annotated[Context, Depends(_context)]

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "The same key and body again gives the first answer again. Made up if missing, and echoed, except "
    "in a 503 for which one made up could not be stored.",
}
_VERSION = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The version, an ETag, that the command is meant for.",
}
TAKES_KEY: dict[str, Any] = {"parameters": [_KEY]}
TAKES_KEY_AND_VERSION: dict[str, Any] = {"parameters": [_KEY, _VERSION]}
"""What the document says of headers that are read from the request itself."""
