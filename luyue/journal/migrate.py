"""Brings a database to the newest schema, step by step, while the release before goes on writing and reading.

Steps are numbered SQL files, each applied once, in order. Nobody waits long for one: a step asks for its locks for a
moment only and tries again later, and an index is built without any (a file with `create index concurrently`, alone).
"""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import asyncpg

from luyue.domain.policy import Policy
from luyue.journal.connection import Connection

_log = logging.getLogger(__name__)
_LOCK = 7_204_911
LOCK_PATIENCE = 1.0
"""Seconds that a step waits for a lock: whoever comes after it waits as long, and a request has 4 s."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
_CONCURRENTLY = re.compile(r"\bcreate\s+(unique\s+)?index\s+concurrently\s+(if\s+not\s+exists\s+)?(?P<index>\w+)", re.I)
_COMMENT = re.compile(r"--.*")
_BLOCKED = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)


class MigrationBlocked(Exception):
    """A step did not get its locks, however often it tried. What came before it is applied."""


@dataclass(frozen=True)
class Step:
    """A numbered SQL file."""

    name: str
    sql: str

    @property
    def index(self) -> str | None:
        """The index that the step builds while others write; such a step runs in no transaction."""
        found = _CONCURRENTLY.search(_COMMENT.sub("", self.sql))
        return found["index"] if found else None


async def migrate(
    database_url: str,
    *,
    steps: Sequence[Step] | None = None,
    attempts: int = 100,
) -> list[str]:
    """Applies what is missing, by default of this release's steps, and returns its names.

    Safe to run from several places at once. Raises `MigrationBlocked` after so many attempts at one step; the default
    takes some ten minutes.
    """
    connection = await asyncpg.connect(database_url)
    try:
        # Asked again and again: a statement that waits would hold up the building of an index.
        while not await connection.fetchval("select pg_try_advisory_lock($1)", _LOCK):
            await asyncio.sleep(0.1)
        await connection.execute(
            "create table if not exists migrations (name text primary key, applied_at timestamptz default now())"
        )
        applied = {row["name"] for row in await connection.fetch("select name from migrations")}
        newly = [step for step in (shipped() if steps is None else steps) if step.name not in applied]
        for step in newly:
            await _patiently(connection, step, attempts)
        policy = default_policy()
        await connection.execute(
            "insert into policies (version, effective_from, policy) values ($1, '-infinity', $2)"
            " on conflict (version) do nothing",
            policy.version,
            policy.model_dump_json(),
        )
        return [step.name for step in newly]
    finally:
        await connection.close()


async def _patiently(connection: Connection, step: Step, attempts: int) -> None:
    pause = FIRST_PAUSE
    for attempt in range(1, attempts + 1):
        try:
            await (_build(connection, step, step.index) if step.index else _apply(connection, step))
            return
        except _BLOCKED as error:
            if attempt == attempts:
                raise MigrationBlocked(f"{step.name}: {error}; see pg_stat_activity for old transactions") from error
            _log.info("%s waits for others: %s", step.name, error)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _apply(connection: Connection, step: Step) -> None:
    async with connection.transaction():
        await connection.execute(f"set local lock_timeout = {round(LOCK_PATIENCE * 1000)}")
        await connection.execute(step.sql)
        await connection.execute("insert into migrations (name) values ($1)", step.name)


async def _build(connection: Connection, step: Step, index: str) -> None:
    """Builds an index beside what others do. One that an earlier attempt left unfinished is removed first."""
    left = await connection.fetchval(
        "select not indisvalid from pg_index where indexrelid = to_regclass(quote_ident($1))", index
    )
    if left:
        await connection.execute(f"drop index concurrently {index}")
    if left is not False:
        await connection.execute(step.sql)
    await connection.execute("insert into migrations (name) values ($1)", step.name)


def default_policy() -> Policy:
    """The version that is in force until another is: every parameter, as its file spells it out."""
    return Policy.model_validate_json((files("luyue.journal") / "default_policy.json").read_text(encoding="utf-8"))


def shipped() -> list[Step]:
    """The steps of this release, in order."""
    folder = files("luyue.journal") / "migrations"
    steps = [Step(e.name, e.read_text(encoding="utf-8")) for e in folder.iterdir() if e.name.endswith(".sql")]
    return sorted(steps, key=lambda step: step.name)
