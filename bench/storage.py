"""What lifecycles leave behind: bytes in the journal's tables with their indexes, and in Temporal's histories.

`python -m bench.storage [--lifecycles 400] [--output bench/results]`
"""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import asyncpg
import uvloop
from rich.console import Console

from bench import lifecycles
from bench.lifecycle import own_layout
from bench.lifecycle_figures import ACTIONS
from bench.load import play
from bench.result import DEFAULT_OUTPUT, Figure, Machine, write
from luyue.devstack.console import Steps
from luyue.devstack.stack import running_stack
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.temporal.connection import connect
from luyue.temporal.settings import TemporalSettings

AT_ONCE = 8
TABLES = ("events", "commands", "processes", "idempotency_keys", "inbox")
"""Those that grow with every lifecycle; what others gain is told together."""
_SIZES = """
select relname, pg_total_relation_size(oid) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
"""
_COUNTS = "select (select count(*) from events), (select count(*) from processes)"


async def measure(count: int, output: Path) -> None:
    """Plays lifecycles through the API of a stack of its own and writes the figures."""
    machine = Machine.here()
    with tempfile.TemporaryDirectory(prefix="luyue-bench-") as directory:
        layout = own_layout(Path(directory).resolve())
        async with running_stack(layout, echo=Steps(Console(stderr=True))) as stack:
            journal = await Journal.open(stack.database_url, size=2)
            connection = await asyncpg.connect(stack.database_url)
            ids = await lifecycles.known(journal, count)
            before, (events_before, processes_before) = await _sizes(connection), await connection.fetchrow(_COUNTS)
            headers = {"Authorization": f"Bearer {stack.token('service')}"}
            async with aiohttp.ClientSession(stack.api_url, headers=headers) as api:
                await play([lifecycles.over_http(api, one) for one in ids], AT_ONCE, {})
            events, processes = await connection.fetchrow(_COUNTS)
            # Without what updates have left for autovacuum, which a stack this young has not seen yet.
            await connection.execute("vacuum full")
            after = await _sizes(connection)
            await connection.close()
            await journal.close()
            histories = await _histories(stack.temporal_address)
    grown = {table: (after[table] - before[table]) / count for table in after}
    figures = [Figure(f"{table}, with its indexes", grown[table], "bytes/lifecycle") for table in TABLES]
    others = sum(size for table, size in grown.items() if table not in TABLES)
    write(
        "storage",
        f"What a lifecycle leaves behind, of {count}",
        [
            *figures,
            Figure("the other tables", others, "bytes/lifecycle"),
            Figure("the journal together", sum(grown.values()), "bytes/lifecycle"),
            Figure("events", (events - events_before) / count, "/lifecycle"),
            Figure("processes", (processes - processes_before) / count, "/lifecycle"),
            Figure("Temporal's histories", histories["bytes"] / count, "bytes/lifecycle"),
            Figure("Temporal's history events", histories["events"] / count, "/lifecycle"),
            Figure("Temporal actions", histories["actions"] / count, "/lifecycle"),
        ],
        machine,
        notes=["Vacuumed: tables that are updated are a fifth larger while autovacuum is at its default."],
        output=output,
    )


async def _sizes(connection: Connection) -> Mapping[str, int]:
    return {row["relname"]: row["pg_total_relation_size"] for row in await connection.fetch(_SIZES)}


async def _histories(address: str) -> Mapping[str, int]:
    """Of all workflows of the server together, those still open included."""
    client = await connect(TemporalSettings(temporal_address=address))
    together = {"bytes": 0, "events": 0, "actions": 0}
    async for listed in client.list_workflows():
        handle = client.get_workflow_handle(listed.id, run_id=listed.run_id)
        about = (await handle.describe()).raw_description
        together["bytes"] += about.workflow_execution_info.history_size_bytes
        together["events"] += about.workflow_execution_info.history_length
        together["actions"] += sum([event.event_type in ACTIONS async for event in handle.fetch_history_events()])
    return together


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=400)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    uvloop.run(measure(arguments.lifecycles, arguments.output))
