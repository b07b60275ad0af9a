"""What a request can leave behind: every row of every table, and every run and history event of processes."""

from dataclasses import dataclass
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from luyue.journal.journal import Journal

_TABLES = """
select relname from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace and has_table_privilege(oid, 'select') order by relname
"""
_CONTENT = "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {} t"
_WORKING = (EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)


@dataclass(frozen=True)
class Remains:
    """All tables that the service writes, and these processes in Temporal."""

    journal: Journal
    temporal: Client
    streams: tuple[str, ...] = ()

    async def now(self) -> dict[str, Any]:
        """The content of each table as a digest, and each process's last run with the types of its history events."""
        tables = [row["relname"] for row in await self.journal.pool.fetch(_TABLES)]
        found: dict[str, Any] = {}
        for table in tables:
            found[table] = await self.journal.pool.fetchval(_CONTENT.format(table))
        for stream in self.streams:
            found[stream] = await self._history(stream)
        return found

    async def _history(self, stream: str) -> tuple[str, list[int]]:
        """A run with a workflow task on its way is not at rest yet: it is asked again."""
        while True:
            history = await self.temporal.get_workflow_handle(stream).fetch_history()
            types = [event.event_type for event in history.events]
            if types[-1] not in _WORKING:
                started = history.events[0].workflow_execution_started_event_attributes
                return started.original_execution_run_id, types
