"""A journal whose Postgres is away when a test says so, or whose answers get lost after the commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from temporalio.exceptions import ApplicationError

from luyue.journal.journal import Journal
from tests.workflow.house import House


class TroubledPool:
    """Passes everything on to the real pool, except while there is trouble."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self.trouble: Exception | None = None
        self.answers_to_lose = 0
        self.calls = 0

    async def _through(self, method: str, *arguments: Any) -> Any:
        self.calls += 1
        if self.trouble is not None:
            raise self.trouble
        answer = await getattr(self._pool, method)(*arguments)
        if method == "execute" and self.answers_to_lose:
            self.answers_to_lose -= 1
            raise ConnectionResetError("the answer got lost")
        return answer

    async def fetch(self, *arguments: Any) -> Any:
        return await self._through("fetch", *arguments)

    async def fetchrow(self, *arguments: Any) -> Any:
        return await self._through("fetchrow", *arguments)

    async def fetchval(self, *arguments: Any) -> Any:
        return await self._through("fetchval", *arguments)

    async def execute(self, *arguments: Any) -> Any:
        return await self._through("execute", *arguments)


class Trouble:
    """Switches the trouble of its journal on and off."""

    def __init__(self, journal: Journal) -> None:
        self.pool = TroubledPool(journal.pool)
        self.journal = Journal(self.pool)

    def begins(self, error: Exception | None = None) -> None:
        """Every call fails from now on; unless told otherwise in a way that gives up at once, to keep tests short."""
        self.pool.trouble = error or ApplicationError("Postgres is away", non_retryable=True)

    def ends(self) -> None:
        self.pool.trouble = None

    def loses_answers(self, count: int) -> None:
        """The next appends are committed, and yet fail."""
        self.pool.answers_to_lose = count


@asynccontextmanager
async def troubled(house: House) -> AsyncIterator[Trouble]:
    """A worker over a troubled journal; the trouble ends before the worker, which could not end in it."""
    trouble = Trouble(house.journal)
    async with house.worker(journal=trouble.journal):
        try:
            yield trouble
        finally:
            trouble.ends()
