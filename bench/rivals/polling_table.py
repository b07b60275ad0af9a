"""A sample request as rows that say what is to be done when, in a table that workers poll; HTTP in front of it.

Run with "api" it takes commands and puts each into the table, to be done now; run with "worker" it does what is due,
several at a time, skipping what another has locked.
"""

import asyncio
import json
import sys
from typing import Any

import asyncpg
import uvicorn
import uvloop
from fastapi import FastAPI

from bench.rivals import rows

TABLE = """
create table due (
  id bigint generated always as identity primary key, kind text not null, process text not null, number int not null,
  fields jsonb not null, due_at timestamptz not null, answers text
);
create index due_next on due (due_at, id);
create unique index due_deadline on due (kind, process) where answers is null;
"""
_TAKE = """
delete from due where id = (
  select id from due where due_at <= now() order by due_at, id limit 1 for update skip locked
) returning kind, process, number, fields, answers
"""
_PUT = "insert into due (kind, process, number, fields, due_at, answers) values ($1, $2, $3, $4, now(), $5)"
_DEADLINE = """
insert into due (kind, process, number, fields, due_at) values ($1, $2, $3, '{}', now() + $4::interval)
on conflict (kind, process) where answers is null
do update set number = excluded.number, due_at = excluded.due_at
"""
_NO_DEADLINE = "delete from due where kind = $1 and process = $2 and answers is null"
WORKERS = 8
IDLE_PAUSE = 0.01

app = FastAPI()
_waiting: dict[str, asyncio.Future[str]] = {}


@app.post("/{id}/{number}")
async def command(id: str, number: int, fields: dict[str, Any]) -> dict[str, str]:
    """Puts a command into the table and waits until a worker has carried it out."""
    answered = _waiting[f"{id}:{number}"] = asyncio.get_running_loop().create_future()
    await app.state.pool.execute(_PUT, "request", id, number, json.dumps(fields), f"{id}:{number}")
    return {"status": await answered}


async def make(database_url: str) -> None:
    """Makes the table."""
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(TABLE)
    finally:
        await connection.close()


async def serve(database_url: str, port: int) -> None:
    """Serves until it is stopped."""
    app.state.pool = await asyncpg.create_pool(database_url, min_size=1, max_size=16)
    listening = await asyncpg.connect(database_url)

    def hear(*told: Any) -> None:
        name, _, status = told[-1].partition(" ")
        _waiting.pop(name).set_result(status)

    await listening.add_listener("answered", hear)
    await uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_config=None)).serve()


async def work(database_url: str) -> None:
    """Does what is due until it is stopped."""
    pool = await asyncpg.create_pool(database_url, min_size=WORKERS, max_size=WORKERS)

    async def worker() -> None:
        while True:
            async with pool.acquire() as connection, connection.transaction():
                found = await connection.fetchrow(_TAKE)
                if found is not None:
                    await _do(connection, found)
            if found is None:
                await asyncio.sleep(IDLE_PAUSE)

    await asyncio.gather(*(worker() for _ in range(WORKERS)))


async def _do(connection: Any, due: Any) -> None:
    kind, process, number = due["kind"], due["process"], due["number"]
    status = await rows.write(connection, kind, process, number, json.loads(due["fields"]))
    if rows.is_last(kind, number):
        await connection.execute(_NO_DEADLINE, kind, process)
    else:
        await connection.execute(_DEADLINE, kind, process, number + 1, rows.STAGES[kind][number - 1].patience)
    if kind == "request" and rows.REQUEST[number - 1].command in ("ship", "confirm-receipt"):
        told = 1 if status == "SHIPPED" else 2
        await connection.execute(_PUT, "shipment", process, told, due["fields"], "")
    if due["answers"]:
        await connection.execute("select pg_notify('answered', $1)", f"{due['answers']} {status}")


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[2], int(sys.argv[3])) if sys.argv[1] == "api" else work(sys.argv[2]))
