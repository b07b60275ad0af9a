"""`luyue token`: development tokens."""

import typer
from pydantic import TypeAdapter, ValidationError

from luyue.api import tokens
from luyue.cli.surroundings import give_up, jwt_secret
from luyue.domain.messages import Identifier

_IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)


def run(role: str, party: str | None, subject: str | None) -> None:
    """Prints a token."""
    if role in ("creator", "merchant") and party is None:
        give_up(f"A {role}'s token needs --party, the {role}'s id.")
    if party is not None:
        try:
            _IDENTIFIER.validate_python(party)
        except ValidationError as error:
            give_up(f"--party: {party!r} cannot be an id: {error.errors()[0]['msg']}.")
    if subject is not None and not tokens.can_be_subject(subject):
        give_up(f"--subject: {subject!r} cannot be one: 1 to 128 visible ASCII characters.")
    typer.echo(tokens.issue(jwt_secret(), role, party, subject))
