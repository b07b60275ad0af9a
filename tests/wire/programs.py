"""Builds the programs of other languages into the user's cache, each once for the text that it has.

`python -m tests.wire.programs`: `make test` runs it first, so that downloads are not hidden inside a test's set-up.
"""

import asyncio
import hashlib
import re
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from luyue.devstack.cache import cache_directory, cache_locked
from luyue.devstack.child import ProgramFailedError, run_to_end
from luyue.devstack.console import NotPossibleHereError, Steps

HERE = Path(__file__).parent
SOURCES = {
    "go": ("go.mod", "go.sum", "*.go"),
    "typescript": ("package.json", "package-lock.json", "tsconfig.json", "source/*.ts"),
}
OLDEST_GO, OLDEST_NODE = (1, 26), (20, 3)
Command = list[str]


class MissingError(NotPossibleHereError):
    """A language's tools are not there, or too old, or could not build the program; the message says what to do."""


async def go_program(steps: Steps) -> Command:
    """The command of the program in Go; raises `MissingError`."""
    go, version = await _tool("go", "version", OLDEST_GO)

    async def build(directory: Path) -> None:
        # No flags that change what is compiled: so the packages are shared with the Temporal CLI's build by Go.
        flags = ["-mod=readonly", "-buildvcs=false", "-ldflags=-s -w"]
        await run_to_end([go, "build", "-C", str(HERE / "go"), *flags, "-o", str(directory / "wire"), "."])

    return [str(await _built(steps, "go", version, build) / "wire")]


async def typescript_program(steps: Steps) -> Command:
    """The command of the program in TypeScript; raises `MissingError`."""
    node, version = await _tool("node", "--version", OLDEST_NODE)
    npm = shutil.which("npm")
    if npm is None:
        raise MissingError(f"tests/wire/typescript needs npm, and there is none on PATH beside {node}.")

    async def build(directory: Path) -> None:
        for source in _sources("typescript"):
            copy = directory / source.relative_to(HERE / "typescript")
            copy.parent.mkdir(exist_ok=True)
            shutil.copy(source, copy)
        quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        await run_to_end([npm, "ci", "--prefix", str(directory), *quietly])
        await run_to_end([node, str(directory / "node_modules/typescript/bin/tsc"), "-p", str(directory)])

    return [node, str(await _built(steps, "typescript", version, build) / "built/main.js")]


async def _tool(name: str, version_argument: str, oldest: tuple[int, int]) -> tuple[str, str]:
    """Where a tool is, and the version that it says."""
    path = shutil.which(name)
    wanted = f"{name} {oldest[0]}.{oldest[1]} or newer"
    if path is None:
        raise MissingError(f"tests/wire needs {wanted}, and there is none on PATH. Install it and run the tests again.")
    said = (await run_to_end([path, version_argument])).strip()
    found = re.search(r"(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < oldest:
        raise MissingError(f"tests/wire needs {wanted}; {path} says {said}.")
    return path, said


async def _built(steps: Steps, language: str, version: str, build: Callable[[Path], Awaitable[None]]) -> Path:
    """The directory that a build has filled, now or earlier."""
    cache = cache_directory()
    target = cache / f"wire-{language}-{_digest(language, version)}"
    async with cache_locked(cache, f"wire-{language}"):
        if target.is_dir():
            return target
        partial = target.with_name(f"{target.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            with steps.step(f"tests/wire/{language} built (once)"):
                await build(partial)
        except ProgramFailedError as error:
            raise MissingError(f"tests/wire/{language} could not be built: {error}") from error
        # Whole or not at all: an interrupted build must not be taken for a program.
        partial.replace(target)
    return target


def _sources(language: str) -> list[Path]:
    return sorted(path for pattern in SOURCES[language] for path in (HERE / language).glob(pattern))


def _digest(language: str, version: str) -> str:
    """Of the sources, and of what builds them and how."""
    digest = hashlib.sha256(version.encode() + Path(__file__).read_bytes())
    for path in _sources(language):
        digest.update(f"\0{path.relative_to(HERE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


async def _build_all() -> None:
    steps = Steps()
    for outcome in await asyncio.gather(go_program(steps), typescript_program(steps), return_exceptions=True):
        # What is missing here is told; the tests that need it fail, and the others need not wait for it.
        if isinstance(outcome, MissingError):
            steps.say(str(outcome))
        elif isinstance(outcome, BaseException):
            raise outcome


if __name__ == "__main__":
    asyncio.run(_build_all())
