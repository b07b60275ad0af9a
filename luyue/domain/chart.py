"""The state chart of a kind as data: which event leads from which status to which.

Nothing here decides: `decide` and `evolve` do, and tests show that they take these transitions and no other.
"""

from collections.abc import Iterable
from typing import NamedTuple

from luyue.domain.messages import Event

START = ""
"""The status of a process before its first event."""


class Transition(NamedTuple):
    """A change of status. An event may also leave a status as it is: that is none."""

    before: str
    event: type[Event]
    after: str


def statuses(transitions: Iterable[Transition]) -> tuple[str, ...]:
    """Every status of a chart once, in the order in which it first leads to them."""
    return tuple(dict.fromkeys(one.after for one in transitions))
