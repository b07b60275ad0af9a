"""`luyue migrate`: the database's schema."""

import asyncio

import typer

from luyue.cli.surroundings import database_url
from luyue.journal.migrate import migrate


def run() -> None:
    """Applies what is missing and says what that was."""
    applied = asyncio.run(migrate(database_url()))
    typer.echo("\n".join(f"applied {name}" for name in applied) or "nothing to do")
