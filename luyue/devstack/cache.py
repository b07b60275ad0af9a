"""The user's cache, outside the repository: where what was fetched or built for the stack is kept."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path


def cache_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """`$XDG_CACHE_HOME/luyue`, or `~/.cache/luyue`."""
    root = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root).expanduser() / "luyue"


@asynccontextmanager
async def cache_locked(cache: Path, name: str) -> AsyncIterator[None]:
    """Lets one process at a time fetch the thing called `name`; others wait and then find it there."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{name}.lock").open("w") as lock:
        while not _locked(lock.fileno()):
            await asyncio.sleep(0.2)
        yield


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
