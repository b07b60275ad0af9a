"""What ops do and look at while it runs: `luyue rehydrate`, `erase`, `extend`, `lag` and `parked`."""

from typing import Annotated

import typer

from luyue.cli.commands.process_id import ProcessId

app = typer.Typer()


@app.command()
def rehydrate(
    id: Annotated[str | None, ProcessId] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="After a restore of Postgres: terminate all that runs, then start all anew.")
    ] = False,
) -> None:
    """Start the workflows of all open processes, or of one, that Temporal has lost."""
    from luyue.cli import anew as all_anew
    from luyue.cli import rehydrate

    if not anew:
        rehydrate.run(id)
    elif id is None:
        all_anew.run()
    else:
        raise typer.BadParameter("--anew is for all processes")


@app.command()
def erase(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="`creator/ID`, `contact/ID`, or a process: `sr_…` and the like.")
    ],
) -> None:
    """Erase the personal data and free texts of a creator, a consignee or one process, for good; see docs/backup.md."""
    from luyue.cli.erase import run

    run(subject)


@app.command()
def extend(
    due_between: Annotated[
        tuple[str, str], typer.Option(metavar="A B", help="From time A on and before time B, by the process's clock.")
    ],
    by: Annotated[str, typer.Option(metavar="DURATION", help="How much later, such as PT6H.")],
    kind: Annotated[str | None, typer.Option(help="Only processes of this kind, such as sample-request.")] = None,
    reason: Annotated[str, typer.Option(help="Kept with each extension, where it can be erased.")] = "Platform outage",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be extended.")] = False,
) -> None:
    """Give all deadlines that are due in a stretch of time more of it; a repetition extends nothing twice."""
    from luyue.cli.extend import run

    run(due_between, by, kind, reason, dry_run=dry_run)


@app.command()
def lag() -> None:
    """Show how far behind the feed and its subscriptions are, and which deadlines are overdue."""
    from luyue.cli.lag import run

    run()


@app.command()
def parked(
    subscription: Annotated[str, typer.Argument(help="`router`, `inbox` …; `luyue lag` names them.")],
    replay: Annotated[bool, typer.Option("--replay", help="Try them anew, all or those at --position.")] = False,
    position: Annotated[
        list[int] | None, typer.Option(help="With --replay: only the one here; may be repeated.")
    ] = None,
) -> None:
    """Show the deliveries of a subscription that were given up, or have them tried anew."""
    if position and not replay:
        raise typer.BadParameter("--position goes with --replay")
    from luyue.cli.parked import run

    run(subscription, replay=replay, position=position or [])
