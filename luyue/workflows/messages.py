"""What travels between clients, the process workflow and `handle`: small, and without personal data."""

from datetime import UTC, datetime
from math import isfinite
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

LOOK_AGAIN = "look-again"
"""A signal that tells nothing: let time act on what is known now."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_INTEGER = 2**53 - 1


class Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Start(Message):
    """A process's workflow input: nothing but what is counted across continue-as-new; its stream is its state."""

    refused_signals: int = 0
    unreadable_signals: int = 0


class Envelope(Message):
    """A command as sent, in an update or a signal: these beside the command's own fields.

    The API always fills the first three; a backend service that signals by itself may. `at` is the wall-clock time of
    issue; `if_version` is the version of the process that the command was meant for.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    actor: str | None = Field(None, max_length=256, pattern=r"^[a-z-]+:\S+$")
    at: AwareDatetime | None = Field(None, ge=EARLIEST)
    command_id: str | None = Field(None, min_length=1, max_length=128)
    if_version: int | None = None

    @model_validator(mode="after")
    def _can_be_kept(self) -> "Envelope":
        if not _can_be_kept([self.actor, self.command_id, self.payload]):
            raise ValueError("there is a NUL character, or a number that is not finite or beyond 2^53")
        return self

    @property
    def payload(self) -> dict[str, Any]:
        return self.__pydantic_extra__ or {}


def _can_be_kept(value: Any) -> bool:
    """Whether Postgres can store a JSON value's texts and RFC 8785 can digest its numbers.

    What could not would fail in `handle` for ever, and hold up every command behind it.
    """
    match value:
        case str():
            return "\0" not in value
        case int():
            return abs(value) <= LARGEST_INTEGER
        case float():
            return isfinite(value)
        case list():
            return all(map(_can_be_kept, value))
        case dict():
            return all(_can_be_kept(part) for entry in value.items() for part in entry)
        case _:
            return True


class Issued(Message):
    """A command with who issued it, when (wall-clock time), and the id by which it is known for good."""

    name: str
    payload: dict[str, Any]
    actor: str
    at: AwareDatetime
    command_id: str
    if_version: int | None = None


class HandleCall(Message):
    """Input of `handle`: let time act up to `now`, and before it the command, if there is one, at its own time.

    `recall`: the run knows nothing yet and wants to be told of the stream's last events.
    """

    kind: str
    id: str
    now: AwareDatetime
    command: Issued | None = None
    recall: bool = False


class EventRef(Message):
    type: str
    version: int


class NextDeadline(Message):
    """The nearest deadline in process time, and what will happen then."""

    name: str
    due_at: AwareDatetime
    then: str


class Violated(Message):
    """A rule that refused, in both languages."""

    rule: str
    message: dict[str, str]
    observed: Any = None
    required: Any = None
    remedy: dict[str, str] | None = None
    policy_version: str | None = None


class Refused(Message):
    """Why a command was not carried out. `code`: status, rule, invalid, reused (a command id used for
    another), or outdated (meant for another version of the process).
    """

    code: str
    violations: tuple[Violated, ...]


class Outcome(Message):
    """What `handle` found and did. `wake_at` is the wall-clock time after which time acts next, `wake_for` why.

    `result_version` is the stream's version right after the command, also when it was carried out long ago.
    """

    version: int
    result_version: int
    status: str
    closed: bool
    recalled: tuple[EventRef, ...] = ()
    events: tuple[EventRef, ...] = ()
    next_deadline: NextDeadline | None = None
    wake_at: datetime | None = None
    wake_for: str = ""
    creator_id: str | None = None
    merchant_id: str | None = None
    product_id: str | None = None
    refused: Refused | None = None
