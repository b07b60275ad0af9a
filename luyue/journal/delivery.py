"""What a subscription expects of a deliverer, how it may fail, and how patient the subscription is with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from luyue.journal.streams import Recorded

Deliver: TypeAlias = Callable[[Recorded], Awaitable[None]]
"""Must be safe to repeat. Raises `TargetAway` when nothing gets through, anything else when this event does not."""

Concerns: TypeAlias = Callable[[Recorded], bool]
"""Which events a deliverer wants at all."""


class DeliveryFailed(Exception):
    """This event can't be delivered now. The words are kept for ops, so they hold no personal data."""


class LeftToNewerCode(DeliveryFailed):
    """Only newer code knows what this event is. However often it fails, it is kept for a worker of that code."""


class TargetAway(Exception):
    """Nothing can be delivered now: the subscription waits, and no event is blamed. The words are logged."""


@dataclass(frozen=True)
class Pace:
    """How fast a subscription reads and how long it is patient. Durations in seconds."""

    batch: int = 100
    streams_at_once: int = 8
    idle_pause: float = 0.1
    retry_pause: float = 0.5
    takeover_pause: float = 0.5
    delivery_patience: float = 15
    first_backoff: float = 0.5
    longest_backoff: float = 60
    longest_outage_backoff: float = 5
    attempts: int = 12

    def backoff(self, attempts: int) -> float:
        """The pause after so many failed attempts at one event."""
        return self._doubled(attempts, self.longest_backoff)

    def outage_backoff(self, tries: int) -> float:
        """The pause after so many tries to reach Postgres, or a target that is away."""
        return self._doubled(tries, self.longest_outage_backoff)

    def _doubled(self, times: int, longest: float) -> float:
        return float(min(self.first_backoff * 2.0 ** min(times - 1, 32), longest))
