"""Brings a database to the newest schema: numbered SQL files, each applied once, in order, in a transaction."""

from importlib.resources import files

import asyncpg

from luyue.domain.policy import Policy

_LOCK = 7_204_911


async def migrate(database_url: str) -> list[str]:
    """Applies what is missing and returns its names. Safe to run from several places at once."""
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        await connection.execute(
            "create table if not exists migrations (name text primary key, applied_at timestamptz default now())"
        )
        applied = {row["name"] for row in await connection.fetch("select name from migrations")}
        newly = [name for name in _names() if name not in applied]
        for name in newly:
            async with connection.transaction():
                await connection.execute(_sql(name))
                await connection.execute("insert into migrations (name) values ($1)", name)
        policy = default_policy()
        await connection.execute(
            "insert into policies (version, effective_from, policy) values ($1, '-infinity', $2)"
            " on conflict (version) do nothing",
            policy.version,
            policy.model_dump_json(),
        )
        return newly
    finally:
        await connection.close()


def default_policy() -> Policy:
    """The version that is in force until another is: every parameter, as its file spells it out."""
    return Policy.model_validate_json((files("luyue.journal") / "default_policy.json").read_text(encoding="utf-8"))


def _names() -> list[str]:
    folder = files("luyue.journal") / "migrations"
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))


def _sql(name: str) -> str:
    return (files("luyue.journal") / "migrations" / name).read_text(encoding="utf-8")
