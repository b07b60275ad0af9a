"""`luyue outage declare`, `release` and `list`."""

from typing import Annotated

import typer

outages = typer.Typer(help="Declare, release and list outages of the platform.", no_args_is_help=True)


@outages.command("declare")
def outage_declare(
    reason: Annotated[str, typer.Option(help="Why; kept where it can be erased.")],
    starts_at: Annotated[str | None, typer.Option("--from", metavar="TIME", help="By default now.")] = None,
    ends_at: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="What is due from here on is not held.")
    ] = None,
) -> None:
    """Declare an outage: what is due in it, and has not happened yet, is held until its release. Asks Postgres only."""
    from luyue.cli.outage import declare

    declare(reason, starts_at, ends_at)


@outages.command("release")
def outage_release(
    id: Annotated[str, typer.Argument(metavar="ID", help="`ou_…`.")],
    ends_at: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="When it ended; by default as declared, or now.")
    ] = None,
    extend_by: Annotated[
        str | None,
        typer.Option(metavar="DURATION", help="How much later what was due in it is due; PT0S: it acts. [its length]"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what is held, and what would become of it.")
    ] = False,
) -> None:
    """Release an outage: each deadline that was due in it gets more time, or acts."""
    from luyue.cli.outage import release

    release(id, ends_at, extend_by, dry_run=dry_run)


@outages.command("list")
def outage_list() -> None:
    """List the outages, the last declared first."""
    from luyue.cli.outage import show_all

    show_all()
