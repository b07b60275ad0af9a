"""Events that only newer code knows, as an upgrade under way or one taken back leaves them: how that is said."""

from collections.abc import Iterator
from contextlib import contextmanager

from luyue.cli.surroundings import give_up
from luyue.journal.streams import UnknownEvent


@contextmanager
def known_events(stream: str) -> Iterator[None]:
    """Ends the command where reading the stream meets an event that this code does not know."""
    try:
        yield
    except UnknownEvent as unknown:
        give_up(f"{stream} {unreadable(unknown)}")


def unreadable(unknown: UnknownEvent) -> str:
    """What is to be said of its stream: which event that is, and what helps."""
    return f"cannot be read: newer code wrote an event of it ({unknown}). Use that version's `luyue`."
