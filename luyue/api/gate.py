"""Lets only a few commands to one process under way at a time; the others are turned away at once.

Temporal takes 10 updates of a workflow at a time and makes the rest wait without order: 8 keeps clear of that.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MOST_UNDER_WAY = 8


class GateFullError(Exception):
    """As many commands to the process as may be are under way."""


class Gate:
    def __init__(self, most: int = MOST_UNDER_WAY) -> None:
        self._most = most
        self._under_way: Counter[str] = Counter()

    @contextmanager
    def entered(self, stream: str) -> Iterator[None]:
        """Holds a place for a command to a process; raises `GateFullError`."""
        if self._under_way[stream] >= self._most:
            raise GateFullError(stream)
        self._under_way[stream] += 1
        try:
            yield
        finally:
            self._under_way[stream] -= 1
            if not self._under_way[stream]:
                del self._under_way[stream]
