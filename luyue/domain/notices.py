"""Notices: what the parties of a process are told of its events, as message keys with parameters, and their texts.

Which event tells whom what is each kind's own; this holds no text of any kind.
"""

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, TypeAlias

from luyue.domain.messages import Happened, Text, Value

OPS = "ops"
BEIJING = timezone(timedelta(hours=8))

Parameters: TypeAlias = Mapping[str, Any]


class Parties(Value):
    """A process and whom it is between, which never changes."""

    id: str
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None

    @property
    def creator(self) -> str | None:
        """The creator as a recipient."""
        return f"creator:{self.creator_id}" if self.creator_id else None

    @property
    def merchant(self) -> str | None:
        """The merchant as a recipient."""
        return f"merchant:{self.merchant_id}" if self.merchant_id else None


class Notice(Value):
    """One message to one recipient: `creator:c1`, `merchant:m1` or `ops`. Times in the parameters are RFC 3339, UTC."""

    recipient: str
    message: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Notices:
    """A kind's notices: those of an event, at most one a recipient, and the text of every message key.

    A text names parameters in braces: `{due_at:time}` is shown as a time, `{reasons:list}` as sentences.
    """

    of: Callable[[Happened, Parties], Sequence[Notice]]
    texts: Mapping[str, Text]

    def render(self, message: str, parameters: Parameters) -> Text:
        """A message in both languages; raises KeyError for an unknown key or a missing parameter."""
        text = self.texts[message]
        return Text(zh=_Chinese().vformat(text.zh, (), parameters), en=_English().vformat(text.en, (), parameters))


class _Chinese(string.Formatter):
    """Fills in a Chinese text; times are Beijing's."""

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "time":
                return f"{_moment(value).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}(北京时间)"
            case "list":
                return "".join(str(one["zh"]) for one in value)
            case _:
                return str(super().format_field(value, format_spec))


class _English(string.Formatter):
    """Fills in an English text; times are UTC."""

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "time":
                return f"{_moment(value):%Y-%m-%d %H:%M:%S} UTC"
            case "list":
                return " ".join(str(one["en"]) for one in value)
            case _:
                return str(super().format_field(value, format_spec))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
