"""Begins a process whose first command can only be carried out or refused: 201 and where it is found from then on."""

from fastapi import Response
from pydantic import BaseModel

from luyue.api import identifiers
from luyue.api.answers import answer, etag
from luyue.api.context import Context
from luyue.api.idempotency import Received
from luyue.api.kinds import Served, address_of


async def opened(
    asked: Context, served: Served, body: BaseModel, received: Received, id: str | None = None
) -> Response:
    """The new process as the caller sees it; raises `Problem` where it was refused, and then there is none.

    Its id is made from the request, unless one is given.
    """
    kind = served.kind
    if id is None:
        id = identifiers.process_id(kind.id_prefix, received.at, received.command_id)
    execution = asked.services.execution
    outcome = await execution.run(served, id, served.opens_with, body, asked.caller, received, opens=True)
    stream = kind.stream(id)
    shown = await asked.shown(served, await asked.row(stream), outcome.result_version)
    return answer(shown, 201, ETag=etag(shown.version), Location=address_of(stream))
