"""`luyue parked`: the deliveries of a subscription that were given up, and trying them anew."""

import asyncio
from collections.abc import Sequence

from rich.table import Table

from luyue.cli.output import console, moment
from luyue.cli.surroundings import database_url, give_up
from luyue.journal import held_deliveries
from luyue.journal.held_deliveries import Parked
from luyue.journal.journal import Journal
from luyue.journal.lag import read_lag

MOST_SHOWN = 200


def run(subscription: str, *, replay: bool, position: Sequence[int]) -> None:
    """Prints what was given up; with `replay` all of it, or what is at these positions, is tried anew instead."""
    found, replayed = asyncio.run(_work(subscription, replay, position))
    output = console()
    if replay:
        output.print(f"{replayed} deliveries of {subscription} are tried anew")
        return
    if not found:
        output.print(f"Nothing of {subscription} is parked.")
        return
    table = Table("Position", "Process", "Event", "Of", "Tries", "Why")
    for one in found:
        event = one.event
        error = one.error or ""
        table.add_row(
            str(event.position), event.stream, event.type, moment(event.recorded_at), str(one.attempts), error
        )
    output.print(table)


async def _work(subscription: str, replay: bool, position: Sequence[int]) -> tuple[list[Parked], int]:
    journal = await Journal.open(database_url(), size=1)
    try:
        known = (await read_lag(journal.pool, [])).subscriptions
        if subscription not in known:
            give_up(f"There is no subscription {subscription!r}: there are {', '.join(sorted(known)) or 'none yet'}.")
        if replay:
            return [], await held_deliveries.replay(journal.pool, subscription, list(position) or None)
        return await held_deliveries.parked(journal.pool, subscription, MOST_SHOWN), 0
    finally:
        await journal.close()
