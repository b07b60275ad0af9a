"""`luyue lag`: how far behind the feed, its subscriptions and time itself are, as the metrics say it."""

import asyncio
from datetime import timedelta

from rich.table import Table

from luyue.cli.output import console, duration
from luyue.cli.surroundings import database_url
from luyue.journal.journal import Journal
from luyue.journal.lag import Lag, read_lag
from luyue.worker.kinds import KINDS


def run() -> None:
    """Prints it."""
    lag = asyncio.run(_read())
    output = console()
    held_up = f", the oldest event in wait since {_length(lag.unsettled)}" if lag.unsettled else ""
    output.print(f"Feed: {lag.transactions} transactions begun since the oldest that still runs{held_up}")
    output.print(_subscriptions(lag))
    output.print(_overdue(lag) if lag.overdue else "No deadline is due that time has not acted on.")


async def _read() -> Lag:
    journal = await Journal.open(database_url(), size=1)
    try:
        return await read_lag(journal.pool, [declared.kind.name for declared in KINDS])
    finally:
        await journal.close()


def _subscriptions(lag: Lag) -> Table:
    table = Table("Subscription", "Behind", "Held back", "Parked")
    for name, seconds in sorted(lag.subscriptions.items()):
        held = {one.parked: one.count for one in lag.held if one.subscription == name}
        table.add_row(name, _length(seconds), str(held.get(False, 0)), str(held.get(True, 0)))
    return table


def _overdue(lag: Lag) -> Table:
    table = Table("Kind", "Deadline", "Overdue", "The oldest for")
    for one in lag.overdue:
        table.add_row(one.kind, one.deadline, str(one.count), _length(one.seconds))
    return table


def _length(seconds: float) -> str:
    return duration(timedelta(seconds=seconds))
