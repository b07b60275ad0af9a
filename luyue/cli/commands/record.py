"""What is on record, and whether it is genuine: `luyue show`, `explain`, `dossier` and `verify`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from luyue.cli.commands.process_id import ProcessId

app = typer.Typer()


@app.command()
def show(id: Annotated[str, ProcessId]) -> None:
    """Show a process: what has happened, and what comes next by when."""
    from luyue.cli.show import run

    run(id)


@app.command()
def explain(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="`sr_…`, `cart-access/CREATOR` or `showcase/CREATOR:PRODUCT`."),
    ],
    language: Annotated[Literal["zh", "en"], typer.Option(help="Of what is printed.")] = "en",
    version: Annotated[int | None, typer.Option(help="Of the decision on cart access or a showcase; the last.")] = None,
) -> None:
    """Explain why a process was begun or refused, why a shipment looks fake, or what was decided: as judged then."""
    from luyue.cli.explain import run

    run(id, language, version)


@app.command()
def dossier(
    id: Annotated[str, ProcessId],
    html: Annotated[
        bool, typer.Option("--html", help="As a page to read and print; it carries the signed file.")
    ] = False,
    language: Annotated[Literal["zh", "en"], typer.Option(help="Of the page.")] = "en",
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of printing.")] = None,
) -> None:
    """Make the signed dossier of a process: everything on record of it, for `luyue verify --dossier`."""
    from luyue.cli.dossier import make

    make(id, language if html else None, output)


@app.command()
def verify(
    id: Annotated[str | None, ProcessId] = None,
    dossier: Annotated[Path | None, typer.Option(metavar="FILE", help="Verify this dossier instead.")] = None,
    keys: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|ADDRESS",
            help="With --dossier: the keys to trust, as a JWKS or in PEM; by default those that the service publishes.",
        ),
    ] = None,
    against_journal: Annotated[
        bool, typer.Option("--against-journal", help="With --dossier: also whether the journal still says the same.")
    ] = False,
) -> None:
    """Verify the journal, or one process: events, chains, rows, claims, commands and facts agree. Or a dossier."""
    if dossier is not None and id is not None:
        raise typer.BadParameter("give either an ID or --dossier")
    if dossier is None and (keys is not None or against_journal):
        raise typer.BadParameter("--keys and --against-journal go with --dossier")
    if dossier is not None:
        from luyue.cli.dossier import check

        check(dossier, keys, against_journal=against_journal)
    else:
        from luyue.cli.verify import run

        run(id)
