"""The Temporal SDK's own download of its dev server and its time-skipping test server, bounded in time.

Run as a program (`python -m luyue.devstack.sdk_download KIND DIRECTORY`) it makes the SDK download one of them; the SDK
offers no download without a start, so it starts the server and stops it at once.
"""

import asyncio
import importlib.metadata
import os
import sys
import time
from pathlib import Path
from typing import Literal

from luyue.devstack.child import launch_command
from luyue.devstack.console import Note, NotPossibleHereError

Kind = Literal["dev-server", "test-server"]

PATIENCE_WITHOUT_PROGRESS = 15.0


class DownloadFailedError(NotPossibleHereError):
    """The SDK could not download the server; the message says why."""


def downloaded(kind: Kind, cache: Path) -> Path | None:
    """The executable that the SDK downloaded earlier, if any."""
    directory = _directory(kind, cache)
    if not directory.is_dir():
        return None
    whole = (path for path in directory.iterdir() if path.suffix != ".downloading")
    return next((path for path in whole if path.is_file() and os.access(path, os.X_OK)), None)


async def download(
    kind: Kind,
    cache: Path,
    note: Note,
    *,
    command: list[str] | None = None,
    patience: float = PATIENCE_WITHOUT_PROGRESS,
) -> Path:
    """Downloads and returns the executable; raises DownloadFailedError after `patience` seconds without progress.

    A closed network often swallows connections in silence, while a slow one only needs time; so what is bounded is
    the time in which nothing arrives.
    """
    directory = _directory(kind, cache)
    directory.mkdir(parents=True, exist_ok=True)
    command = command or [sys.executable, "-m", "luyue.devstack.sdk_download", kind, str(directory)]
    process = await asyncio.create_subprocess_exec(
        *launch_command(command), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output = asyncio.ensure_future(process.communicate())
    size, last_progress = 0, time.monotonic()
    try:
        while not output.done():
            await asyncio.wait((output,), timeout=0.5)
            if (now_size := _size(directory)) != size:
                size, last_progress = now_size, time.monotonic()
                note(f"{size / 1e6:.0f} MB")
            if not output.done() and time.monotonic() - last_progress > patience:
                raise DownloadFailedError(f"nothing arrived for {patience:.0f} s")
    finally:
        if process.returncode is None:
            process.kill()
        text = (await output)[0].decode(errors="replace").strip()
    path = downloaded(kind, cache)
    if process.returncode != 0 or path is None:
        raise DownloadFailedError(text.splitlines()[-1] if text else f"ended with {process.returncode}")
    return path


def _directory(kind: Kind, cache: Path) -> Path:
    return cache / f"{kind}-of-sdk-{importlib.metadata.version('temporalio')}"


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.iterdir() if path.is_file())


async def _start_and_stop(kind: str, directory: str) -> None:
    from temporalio.testing import WorkflowEnvironment

    if kind == "dev-server":
        environment = await WorkflowEnvironment.start_local(download_dest_dir=directory)
    else:
        environment = await WorkflowEnvironment.start_time_skipping(download_dest_dir=directory)
    await environment.shutdown()


if __name__ == "__main__":
    try:
        asyncio.run(_start_and_stop(sys.argv[1], sys.argv[2]))
    except RuntimeError as error:
        sys.exit(str(error))
