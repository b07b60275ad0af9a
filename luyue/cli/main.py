"""The `luyue` command: every subcommand's name, options and help. What each does lives in its own module.

Those are imported only by the command that is run, since Temporal's and the API's libraries take a second to load.
"""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

app = typer.Typer(
    name="luyue",
    help="履约 · keeps the promises between merchants and creators.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

simulations = typer.Typer(help="Play much of it on a real stack, and check what came of it.", no_args_is_help=True)
app.add_typer(simulations, name="simulate")
policy_commands = typer.Typer(help="Show, compare and add versions of the policy.", no_args_is_help=True)
app.add_typer(policy_commands, name="policy")

ProcessId = typer.Argument(metavar="ID", help="`sr_…` or `sample-request/sr_…`.")


@app.command()
def dev() -> None:
    """Start the development stack and stay; Ctrl-C stops all of it."""
    from luyue.cli.dev import run

    run()


@app.command()
def demo() -> None:
    """Play sample requests, orders and a dispute on a real stack, and show what became of them."""
    from luyue.cli.demo import run

    run()


@app.command()
def worker() -> None:
    """Run the worker process."""
    from luyue.cli.surroundings import settings_explained
    from luyue.worker.run import run_worker
    from luyue.worker.settings import WorkerSettings

    with settings_explained():
        settings = WorkerSettings()
    run_worker(settings)


@app.command()
def api() -> None:
    """Run the HTTP service."""
    from luyue.api.serve import run_api
    from luyue.cli.surroundings import settings_explained

    with settings_explained():
        run_api()


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from luyue.cli.migrate import run

    run()


@app.command()
def token(
    role: Annotated[Literal["creator", "merchant", "service", "ops"], typer.Option(help="Who the bearer is.")],
    party: Annotated[str | None, typer.Option(help="The creator's or merchant's id.")] = None,
    subject: Annotated[str | None, typer.Option(help="Who exactly; by default the party, else the role.")] = None,
) -> None:
    """Print a development token for the API."""
    from luyue.cli.token import run

    run(role, party, subject)


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


@app.command()
def rehydrate(id: Annotated[str | None, ProcessId] = None) -> None:
    """Start the workflows of all open processes, or of one, that Temporal has lost."""
    from luyue.cli.rehydrate import run

    run(id)


@app.command()
def replay(
    histories: Annotated[Path | None, typer.Option(help="Replay the histories (*.json) in this directory.")] = None,
    server: Annotated[bool, typer.Option("--server", help="Replay workflows of the running Temporal server.")] = False,
    limit: Annotated[int, typer.Option(help="With --server: this many open and this many closed ones.")] = 100,
    journals: Annotated[
        list[Path] | None, typer.Option(help="Decide exported journals again: files or directories; may be repeated.")
    ] = None,
    database: Annotated[bool, typer.Option("--database", help="Decide the whole journal in Postgres again.")] = False,
    what_if: Annotated[
        Path | None, typer.Option(help="With journals: a file with parameters of the policy to be otherwise.")
    ] = None,
    export: Annotated[str | None, typer.Option(help="Print this process's journal, for --journals.")] = None,
) -> None:
    """Replay histories by today's workflows, or decide journals again by today's rules; differences exit with 1."""
    from luyue.cli import replay

    if export is not None:
        raise typer.Exit(replay.export_journal(export))
    if not (histories or server or journals or database):
        raise typer.BadParameter("say what to replay: --histories, --server, --journals, --database or --export")
    codes = []
    if histories is not None:
        codes.append(replay.replay_files(histories))
    if server:
        codes.append(replay.replay_server(limit))
    if journals:
        codes.append(replay.decide_files(journals, what_if))
    if database:
        codes.append(replay.decide_database(what_if))
    raise typer.Exit(max(codes))


@simulations.command("campaign")
def simulate_campaign(
    entries: Annotated[int, typer.Option(min=1, help="How many products merchants register.")] = 2000,
    orders: Annotated[int, typer.Option(min=1, help="How many consumer orders are placed.")] = 20000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same campaign.")] = 1,
) -> None:
    """Play a campaign with test clocks; its sums must equal those computed from the journal, else exits with 1."""
    from luyue.cli.simulate import Size, run

    run(Size(entries, orders, seed))


@policy_commands.command("show")
def policy_show(
    version: Annotated[str | None, typer.Argument(help="By default the one in force now.")] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="The version in force at this time instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a document to change and add.")] = False,
) -> None:
    """Show a version with every parameter."""
    from luyue.cli.policy import show

    show(version, at, as_json=as_json)


@policy_commands.command("diff")
def policy_diff(
    old: Annotated[str, typer.Argument(help="A version, or a JSON file with parameters.")],
    new: Annotated[str, typer.Argument(help="A version, or a JSON file with parameters.")],
) -> None:
    """Show the parameters that differ, with both values; what a file leaves out is as in the version in force now."""
    from luyue.cli.policy import diff

    diff(old, new)


@policy_commands.command("add")
def policy_add(
    file: Annotated[Path, typer.Argument(help="A JSON file with some or all parameters.")],
    version: Annotated[str, typer.Option(metavar="NAME", help="The new version's name.")],
    effective_from: Annotated[str | None, typer.Option(metavar="TIME", help="By default now; never earlier.")] = None,
) -> None:
    """Add a version for good: a file's parameters, the others as in the version in force until then; print changes."""
    from luyue.cli.policy import add

    add(file, version, effective_from)


def main() -> NoReturn:
    """Runs a command and ends this process at once.

    Temporal's client has threads that outlive its event loop: now and then one meets the interpreter's own end and
    aborts the process, whatever the command came to (sdk-python, issue 300).
    """
    code: int | str | None = 0
    try:
        app(prog_name="luyue")
    except SystemExit as end:
        code = end.code
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
