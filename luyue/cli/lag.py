"""`luyue lag`: how far behind the feed, its subscriptions and time itself are, as the metrics say it."""

import asyncio
from datetime import timedelta

from rich.table import Table

from luyue.cli.outage import unreleased
from luyue.cli.output import console, duration, moment
from luyue.cli.surroundings import database_url
from luyue.domain.outage import Outages
from luyue.journal.journal import Journal
from luyue.journal.lag import Lag, read_lag
from luyue.journal.outages import OutageRegister
from luyue.worker.kinds import KINDS


def run() -> None:
    """Prints it."""
    lag, outages = asyncio.run(_read())
    output = console()
    held_up = f", the oldest event in wait since {_length(lag.unsettled)}" if lag.unsettled else ""
    output.print(f"Feed: {lag.transactions} transactions begun since the oldest that still runs{held_up}")
    output.print(_subscriptions(lag))
    output.print(_overdue(lag) if lag.overdue else "No deadline is due that time has not acted on.")
    if not lag.overdue:
        return
    for id, outage in sorted(outages.items()):
        span = f"from {moment(outage.starts_at)}" + (f" until {moment(outage.ends_at)}" if outage.ends_at else " on")
        output.print(
            f"Outage {id} holds those of them that were due {span}, until ops release it;"
            f" `luyue outage release {id} --dry-run` lists them.",
            soft_wrap=True,
        )


async def _read() -> tuple[Lag, Outages]:
    journal = await Journal.open(database_url(), size=1)
    try:
        lag = await read_lag(journal.pool, [declared.kind.name for declared in KINDS])
        return lag, await unreleased(OutageRegister(journal.pool))
    finally:
        await journal.close()


def _subscriptions(lag: Lag) -> Table:
    table = Table("Subscription", "Behind", "Held back", "Parked")
    for name, seconds in sorted(lag.subscriptions.items()):
        held = {one.parked: one.count for one in lag.held if one.subscription == name}
        table.add_row(name, _length(seconds), str(held.get(False, 0)), str(held.get(True, 0)))
    return table


def _overdue(lag: Lag) -> Table:
    table = Table("Kind", "Deadline", "Overdue", "The oldest for", "In an outage")
    for one in lag.overdue:
        table.add_row(one.kind, one.deadline, str(one.count), _length(one.seconds), "yes" if one.held else "no")
    return table


def _length(seconds: float) -> str:
    return duration(timedelta(seconds=seconds))
