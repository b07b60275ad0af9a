"""Messages that cross: the words in which a pair of them and its outcomes are told, on the domain and over HTTP alike.

The pairs themselves are beside this, all of them in every.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

Sender = Literal["merchant", "creator", "ops", "platform", "time"]
To = Literal["order", "dispute", "facts"]
Fact = Literal["live", "ended", "merchant-left", "merchant-back"]

DAY = timedelta(days=1)
TEXT = "双方消息交叉"
"""Whatever a sender has to say."""
SESSION = "{session}"
"""Stands for the order's own live session."""


class _There:
    def __eq__(self, other: object) -> bool:
        return other is not None

    def __repr__(self) -> str:
        return "THERE"

    __hash__ = None  # type: ignore[assignment]


THERE = _There()
"""What an outcome expects where there is something, whatever it is."""


@dataclass(frozen=True, eq=False)
class Message:
    """A command with its sender, a fact, or a deadline that is over. A timedelta in the body is a time since the offer.

    `moves`: the event by which an order shows that a fact has reached it.
    """

    sender: Sender
    to: To
    name: str
    body: Mapping[str, Any] = field(default_factory=dict)
    moves: str | None = None


def creator(name: str, **body: Any) -> Message:
    return Message("creator", "order", name, body)


def merchant(name: str, **body: Any) -> Message:
    return Message("merchant", "order", name, body)


def in_dispute(sender: Sender, name: str, **body: Any) -> Message:
    """A message to the dispute about the order."""
    return Message(sender, "dispute", name, body)


def fact(name: Fact, moves: str | None) -> Message:
    return Message("platform", "facts", name, moves=moves)


def over(deadline: str, to: To = "order") -> Message:
    """The test clock is moved past a deadline."""
    return Message("time", to, deadline)


@dataclass(frozen=True)
class Outcome:
    """The answer to each of both messages, and what is found then.

    An answer is a status of HTTP, and the rule where one refuses. `ends` has paths such as `order.proposal.by`.
    """

    a: str
    b: str
    ends: Mapping[str, Any]

    def differences(self, answers: tuple[str, str], seen: Mapping[str, Any], start: datetime) -> list[str]:
        """What was answered or is found otherwise; none where this outcome has come about."""
        found = [
            f"{path} is {at(seen, path)!r}, not {wanted!r}"
            for path, wanted in self.ends.items()
            if not _is(wanted, at(seen, path), start)
        ]
        return [*([f"answered {answers}, not {(self.a, self.b)}"] if answers != (self.a, self.b) else []), *found]


@dataclass(frozen=True)
class Pair:
    """Where an order stands, two messages that cross there, and what happens when either is the first.

    `unnoticed` is what else may happen when both are accepted before word of the first has come to where the second
    goes. Where one of both is a deadline, the other comes exactly at its due time, or after it.
    """

    name: str
    stands: Sequence[Message]
    a: Message
    b: Message
    a_first: Outcome
    b_first: Outcome
    unnoticed: Sequence[Outcome] = ()

    @property
    def outcomes(self) -> list[Outcome]:
        return [self.a_first, self.b_first, *self.unnoticed]

    @property
    def facts(self) -> list[Message]:
        """The facts among the messages, those before the pair included."""
        return [one for one in (*self.stands, self.a, self.b) if one.to == "facts"]

    @property
    def deadline(self) -> Message | None:
        """The deadline that is one of both, if any."""
        return next((one for one in (self.a, self.b) if one.sender == "time"), None)


def order(status: str, **details: Any) -> dict[str, Any]:
    """How an order is found; `__` in a name is the point of a path."""
    return _found("order", status, details)


def dispute(status: str, **details: Any) -> dict[str, Any]:
    """How the dispute about the order is found."""
    return _found("dispute", status, details)


def _found(process: To, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{process}.status": status} | {
        f"{process}.{name.replace('__', '.')}": value for name, value in details.items()
    }


NO_DISPUTE: dict[str, Any] = {"dispute": None}


def filled(body: Any, start: datetime, session: str) -> Any:
    """A body with times and the session in place of what stands for them."""
    match body:
        case timedelta():
            return (start + body).isoformat()
        case str():
            return body.replace(SESSION, session)
        case Mapping():
            return {name: filled(value, start, session) for name, value in body.items()}
        case list():
            return [filled(value, start, session) for value in body]
        case _:
            return body


def answered(status: int, rules: Sequence[str]) -> str:
    """An answer in the words of an outcome; that the status alone forbids it is what 409 says anyhow."""
    return " ".join([str(status), *(rule for rule in rules if rule != "status")])


def at(seen: Any, path: str) -> Any:
    """What is found at a path; None where the way ends before."""
    for name in path.split("."):
        if seen is None:
            return None
        seen = seen[name]
    return seen


def _is(wanted: Any, found: Any, start: datetime) -> bool:
    if isinstance(wanted, timedelta):
        return found is not None and datetime.fromisoformat(found) == start + wanted
    return bool(wanted == found)


def agree(seen: Mapping[str, Any]) -> bool:
    """Whether an order and its dispute, if any, have heard of each other: only an open dispute stops the order."""
    stopped, about = seen["order"]["status"] == "DISPUTED", seen["dispute"]
    return (about is None and not stopped) or (about is not None and stopped == (about["status"] == "OPEN"))
