"""A story: how it is played, and what each of its processes must come to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from luyue.cli.demonstration.outcomes import Expected
from luyue.cli.demonstration.platform import Platform


@dataclass(frozen=True)
class Story:
    """`play` returns the ids of the processes that `expected` speaks of, in the same order."""

    play: Callable[[Platform], Awaitable[tuple[str, ...]]]
    expected: tuple[Expected, ...]
