"""What this worker appended last to each stream, so that the next turn need not read it again."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from luyue.domain.policy import Policy
from luyue.journal.streams import Loaded

MOST_REMEMBERED = 1_000
"""As many as a worker keeps workflows, by default."""


@dataclass(frozen=True)
class Remembered:
    """A stream as a turn left it: others may have appended since."""

    loaded: Loaded
    state: Any
    policy: Policy


class Memory:
    """Holds the streams last handled. What is taken is gone: only an append or a look afterwards proves it true."""

    def __init__(self) -> None:
        self._streams: OrderedDict[str, Remembered] = OrderedDict()

    def take(self, stream: str) -> Remembered | None:
        """What is remembered of a stream, for one use."""
        return self._streams.pop(stream, None)

    def keep(self, stream: str, remembered: Remembered) -> None:
        """Remembers a stream, and forgets the one longest ago where there are too many."""
        self._streams[stream] = remembered
        if len(self._streams) > MOST_REMEMBERED:
            self._streams.popitem(last=False)
