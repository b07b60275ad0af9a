"""Finds, downloads or builds the `temporal` program that runs the development server."""

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from luyue.devstack.cache import cache_directory, cache_locked
from luyue.devstack.child import ProgramFailedError, run_to_end
from luyue.devstack.console import Note, Steps
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.sdk_download import DownloadFailedError, download, downloaded

GO_VERSION = "v1.5.1"
GO_PACKAGE = "github.com/temporalio/cli/cmd/temporal"
# Update-with-start, on which every command relies, is on by default from this server version.
OLDEST_SERVER = (1, 28)


async def temporal_cli(steps: Steps, environment: Mapping[str, str] = os.environ) -> Path:
    """The path of a `temporal` program, fetched into the cache if this machine has none.

    In order: the one named by `TEMPORAL_CLI`, one on PATH, one in the cache, the SDK's download, a build by Go.
    Raises StackUnavailableError with all that was tried.
    """
    cache = cache_directory(environment)
    tried: list[str] = []
    found = _present(environment, tried) or _cached(cache)
    if found is not None:
        return found
    async with cache_locked(cache, "temporal-cli"):
        found = (
            _cached(cache) or await _downloaded(steps, cache, tried) or await _built(steps, cache, environment, tried)
        )
    if found is None:
        raise StackUnavailableError(
            "There is no Temporal server for this machine. Tried:\n"
            + "\n".join(f"  - {attempt}" for attempt in tried)
            + "\nInstall the Temporal CLI, name it by TEMPORAL_CLI, or set TEMPORAL_ADDRESS to a running server."
        )
    return found


def _present(environment: Mapping[str, str], tried: list[str]) -> Path | None:
    if named := environment.get("TEMPORAL_CLI"):
        path = shutil.which(named, path=environment.get("PATH", ""))
        if path is None:
            raise StackUnavailableError(f"TEMPORAL_CLI names {named!r}, which is no program.")
        if not _recent(path):
            raise StackUnavailableError(f"TEMPORAL_CLI names {named!r}, whose server is older than {_oldest()}.")
        return Path(path)
    path = shutil.which("temporal", path=environment.get("PATH", ""))
    if path is None:
        tried.append("`temporal` on PATH: not there")
    elif not _recent(path):
        tried.append(f"`temporal` on PATH: {path} has a server older than {_oldest()}")
    else:
        return Path(path)
    return None


def _cached(cache: Path) -> Path | None:
    return downloaded("dev-server", cache) or _existing(_build_directory(cache) / "temporal")


async def _downloaded(steps: Steps, cache: Path, tried: list[str]) -> Path | None:
    try:
        with steps.step("Temporal CLI by the SDK's download") as note:
            return await download("dev-server", cache, note)
    except DownloadFailedError as error:
        tried.append(f"the SDK's download: {error}")
        return None


async def _built(steps: Steps, cache: Path, environment: Mapping[str, str], tried: list[str]) -> Path | None:
    go = shutil.which("go", path=environment.get("PATH", ""))
    if go is None:
        tried.append("a build by Go: there is no `go` on PATH (1.25 or newer is needed)")
        return None
    target = _build_directory(cache)
    partial = target.with_name(target.name + ".partial")
    partial.mkdir(parents=True, exist_ok=True)
    try:
        with steps.step(f"Temporal CLI {GO_VERSION} built by Go (a few minutes, once)") as note:
            build = run_to_end([go, "install", f"{GO_PACKAGE}@{GO_VERSION}"], environment={"GOBIN": str(partial)})
            await _with_signs_of_life(asyncio.ensure_future(build), note)
    except ProgramFailedError as error:
        tried.append(f"a build by Go: {error}")
        return None
    # Whole or not at all: an interrupted build must not be taken for a program.
    partial.replace(target)
    return _existing(target / "temporal")


async def _with_signs_of_life(work: "asyncio.Future[str]", note: Note) -> None:
    try:
        while not work.done():
            await asyncio.wait((work,), timeout=30)
            if not work.done():
                note("still building")
        note("")
        work.result()
    finally:
        work.cancel()


def _recent(path: str) -> bool:
    text = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    version = re.search(r"Server (\d+)\.(\d+)", text)
    return version is None or (int(version[1]), int(version[2])) >= OLDEST_SERVER


def _oldest() -> str:
    return ".".join(map(str, OLDEST_SERVER))


def _build_directory(cache: Path) -> Path:
    return cache / f"temporal-cli-{GO_VERSION}"


def _existing(path: Path) -> Path | None:
    return path if path.is_file() and os.access(path, os.X_OK) else None
