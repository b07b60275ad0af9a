"""Connections to Postgres: a pool that works as the service's role and never waits for long."""

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
)
"""What is raised while Postgres is away."""
_QUERIES_A_CONNECTION = 50_000


class _PatientPool(asyncpg.Pool):  # type: ignore[misc]
    """Waits for a connection for so long only, where asyncpg's own waits for ever: each busy one adds its patience."""

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

    def acquire(self, *, timeout: float | None = None) -> Any:
        return super().acquire(timeout=self._patience if timeout is None else timeout)


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
