"""When a delivery is tried again, and when it is given up."""

from datetime import datetime, timedelta

DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=12),
)
"""How long to wait after the first failure, the second and so on; after each later one as long as after the last."""

SPREAD = 0.2
"""By how much of itself a delay may be longer or shorter, so that what failed together is not tried together again."""

TRIED_FOR = timedelta(days=3)
"""How long a delivery is tried, from its event's arrival in the feed or from its endpoint's being enabled again."""

REDELIVERED_FOR = timedelta(hours=1)
"""How long a delivery is tried that somebody asks for: meanwhile it holds back its process's later events."""

COLLECTED_FOR = timedelta(days=30)
"""How long events are collected for a disabled endpoint."""

REMEMBERED_FOR = timedelta(days=30)
"""How long deliveries that are over are listed and can be asked for again."""


def next_try(attempts: int, at: datetime, until: datetime, spread: float) -> datetime | None:
    """When to try again what has failed `attempts` times, the last time at `at`; None when it is to be given up.

    The last try is at `until`. `spread`, between -1 and 1, is where in its range the delay lies.
    """
    if at >= until:
        return None
    delay = DELAYS[min(attempts, len(DELAYS)) - 1]
    return min(at + delay * (1 + SPREAD * spread), until)
