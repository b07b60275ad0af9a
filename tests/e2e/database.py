"""A look into Postgres past everything of Luyue's: each question on a connection of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg


@dataclass(frozen=True)
class Database:
    url: str

    async def rows(self, statement: str, *arguments: object) -> list[Any]:
        connection = await asyncpg.connect(self.url, timeout=60)
        try:
            return list(await connection.fetch(statement, *arguments, timeout=60))
        finally:
            await connection.close()

    async def value(self, statement: str, *arguments: object) -> Any:
        """The first column of the first row."""
        return (await self.rows(statement, *arguments))[0][0]

    async def events(self, stream: str) -> list[str]:
        """The types of a process's events, in order; fails where a version is missing."""
        rows = await self.rows("select version, type from events where stream = $1 order by version", stream)
        assert [row["version"] for row in rows] == list(range(1, len(rows) + 1))
        return [row["type"] for row in rows]

    async def commands(self, stream: str) -> list[str]:
        """The ids of the commands that a process has carried out, in order."""
        rows = await self.rows("select command_id from commands where stream = $1 order by first_version", stream)
        return [row["command_id"] for row in rows]

    async def status(self, stream: str) -> str:
        status: str = await self.value("select status from processes where stream = $1", stream)
        return status

    async def next_deadline(self, stream: str) -> datetime | None:
        due_at: datetime | None = await self.value("select next_deadline_at from processes where stream = $1", stream)
        return due_at
