"""An event's data in one line, for people who read a timeline."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from luyue.cli.output import duration, moment
from luyue.domain.evaluation import Evaluation
from luyue.domain.messages import Event, Value, Violation
from luyue.domain.process_state import Note
from luyue.domain.provinces import PROVINCES

_OF_INDEXES = frozenset({"found_by"})
"""What other processes find an event by: all that it holds is said by the rest of the event."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DIGITS_SHOWN = 12


def event_in_words(event: Event, *, but: Mapping[str, Any]) -> str:
    """The data without what is empty or, under the same name, in `but`; of texts, which are kept elsewhere, the ids.

    What rules said is left to `luyue explain`.
    """
    told = (
        (name, value) for name, value in _fields(event) if but.get(name) != value and not isinstance(value, Evaluation)
    )
    return ", ".join(f"{name}={_shown(value, name)}" for name, value in told)


def _fields(value: Value) -> Iterable[tuple[str, Any]]:
    for name in type(value).model_fields:
        content = getattr(value, name)
        if content is not None and content != () and name not in _OF_INDEXES:
            yield name, content


def _shown(value: Any, name: str = "") -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return moment(value)
        case timedelta():
            return duration(value)
        case Note():
            return value.id
        case Decimal():
            return f"{value:f}"
        case Violation():
            return value.rule
        case Value():
            return "(" + ", ".join(f"{name} {_shown(content, name)}" for name, content in _fields(value)) + ")"
        case tuple():
            return " ".join(_shown(one) for one in value)
        case Mapping():
            return " ".join(f"{key} {_shown(one)}" for key, one in value.items()) or "nothing"
        case str() if name == "region" and value in PROVINCES:
            return f"{value} {PROVINCES[value].en[0]}"
        case str() if _DIGEST.fullmatch(value):
            return f"{value[:_DIGITS_SHOWN]}…"
        case _:
            return str(value)
