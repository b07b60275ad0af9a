"""`luyue token`: development tokens."""

import typer

from luyue.api import tokens
from luyue.cli.surroundings import give_up, jwt_secret


def run(role: str, party: str | None, subject: str | None) -> None:
    """Prints a token."""
    if role in ("creator", "merchant") and party is None:
        give_up(f"A {role}'s token needs --party, the {role}'s id.")
    typer.echo(tokens.issue(jwt_secret(), role, party, subject))
