"""Notices: what the parties of a process are told of its events, as message keys with parameters, and their texts.

Which event tells whom what is each kind's own; this holds no text of any kind.
"""

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, TypeAlias

from pydantic import Field

from luyue.domain.messages import Event, Happened, Text, Value, Violation

OPS = "ops"
BEIJING = timezone(timedelta(hours=8))

Parameters: TypeAlias = Mapping[str, Any]


class Parcel(Value):
    """The parcel that an event is about, by the carrier's code and the number as it was typed."""

    carrier: str
    tracking_no: str


class Parties(Value):
    """A process and whom it is between, which never changes; `parcel` for kinds that name one, as of the event."""

    id: str
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None
    parcel: Parcel | None = Field(None, exclude=True)

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


@dataclass(frozen=True, kw_only=True)
class Worded:
    """The text of every message key.

    A text names parameters in braces: `{due_at:time}` is shown as a time, `{reasons:list}` as sentences and
    `{rights:words}` as words in a row.
    """

    texts: Mapping[str, Text]

    def render(self, message: str, parameters: Parameters) -> Text:
        """A message in both languages; raises KeyError for an unknown key or a missing parameter."""
        return _filled(self.texts[message], parameters)


@dataclass(frozen=True, kw_only=True)
class Notices(Worded):
    """A kind's notices: those of an event, at most one a recipient.

    `sms` has the events of which somebody is told by SMS too, best effort: for each the messages whose recipient that
    is, with the words, which name nobody. `parcel_in` has the events that name the parcel by `carrier` and
    `tracking_no`: the newest up to an event counts for its notices.
    """

    of: Callable[[Happened, Parties], Sequence[Notice]]
    sms: Mapping[type[Event], Mapping[str, Text]] = field(default_factory=dict)
    parcel_in: tuple[type[Event], ...] = ()

    def by_sms(self, happened: Happened, parties: Parties) -> Mapping[str, Text]:
        """What is told of an event by SMS, by recipient, in both languages."""
        words = self.sms.get(type(happened.event), {})
        return {
            notice.recipient: _filled(words[notice.message], notice.parameters)
            for notice in (self.of(happened, parties) if words else ())
            if notice.message in words
        }


@dataclass(frozen=True, kw_only=True)
class FactNotices(Worded):
    """The notices of what is decided beside the processes: of a fact of these kinds of stream, by its version."""

    streams: frozenset[str]
    of: Callable[[str, int, Value], Sequence[Notice]]


def told_reasons(violations: Sequence[Violation]) -> list[dict[str, str]]:
    """Why something was refused, as a message's parameter to be shown as a list."""
    return [{"rule": one.rule, "zh": one.message.zh, "en": one.message.en} for one in violations]


class _Chinese(string.Formatter):
    """Fills in a Chinese text; times are Beijing's."""

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "time":
                return f"{_moment(value).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}(北京时间)"
            case "list":
                return "".join(str(one["zh"]) for one in value)
            case "words":
                return "、".join(str(one["zh"]) for one in value)
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
            case "words":
                return ", ".join(str(one["en"]) for one in value)
            case _:
                return str(super().format_field(value, format_spec))


def _filled(text: Text, parameters: Parameters) -> Text:
    return Text(zh=_Chinese().vformat(text.zh, (), parameters), en=_English().vformat(text.en, (), parameters))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
