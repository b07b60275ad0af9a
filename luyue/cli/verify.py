"""`luyue verify`: whether the journal agrees with itself."""

import asyncio

from rich.console import Console
from typer import Exit

from luyue.cli.output import console
from luyue.cli.streams import stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.cli.watching import progress
from luyue.journal.inspection import count_facts, count_processes
from luyue.journal.journal import Journal
from luyue.journal.verification import Findings, verify
from luyue.worker.kinds import KINDS


def run(id: str | None) -> None:
    """Prints what was looked at and every difference; exits 1 if there is any."""
    only = stream_of(id) if id else None
    findings = asyncio.run(_verify(only))
    if only is not None and not (findings.events or findings.differences):
        give_up(f"There is no {only}.")
    print_findings(findings, console())
    raise Exit(1 if findings.differences else 0)


async def _verify(only: str | None) -> Findings:
    journal = await Journal.open(database_url(), size=4)
    try:
        number = 1 if only else await count_processes(journal.pool) + await count_facts(journal.pool)
        with progress("Streams", number) as done:
            kinds = [declared.kind for declared in KINDS]
            return await verify(journal, kinds, only=only, watch=lambda findings: done(findings.streams))
    finally:
        await journal.close()


def print_findings(findings: Findings, output: Console) -> None:
    """The counts in a line, and each difference in one."""
    output.print(
        f"{findings.processes} processes ({findings.open_processes} open), {findings.facts} facts, "
        f"{findings.events} events, {findings.commands} commands"
    )
    if not findings.differences:
        output.print("✓ everything agrees", style="green")
        return
    output.print(f"{len(findings.differences)} differences:", style="red")
    for one in findings.differences:
        output.print(f"{one.stream}  {one.where}: found {one.found}, expected {one.expected}", soft_wrap=True)
