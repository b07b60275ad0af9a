"""Many things done, a few of them at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")


async def crowd(
    items: Sequence[Item],
    do: Callable[[Item], Awaitable[Done]],
    at_once: int,
    watch: Callable[[int], None] = lambda _: None,
) -> list[Done]:
    """Does it with each, `at_once` at a time; returns what came of them, in order. `watch` is told how many are done.

    The first that fails ends the rest.
    """
    results: dict[int, Done] = {}
    waiting = iter(enumerate(items))

    async def one_after_the_other() -> None:
        for number, item in waiting:
            results[number] = await do(item)
            watch(len(results))

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(one_after_the_other())
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [results[number] for number in range(len(items))]
