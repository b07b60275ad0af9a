"""What travels between clients, the process workflow and `handle`: small, and without personal data."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Start(Message):
    """A process's workflow input: nothing but what is counted across continue-as-new; its stream is its state."""

    refused_signals: int = 0
    unreadable_signals: int = 0


class Envelope(Message):
    """A command as sent, in an update or a signal: these three beside the command's own fields.

    The API always fills them; a backend service that signals by itself may. `at` is the wall-clock time of issue.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    actor: str | None = Field(None, max_length=256, pattern=r"^[a-z-]+:\S+$")
    at: AwareDatetime | None = None
    command_id: str | None = Field(None, min_length=1, max_length=128)

    @property
    def payload(self) -> dict[str, Any]:
        return self.__pydantic_extra__ or {}


class Issued(Message):
    """A command with who issued it, when (wall-clock time), and the id by which it is known for good."""

    name: str
    payload: dict[str, Any]
    actor: str
    at: AwareDatetime
    command_id: str


class HandleCall(Message):
    """Input of `handle`: let time act up to `now`, and before it the command, if there is one, at its own time."""

    kind: str
    id: str
    now: AwareDatetime
    command: Issued | None = None


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
    """Why a command was not carried out. `code`: status, rule, invalid, or reused (a command id used for another)."""

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
    events: tuple[EventRef, ...] = ()
    next_deadline: NextDeadline | None = None
    wake_at: datetime | None = None
    wake_for: str = ""
    creator_id: str | None = None
    merchant_id: str | None = None
    product_id: str | None = None
    refused: Refused | None = None
