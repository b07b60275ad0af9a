"""A sample request as a DBOS workflow, which receives each command as a message, behind as little HTTP as there can be.

A transition is one step: idempotent, and so without a second record of it in the same transaction, which costs more.
Run with "rows" it writes rows as wide as ours; with "rules" it is decided and appended as ours is.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import asyncpg
import uvicorn
import uvloop
from dbos import DBOS, SetWorkflowID
from fastapi import FastAPI

from bench.rivals import rows
from bench.rivals.ruled import Ruled
from luyue.journal.journal import Journal

Act: TypeAlias = Callable[[str, str, int, dict[str, Any]], Awaitable[str]]

app = FastAPI()
_PATIENCE = 30.0


@DBOS.step()
async def transition(kind: str, id: str, number: int, fields: dict[str, Any]) -> str:
    """Makes the transition; again does not hurt."""
    status: str = await app.state.act(kind, id, number, fields)
    return status


@DBOS.workflow()
async def process(kind: str, id: str, fields: dict[str, Any]) -> None:
    """Makes the first transition, and one more for each message; who sent it waits for the event that tells of it."""
    message: dict[str, Any] | None = fields
    for number, stage in enumerate(rows.STAGES[kind], start=1):
        if message is None:
            raise TimeoutError(f"{kind}/{id} was late for {stage.command}")
        status = await transition(kind, id, number, message)
        if kind == "request":
            await DBOS.set_event_async(str(number), status)
        if not rows.is_last(kind, number):
            message = await DBOS.recv_async(timeout_seconds=stage.patience.total_seconds())


@app.post("/{id}/{number}")
async def command(id: str, number: int, fields: dict[str, Any]) -> dict[str, str]:
    """Carries out a request's command and tells its parcel of it where ours does."""
    if number == 1:
        await _start("request", id, fields)
    else:
        await DBOS.send_async(f"request/{id}", fields)
    status = await DBOS.get_event_async(f"request/{id}", str(number), timeout_seconds=_PATIENCE)
    if status == "SHIPPED":
        await _start("shipment", id, fields)
    elif rows.REQUEST[number - 1].command == "confirm-receipt":
        await DBOS.send_async(f"shipment/{id}", fields)
    return {"status": str(status)}


async def _start(kind: str, id: str, fields: dict[str, Any]) -> None:
    with SetWorkflowID(f"{kind}/{id}"):
        await DBOS.start_workflow_async(process, kind, id, fields)


async def plain(database_url: str) -> Act:
    """Writes the rows and decides nothing."""
    pool = await asyncpg.create_pool(database_url, min_size=1, max_size=16)

    async def act(kind: str, id: str, number: int, fields: dict[str, Any]) -> str:
        try:
            return await rows.write(pool, kind, id, number, fields)
        except asyncpg.UniqueViolationError:
            return rows.STAGES[kind][number - 1].status

    return act


async def ruled(database_url: str) -> Act:
    """Decides by the rules and appends to the journal."""
    return Ruled(await Journal.open(database_url, size=16)).act


async def serve(acting: str, database_url: str, port: int) -> None:
    """Serves until it is stopped."""
    DBOS(
        config={
            "name": "bench",
            "system_database_url": database_url,
            "log_level": "ERROR",
            # Else eight at once wait for each other.
            "sys_db_pool_size": 32,
        }
    )
    app.state.act = await (ruled if acting == "rules" else plain)(database_url)
    await asyncio.to_thread(DBOS.launch)
    await uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_config=None)).serve()


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], sys.argv[2], int(sys.argv[3])))
