"""A process that a story plays over HTTP, on its test clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.api.kinds import address_of
from luyue.cli.demonstration.platform import DemonstrationFailed, Platform

PAST = timedelta(seconds=1)
GRACE = timedelta(hours=1)
"""Reports of facts may come this late, and what hangs on them is judged only then, and dated due."""


@dataclass
class Played:
    """`stream` is its stream's name; `ahead` is how far its test clock is before the wall clock."""

    platform: Platform
    stream: str
    ahead: timedelta = timedelta(0)

    @property
    def id(self) -> str:
        return self.stream.partition("/")[2]

    @property
    def path(self) -> str:
        return address_of(self.stream)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def service(self, command: str, /, **body: Any) -> dict[str, Any]:
        return await self.platform.service("POST", f"{self.path}/{command}", body)

    async def ops(self, command: str, /, **body: Any) -> dict[str, Any]:
        return await self.platform.ops(f"{self.path}/{command}", **body)

    async def advance(self, by: timedelta) -> None:
        await self.platform.advance(self.stream, by)
        self.ahead += by

    async def advance_past(self, deadline: str) -> None:
        """Moves the clock to just after a deadline that the process shows."""
        shown = (await self.platform.read(self.path))["deadlines"]
        due_at = next((one["due_at"] for one in shown if one["name"] == deadline), None)
        if due_at is None:
            raise DemonstrationFailed(f"{self.stream} has no deadline {deadline}: {shown}")
        await self.advance(datetime.fromisoformat(due_at) - self.now + PAST)

    async def until(self, met: Callable[[dict[str, Any]], bool], what: str) -> None:
        """Waits for what the router carries to it."""
        await self.platform.until(self.path, met, what)
