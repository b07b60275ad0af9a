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


async def open_pool(database_url: str, *, size: int = 16, patience: float = 4.0) -> Pool:
    """A pool of up to `size` connections; a statement or a wait for a connection longer than `patience` s fails.

    Statements are single and leave nothing behind on a connection, so none is reset between uses. Each is written for
    an index: before statistics exist the planner would read whole tables instead, for longer the more there is.
    """
    pool: Pool = await asyncpg.create_pool(
        database_url,
        min_size=1,
        max_size=size,
        command_timeout=patience,
        timeout=patience,
        max_inactive_connection_lifetime=0,
        reset=_nothing_to_reset,
        server_settings={"role": "luyue_service", "application_name": "luyue", "jit": "off", "enable_seqscan": "off"},
    )
    return pool


async def _nothing_to_reset(_connection: Any) -> None:
    return None
