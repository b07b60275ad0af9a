"""`luyue search-attributes`: what operators search processes by, added to a namespace of a Temporal server."""

import asyncio

import typer
from temporalio.service import RPCError

from luyue.cli.surroundings import give_up
from luyue.cli.temporal_client import temporal_client, temporal_settings
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.temporal import register_search_attributes
from luyue.temporal.connection import explained


def run() -> None:
    """Adds what the namespace lacks and says what that was."""
    typer.echo("\n".join(f"added {name}" for name in asyncio.run(_add())) or "nothing to do")


async def _add() -> list[str]:
    try:
        return await register_search_attributes(await temporal_client())
    except RPCError as error:
        give_up(explained(error, temporal_settings()))
    except StackUnavailableError as error:
        give_up(str(error))
