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
outage_commands = typer.Typer(help="Declare, release and list outages of the platform.", no_args_is_help=True)
app.add_typer(outage_commands, name="outage")

ProcessId = typer.Argument(metavar="ID", help="`sr_…` or `sample-request/sr_…`.")


@app.callback()
def secrets_read() -> None:
    """Reads the secrets that are given as files, for whatever command follows."""
    if any(name.startswith("LUYUE_") and name.endswith("_FILE") for name in os.environ):
        from luyue.cli.secret_files import read_secret_files

        read_secret_files(os.environ)


@app.command()
def dev() -> None:
    """Start the development stack and stay; Ctrl-C stops all of it."""
    from luyue.cli.surroundings import needs_development_stack

    needs_development_stack()
    from luyue.cli.dev import run

    run()


@app.command()
def demo() -> None:
    """Play sample requests, orders and a dispute on a real stack, and show what became of them."""
    from luyue.cli.surroundings import needs_development_stack

    needs_development_stack()
    from luyue.cli.demo import run

    run()


@app.command()
def dashboard() -> None:
    """Start the stack with Prometheus and steady traffic, and serve the dashboard's panels; Ctrl-C stops all of it."""
    from luyue.cli.surroundings import needs_development_stack

    needs_development_stack()
    from luyue.cli.dashboard import run

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


@app.command("codec-server")
def codec_server() -> None:
    """Run the codec server, by which operators read encrypted payloads in Temporal's UI and command."""
    from luyue.cli.surroundings import settings_explained
    from luyue.codec.serve import serve
    from luyue.codec.settings import CodecSettings

    with settings_explained():
        settings = CodecSettings()
    serve(settings)


@app.command("payload-key")
def payload_key(
    id: Annotated[str, typer.Argument(metavar="ID", help="The new key's id, such as 2026-11.")],
) -> None:
    """Print a new key for encrypting payloads, as a JWK for the list in LUYUE_PAYLOAD_KEYS."""
    from luyue.cli.payload_key import run

    run(id)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from luyue.cli.migrate import run

    run()


@app.command("search-attributes")
def search_attributes() -> None:
    """Add to Temporal's namespace what operators search processes by."""
    from luyue.cli.search_attributes import run

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
def rehydrate(
    id: Annotated[str | None, ProcessId] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="After a restore of Postgres: terminate all that runs, then start all anew.")
    ] = False,
) -> None:
    """Start the workflows of all open processes, or of one, that Temporal has lost."""
    from luyue.cli.rehydrate import run

    if anew:
        from luyue.cli.anew import run as terminate_all

        if id is not None:
            raise typer.BadParameter("--anew is for all processes")
        terminate_all()
    run(id)


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


@app.command()
def replay(
    histories: Annotated[Path | None, typer.Option(help="Replay the histories (*.json) in this directory.")] = None,
    server: Annotated[bool, typer.Option("--server", help="Replay workflows of the running Temporal server.")] = False,
    limit: Annotated[
        int, typer.Option(min=1, help="With --server: some so many open, and closed, ones of each kind, of all ages.")
    ] = 100,
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
    from luyue.cli.surroundings import needs_development_stack

    needs_development_stack()
    from luyue.cli.simulate import Size, run

    run(Size(entries, orders, seed))


@outage_commands.command("declare")
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


@outage_commands.command("release")
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


@outage_commands.command("list")
def outage_list() -> None:
    """List the outages, the last declared first."""
    from luyue.cli.outage import show_all

    show_all()


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
