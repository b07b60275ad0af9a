"""How often a caller may ask. Each process of the API counts for itself, in memory that is bounded."""

import math
import time
from collections.abc import Callable

MOST_CALLERS = 10_000
"""Callers that are counted at once; beyond them those go first whose burst is as good as whole again."""


class CallerLimits:
    """So many requests a second for each caller, and a burst of some more (the generic cell rate algorithm).

    What is kept of a caller is one moment: when it would have asked for all it has, had it asked at an even pace.
    """

    def __init__(
        self, per_second: float, burst: int, *, most: int = MOST_CALLERS, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._pause = 1 / per_second
        self._ahead = burst * self._pause
        self._most = most
        self._now = now
        self._even: dict[str, float] = {}

    def admit(self, caller: str) -> int:
        """Seconds after which a caller may ask again, rounded up; zero where it may ask now, which then counts."""
        now = self._now()
        even = max(self._even.pop(caller, now), now) + self._pause
        early = even - now - self._ahead
        if early > 1e-9:
            self._even[caller] = even - self._pause
            return math.ceil(early)
        if len(self._even) >= self._most:
            self._forget(now)
        self._even[caller] = even
        return 0

    def _forget(self, now: float) -> None:
        self._even = {caller: even for caller, even in self._even.items() if even > now}
        while len(self._even) >= self._most:
            del self._even[min(self._even, key=self._even.__getitem__)]
