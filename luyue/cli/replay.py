"""`luyue replay`: histories against today's workflows, and journals against today's rules."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError
from rich.console import Console

from luyue.cli.output import console
from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.cli.temporal_client import payload_converter, temporal_client, temporal_explained, temporal_settings
from luyue.cli.watching import progress
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.journal.inspection import count_processes
from luyue.journal.journal import Journal
from luyue.journal.recordings import Recording, export, recordings
from luyue.journal.reports import ReportsInFile, ReportsInPostgres
from luyue.replay.histories import Incompatible, from_files, from_server, replay
from luyue.replay.journals import Otherwise, decide_again


def replay_files(directory: Path) -> int:
    """Replays every history in a directory; returns the exit code."""
    paths = sorted(directory.glob("**/*.json"))
    if not paths:
        give_up(f"There is no history (*.json) in {directory}.")
    with progress("Histories", len(paths)) as done:
        found = asyncio.run(replay(from_files(paths), converter=payload_converter(), watch=done))
    return _print_incompatible(found, len(paths), console())


def replay_server(limit: int) -> int:
    """Replays workflows of a running server; returns the exit code."""

    async def work() -> tuple[list[Incompatible], int]:
        number = 0

        def count(done: int) -> None:
            nonlocal number
            number = done
            show(done)

        client = await temporal_client()
        with temporal_explained(), progress("Histories") as show:
            histories = from_server(client, limit=limit)
            return await replay(histories, converter=client.data_converter, watch=count), number

    found, number = asyncio.run(work())
    if not number:
        settings = temporal_settings()
        give_up(
            f"Temporal at {settings.temporal_address} holds no process in the namespace {settings.temporal_namespace}, "
            "so nothing was replayed. Is LUYUE_TEMPORAL_NAMESPACE that of the installation?"
        )
    return _print_incompatible(found, number, console())


def decide_files(paths: Sequence[Path], what_if: Path | None) -> int:
    """Decides exported journals again; returns the exit code."""
    files = sorted(file for path in paths for file in (path.glob("**/*.json") if path.is_dir() else (path,)))
    if not files:
        give_up("There is no journal (*.json) there.")
    changes = _changes(what_if)

    async def work() -> list[Otherwise]:
        found: list[Otherwise] = []
        for file in files:
            recording = Recording.model_validate_json(file.read_text(encoding="utf-8"))
            found += await decide_again(kind_of(recording.stream), recording, ReportsInFile(recording.reports), changes)
        return found

    return _print_otherwise(asyncio.run(work()), len(files), console(), what_if)


def decide_database(what_if: Path | None) -> int:
    """Decides the whole journal again; returns the exit code."""
    changes = _changes(what_if)

    async def work() -> tuple[list[Otherwise], int]:
        journal = await Journal.open(database_url(), size=4)
        found: list[Otherwise] = []
        number = 0
        try:
            reports = ReportsInPostgres(journal.pool)
            with progress("Journals", await count_processes(journal.pool)) as show:
                async for recording in recordings(journal):
                    found += await decide_again(kind_of(recording.stream), recording, reports, changes)
                    number += 1
                    show(number)
        finally:
            await journal.close()
        return found, number

    found, number = asyncio.run(work())
    if not number:
        give_up("The journal holds no process, so nothing was decided again. Is LUYUE_DATABASE_URL the installation's?")
    return _print_otherwise(found, number, console(), what_if)


def export_journal(id: str) -> int:
    """Prints a process's journal with all that its decisions were made from."""

    async def work() -> Recording | None:
        journal = await Journal.open(database_url(), size=2)
        try:
            return await export(journal, stream_of(id))
        finally:
            await journal.close()

    recording = asyncio.run(work())
    if recording is None:
        give_up(f"There is no {stream_of(id)}.")
    typer.echo(recording.model_dump_json(indent=1))
    return 0


def _changes(what_if: Path | None) -> dict[str, Any] | None:
    if what_if is None:
        return None
    try:
        changes: dict[str, Any] = json.loads(what_if.read_text(encoding="utf-8"))
        Policy.model_validate(DEFAULT_POLICY.model_dump() | changes)
    except (OSError, ValueError, TypeError, ValidationError) as error:
        give_up(f"{what_if} holds no parameters of a policy: {error}")
    return changes


def _print_incompatible(found: Sequence[Incompatible], number: int, output: Console) -> int:
    output.print(f"{number} histories replayed, {len(found)} not as the workflows of today would make them")
    for one in found:
        output.print(f"{one.workflow_id}  run {one.run_id}: {one.reason}", soft_wrap=True)
    return 1 if found else 0


def _print_otherwise(found: Sequence[Otherwise], number: int, output: Console, what_if: Path | None) -> int:
    output.print(f"{number} journals decided again, {len(found)} decisions come out otherwise")
    for one in found:
        output.print(f"{one.stream}  version {one.version}", style="bold", soft_wrap=True)
        output.print(f"  recorded: {one.recorded}", soft_wrap=True)
        output.print(f"  {'now' if what_if is None else 'what if'}: {one.today}", soft_wrap=True)
    return 1 if found and what_if is None else 0
