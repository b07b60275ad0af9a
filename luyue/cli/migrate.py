"""`luyue migrate`: the database's schema."""

import asyncio

import typer

from luyue.cli.surroundings import database_url, give_up
from luyue.journal.migrate import MigrationBlocked, migrate


def run() -> None:
    """Applies what is missing and says what that was."""
    try:
        applied = asyncio.run(migrate(database_url()))
    except MigrationBlocked as blocked:
        give_up(str(blocked))
    typer.echo("\n".join(f"applied {name}" for name in applied) or "nothing to do")
