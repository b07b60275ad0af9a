"""`luyue replay`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


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
