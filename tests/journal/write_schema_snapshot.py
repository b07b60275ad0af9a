"""Writes schema.snapshot.sql anew: run it after adding a migration, and read what has changed.

Usage: .venv/bin/python tests/journal/write_schema_snapshot.py
"""

import asyncio
import tempfile
from pathlib import Path

import asyncpg

from luyue.devstack.postgres import throwaway_postgres
from luyue.journal.migrate import migrate

HERE = Path(__file__).parent
SNAPSHOT = HERE / "schema.snapshot.sql"


async def schema(database_url: str) -> str:
    """The schema of a migrated database, as text."""
    connection = await asyncpg.connect(database_url)
    try:
        return str(await connection.fetchval((HERE / "schema_as_text.sql").read_text(encoding="utf-8")))
    finally:
        await connection.close()


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        async with throwaway_postgres(Path(directory).resolve()) as url:
            await migrate(url)
            SNAPSHOT.write_text(await schema(url), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
