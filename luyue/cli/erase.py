"""`luyue erase`: erases what is personal of a creator, of a consignee, of one process, or of a declared outage."""

import asyncio

import typer

from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.journal.erasure import Erased, Erasure
from luyue.journal.journal import Journal


def run(subject: str) -> None:
    """Prints how much was erased; where there was nothing it says so, and that is no error: it may be repeated."""
    erased = asyncio.run(_erase(subject))
    typer.echo(
        f"{erased.processes} processes; erased: {erased.contacts} contacts, {erased.texts} texts, "
        f"words of {erased.scans} scans"
    )


async def _erase(subject: str) -> Erased:
    journal = await Journal.open(database_url(), size=1)
    try:
        erasure = Erasure(journal.pool)
        match subject.split("/", 1):
            case ["creator", id] if id:
                return await erasure.of_creator(id)
            case ["contact", id] if id:
                return await erasure.of_contact(id)
            case ["outage", id] if id:
                return await erasure.of_outage(id) or give_up(f"There is no outage {id}.")
        stream = stream_of(subject)
        kind_of(stream)
        erased = await erasure.of_process(stream)
        if not erased.processes:
            give_up(f"There is no {stream}.")
        return erased
    finally:
        await journal.close()
