"""Connections to Postgres: a pool that works as the service's role and never waits for long."""

from contextlib import suppress
from typing import Any, TypeAlias

import asyncpg

Pool: TypeAlias = "asyncpg.Pool"
Connection: TypeAlias = "asyncpg.Connection"

UNAVAILABLE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # A connection that dies while the pool hands it out.
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    # Somebody holds a row for long: a repair by hand, a process that stands still.
    asyncpg.LockNotAvailableError,
    # A full disk, no memory, no connection left, a device that fails.
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
)
"""What is raised while Postgres is away."""
LONGEST_LOCK = "2s"
"""No statement of the service's holds a row for long, and no step of a migration waits a second for its lock."""
_QUERIES_A_CONNECTION = 50_000
_STATEMENTS_BETWEEN_RELEASES = 1_000


class _PatientPool(asyncpg.Pool):  # type: ignore[misc]
    """Waits for a connection for so long only, where asyncpg's own waits for ever: each busy one adds its patience.

    A connection that ran a single statement is held for the next one, unless somebody waits: taking it from asyncpg and
    giving it back costs twice as much of this process's time as a short statement does.
    """

    def __init__(self, database_url: str, *, patience: float, **settings: Any) -> None:
        super().__init__(
            database_url,
            connection_class=asyncpg.Connection,
            record_class=asyncpg.Record,
            max_queries=_QUERIES_A_CONNECTION,
            loop=None,
            timeout=patience,
            command_timeout=patience,
            **settings,
        )
        self._patience = patience
        self._held: list[Any] = []
        self._waiting = 0
        self._statements = 0
        self._ends = False

    def acquire(self, *, timeout: float | None = None) -> Any:
        return super().acquire(timeout=self._patience if timeout is None else timeout)

    async def execute(self, query: str, *args: Any, **options: Any) -> Any:
        return await self._run("execute", query, args, options)

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        return await self._run("fetch", query, args, options)

    async def fetchrow(self, query: str, *args: Any, **options: Any) -> Any:
        return await self._run("fetchrow", query, args, options)

    async def fetchval(self, query: str, *args: Any, **options: Any) -> Any:
        return await self._run("fetchval", query, args, options)

    async def close(self) -> None:
        self._ends = True
        while self._held:
            await self.release(self._held.pop())
        await super().close()

    async def _run(self, method: str, query: str, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        connection = await self._held_one() or await self.acquire()
        try:
            result = await getattr(connection, method)(query, *args, **options)
        except asyncpg.PostgresError:
            await self._hold(connection)
            raise
        except BaseException:
            # What became of the statement is not known: asyncpg looks after the connection before it is used again.
            await self.release(connection)
            raise
        await self._hold(connection)
        return result

    async def _acquire(self, patience: float | None) -> Any:
        """What asyncpg's `acquire` awaits."""
        held = await self._held_one()
        if held is not None:
            return held
        self._waiting += 1
        try:
            return await super()._acquire(patience)
        finally:
            self._waiting -= 1

    async def _held_one(self) -> Any:
        """A held connection that is still open, or None."""
        while self._held:
            connection = self._held.pop()
            # One that was closed may have been taken back already: then it says nothing of itself any more.
            with suppress(asyncpg.InterfaceError):
                if not connection.is_closed():
                    return connection
                await self.release(connection)
        return None

    async def _hold(self, connection: Any) -> None:
        self._statements += 1
        # Now and then asyncpg gets it back, to renew one that has run many statements.
        if self._waiting or self._ends or self._statements % _STATEMENTS_BETWEEN_RELEASES == 0:
            await self.release(connection)
        else:
            self._held.append(connection)


async def open_pool(database_url: str, *, size: int = 16, patience: float = 4.0) -> Pool:
    """A pool of up to `size` connections; a statement or a wait for a connection longer than `patience` s fails.

    Statements are single and leave nothing behind on a connection, so none is reset between uses. Each is written for
    an index, whatever its parameters, and so is planned once a connection, not at each use. While tables are small or
    without statistics the planner would rather read them whole, by a scan or for a join, and keep to that as they grow.
    """
    pool: Pool = await _PatientPool(
        database_url,
        patience=patience,
        min_size=1,
        max_size=size,
        max_inactive_connection_lifetime=0,
        reset=_nothing_to_reset,
        server_settings={
            "role": "luyue_service",
            "application_name": "luyue",
            "lock_timeout": LONGEST_LOCK,
            "jit": "off",
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
            "plan_cache_mode": "force_generic_plan",
        },
    )
    return pool


async def _nothing_to_reset(_connection: Any) -> None:
    return None
