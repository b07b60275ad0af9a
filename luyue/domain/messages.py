"""What goes into a decision and what comes out: commands, events, violations and refusals, as typed values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticKnownError

_BEGINS_WITH_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _microseconds_utc(moment: datetime) -> datetime:
    # Far from both ends of the calendar, so that no window added to a moment can overflow; also in UTC, as it is kept.
    if not (1900 <= moment.year < 9000 and 1900 <= moment.astimezone(UTC).year < 9000):
        raise ValueError("the year must be between 1900 and 8999")
    return moment.astimezone(UTC)


def _moment_given(value: object) -> object:
    # A number would be taken for the seconds since 1970.
    if isinstance(value, datetime) or (isinstance(value, str) and _BEGINS_WITH_A_DATE.match(value)):
        return value
    raise PydanticKnownError("datetime_type")


Moment = Annotated[AwareDatetime, BeforeValidator(_moment_given), AfterValidator(_microseconds_utc)]
"""A point in time; kept in UTC."""

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]*$")]
"""An id given by the platform: 1 to 128 characters that need no escaping in an address."""


class Value(BaseModel):
    """An immutable value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(Value):
    """What somebody wants; imperative. A subclass's fields are the payload."""


class Sender:
    """Marks a command's field that says which side sends it: no choice of the sender's, but its authenticated role."""


@dataclass(frozen=True)
class NewProcess:
    """Marks a command's field that is the id of a process which begins with it; ids of that kind have this prefix."""

    id_prefix: str


Upcast = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Takes an event's data in the shape of one version, as JSON, and gives it in the shape of the next."""


class Event(Value):
    """What has happened; past tense. A subclass's fields are the data; its class name is the type.

    `upcasts` say, by version, how data of an earlier `schema_version` become those of the next.
    """

    schema_version: ClassVar[int] = 1
    upcasts: ClassVar[Mapping[int, Upcast]] = {}

    @classmethod
    def type_name(cls) -> str:
        return cls.__name__


class Happened(Value):
    """An event with the process time at which it happened."""

    event: Event
    at: Moment


class Text(Value):
    """A sentence for creators, merchants and buyers in both languages."""

    zh: str
    en: str


class Violation(Value):
    """One rule that was not met: what was seen, what was wanted, what would help. `rule` is the catalogue's ID."""

    rule: str
    message: Text
    observed: Any = None
    required: Any = None
    remedy: Text | None = None
    policy_version: str | None = None


class Refusal(Exception):
    """A decider's no. `status`: the process's status forbids it; `rule`: rules forbid it; `invalid`: unusable input."""

    def __init__(self, code: Literal["status", "rule", "invalid"], violations: Sequence[Violation]) -> None:
        super().__init__("; ".join(f"{v.rule}: {v.message.en}" for v in violations))
        self.code = code
        self.violations = tuple(violations)

    @classmethod
    def of(cls, code: Literal["status", "rule", "invalid"], rule: str, zh: str, en: str, **seen: Any) -> Self:
        """A refusal by one rule; `seen` may hold `observed`, `required` and `remedy`."""
        return cls(code, (Violation(rule=rule, message=Text(zh=zh, en=en), **seen),))
