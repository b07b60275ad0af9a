"""What a recorded path is, and what paths wait for: what time and other processes lead to."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.workflow.house import House
from tests.workflow.troubled_journal import Trouble

Path = Callable[[House, Trouble], Awaitable[str]]
"""Takes a house of its kind, whose policy has windows of seconds, along the path; returns the process's name."""


def kept_in(paths: dict[str, Path]) -> Callable[[Path], Path]:
    """A decorator that keeps a path under its own name, written with hyphens."""

    def keep(path: Path) -> Path:
        paths[path.__name__.replace("_", "-")] = path
        return path

    return keep


async def reaches(house: House, name: str, *statuses: str) -> str:
    """Waits until the process has one of these statuses."""
    while await house.status(name) not in statuses:
        await asyncio.sleep(0.05)
    return name


async def closes(house: House, name: str) -> str:
    await house.handle(name).result()
    return name


async def rings(house: House, name: str) -> str:
    """Waits until a timer has rung."""
    while not await house.happened(name, "TIMER_FIRED"):
        await asyncio.sleep(0.05)
    return name
