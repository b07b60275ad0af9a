"""Where personal words are, in all that a running service keeps and tells: tables, Temporal, logs, metrics, traces."""

from dataclasses import dataclass

import httpx
from temporalio.client import Client

from luyue.devstack.stack import Stack
from tests.e2e.database import Database
from tests.e2e.personal_words import PersonalWords
from tests.telemetry.collector import Collector


@dataclass(frozen=True)
class Search:
    """`contents` may be read again and again: each time it is what is there then."""

    stack: Stack
    database: Database
    temporal: Client
    collected: Collector
    metrics_ports: dict[str, int]

    async def tables_with(self, words: PersonalWords) -> dict[str, set[str]]:
        """The tables in whose rows any of the words are, in any column, with the texts that stand there whole."""
        found = {}
        for place, content in (await self._tables()).items():
            if words.are_in(content.encode()):
                found[place] = words.found_in(content)
        return found

    async def places_with(self, words: PersonalWords) -> list[str]:
        """The places outside of Postgres' tables where any of the words are."""
        return [place for place, content in (await self.contents()).items() if words.are_in(content)]

    async def contents(self) -> dict[str, bytes]:
        """What there is outside of Postgres' tables, by place."""
        return {
            **await self._temporal(),
            **await self._metrics(),
            **{f"log {file.name}": file.read_bytes() for file in self.stack.layout.log_directory.iterdir()},
            "traces": b"".join(self.collected.raw),
        }

    async def _tables(self) -> dict[str, str]:
        # What Postgres has gathered about columns quotes their most frequent values.
        tables = await self.database.rows(
            "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')"
        )
        found = {}
        for name in (*(row["name"] for row in tables), "pg_catalog.pg_stats", "pg_catalog.pg_stat_activity"):
            rows = await self.database.rows(f"select to_jsonb(t)::text as row from {name} t")
            found[name] = "\n".join(row["row"] for row in rows)
        return found

    async def _temporal(self) -> dict[str, bytes]:
        histories, descriptions = [], []
        async for listed in self.temporal.list_workflows():
            process = self.temporal.get_workflow_handle(listed.id, run_id=listed.run_id)
            # With memo, search attributes, summary and details.
            descriptions.append((await process.describe()).raw_description.SerializeToString())
            # Payloads are bytes here, where the JSON of a history has them in base64.
            histories += [event.SerializeToString() async for event in process.fetch_history_events()]
        files = self.stack.layout.state_directory.glob("temporal.db*")
        return {
            "histories": b"".join(histories),
            "descriptions": b"".join(descriptions),
            **{file.name: file.read_bytes() for file in files},
        }

    async def _metrics(self) -> dict[str, bytes]:
        async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
            answers = {
                f"metrics of {part}": await http.get(f"http://127.0.0.1:{port}/metrics")
                for part, port in self.metrics_ports.items()
            }
        assert all(answer.is_success for answer in answers.values())
        return {place: answer.content for place, answer in answers.items()}
