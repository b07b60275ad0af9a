"""`luyue payload-key`: new keys for encrypting payloads."""

import json

import typer

from luyue.cli.surroundings import give_up
from luyue.temporal.payload_keys import new_payload_key


def run(id: str) -> None:
    """Prints a new key, which nobody has seen before."""
    try:
        typer.echo(json.dumps(new_payload_key(id)))
    except ValueError as error:
        give_up(f"ID: {error}.")
