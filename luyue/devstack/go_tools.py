"""Programs written in Go that tests, chaos and the dashboard run: built once from the module proxy, kept in the cache.

Each is built in a module of its own, so that it need not be installable by `go install` (which refuses modules with
`replace` or `exclude`).
"""

import asyncio
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from luyue.devstack.cache import cache_directory, cache_locked
from luyue.devstack.child import ProgramFailedError, run_to_end
from luyue.devstack.console import Steps
from luyue.devstack.layout import StackUnavailableError

OLDEST_GO = "1.25"
SIGN_OF_LIFE = 30.0


@dataclass(frozen=True)
class GoTool:
    """A program: `package` is the import path of its main package, `version` the module's, such as `v1.2.3`.

    `toolchain` is the Go toolchain that builds it, where the one on the machine is too old; `tags` are build tags.
    """

    name: str
    package: str
    version: str
    tags: tuple[str, ...] = ()
    toolchain: str | None = None


async def go_tool(steps: Steps, tool: GoTool, environment: Mapping[str, str] = os.environ) -> Path:
    """The path of the program, from the cache, or built into it; minutes the first time.

    Raises StackUnavailableError saying what is missing.
    """
    cache = cache_directory(environment)
    program = built(tool, cache)
    if program is not None:
        return program
    async with cache_locked(cache, f"go-{tool.name}"):
        return built(tool, cache) or await _build(steps, tool, cache, environment)


def built(tool: GoTool, cache: Path) -> Path | None:
    """The program where it was built before."""
    path = _directory(tool, cache) / tool.name
    return path if path.is_file() and os.access(path, os.X_OK) else None


async def _build(steps: Steps, tool: GoTool, cache: Path, environment: Mapping[str, str]) -> Path:
    go = shutil.which("go", path=environment.get("PATH", ""))
    if go is None:
        raise StackUnavailableError(
            f"{tool.name} is built by Go, and there is no `go` on PATH: install Go {OLDEST_GO} or newer."
        )
    target = _directory(tool, cache)
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    (partial / "go.mod").write_text(f"module build\n\ngo {OLDEST_GO}\n")
    settings = {"GOTOOLCHAIN": tool.toolchain} if tool.toolchain else {}
    at_home = [go, "-C", str(partial)]
    tags = [f"-tags={','.join(tool.tags)}"] if tool.tags else []
    try:
        with steps.step(f"{tool.name} {tool.version} built by Go (minutes, once)") as note:
            for command in (
                [*at_home, "get", f"{tool.package}@{tool.version}"],
                [*at_home, "build", "-trimpath", *tags, "-o", tool.name, tool.package],
            ):
                work = asyncio.ensure_future(run_to_end(command, environment=settings))
                while not work.done():
                    await asyncio.wait((work,), timeout=SIGN_OF_LIFE)
                    note("" if work.done() else "still building")
                work.result()
    except ProgramFailedError as error:
        raise StackUnavailableError(
            f"{tool.name} {tool.version} cannot be built here: {error}\n"
            "It needs the Go module proxy (GOPROXY) the first time, and is kept in the cache then."
        ) from None
    # Whole or not at all: an interrupted build must not be taken for a program.
    partial.replace(target)
    return target / tool.name


def _directory(tool: GoTool, cache: Path) -> Path:
    return cache / f"{tool.name}-{tool.version}"
