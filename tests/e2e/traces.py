"""Where personal data has left a trace outside the tables that it can be erased from."""

import json
from collections.abc import Iterable

from temporalio.client import Client

from luyue.devstack.stack import Stack
from tests.e2e.database import Database
from tests.e2e.scene import PERSONAL

TABLES = (
    "events",
    "commands",
    "processes",
    "listeners",
    "facts",
    "fact_subjects",
    "policies",
    "subscriptions",
    "held_deliveries",
    "inbox",
)


async def traces(
    stack: Stack, database: Database, temporal: Client, wanted: Iterable[str] = PERSONAL
) -> list[tuple[str, str]]:
    """Each text of those wanted with the place where it was found: a table, a history, attributes, details, a file."""
    texts = {text: (text.encode(), json.dumps(text)[1:-1].encode()) for text in wanted}
    found = set()

    def look(place: str, content: bytes) -> None:
        found.update((text, place) for text, forms in texts.items() if any(form in content for form in forms))

    for table in TABLES:
        for row in await database.rows(f"select to_jsonb(t)::text as row from {table} t"):
            look(table, row["row"].encode())
    async for listed in temporal.list_workflows():
        process = temporal.get_workflow_handle(listed.id, run_id=listed.run_id)
        description = await process.describe()
        look("search attributes", description.raw_info.search_attributes.SerializeToString())
        look("description", description.raw_description.SerializeToString())
        # Payloads are bytes here, where the JSON of a history has them in base64.
        async for event in process.fetch_history_events():
            look("history", event.SerializeToString())
    for log in stack.layout.log_directory.iterdir():
        look(f"log {log.name}", log.read_bytes())
    for path in stack.layout.state_directory.glob("temporal.db*"):
        look("temporal.db", path.read_bytes())
    return sorted(found)
