"""Whether what is on record says what was reported: it may say more, and a time in another way."""

from datetime import datetime
from typing import Any


def says(recorded: Any, reported: Any) -> bool:
    """Every part of a report as it was sent; what it leaves out is anything."""
    match recorded, reported:
        case dict(), dict():
            return all(name in recorded and says(recorded[name], value) for name, value in reported.items())
        case list(), list():
            return len(recorded) == len(reported) and all(map(says, recorded, reported))
        case str(), str():
            return recorded == reported or _moment(recorded) == _moment(reported) is not None
    return bool(recorded == reported)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
