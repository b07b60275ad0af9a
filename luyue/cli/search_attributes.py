"""`luyue search-attributes`: what operators search processes by, added to a namespace of a Temporal server."""

import asyncio

import typer
from temporalio.client import Client
from temporalio.service import RPCError

from luyue.cli.surroundings import give_up
from luyue.cli.temporal_client import temporal_client, temporal_explained, temporal_settings
from luyue.temporal.connection import explained
from luyue.temporal.search_attributes import OtherTypeError, add_search_attributes, lacking_search_attributes


def run() -> None:
    """Adds what the namespace lacks and says what that was."""

    async def work() -> list[str]:
        with temporal_explained():
            return await add_lacking(await temporal_client())

    typer.echo("\n".join(f"added {name}" for name in asyncio.run(work())) or "nothing to do")


async def add_lacking(client: Client) -> list[str]:
    """Adds what the namespace lacks and returns the names; ends the command, naming them, where that is refused."""
    try:
        lacking = await lacking_search_attributes(client)
    except OtherTypeError as error:
        give_up(f"{error} No process can go on there: have it removed (`temporal operator search-attribute remove`).")
    if lacking:
        try:
            await add_search_attributes(client, lacking)
        except RPCError as error:
            give_up(
                f"{explained(error, temporal_settings())}\nNothing is done. The namespace {client.namespace} lacks the "
                f"search attributes {', '.join(lacking)}, without which no process can go on. Have them added by "
                "somebody who may: `luyue search-attributes`. Then repeat this."
            )
    return list(lacking)
