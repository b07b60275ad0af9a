"""Waiting for something to become so."""

import asyncio
from collections.abc import Awaitable, Callable

PAUSE = 0.05


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Returns once it holds; whoever calls sets the limit."""
    while not await holds():
        await asyncio.sleep(PAUSE)
