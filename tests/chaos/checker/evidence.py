"""What the checker judges: the client's log, the journal and Temporal, as `gathering` has read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class Event:
    """A row of `events`; `occurred_at` is the process's time, `recorded_at` the database's clock.

    `transaction_id` is that of the transaction that wrote it.
    """

    stream: str
    version: int
    id: str
    type: str
    schema_version: int
    data: Mapping[str, Any]
    actor: str
    command_id: str
    occurred_at: datetime
    recorded_at: datetime
    transaction_id: int
    hash: bytes

    @property
    def kind(self) -> str:
        return self.stream.partition("/")[0]


@dataclass(frozen=True)
class Process:
    """A row of `processes`. `state` is what is kept of the fold itself."""

    stream: str
    kind: str
    id: str
    version: int
    status: str
    closed_reason: str | None
    closed: bool
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None
    policy_version: str
    next_deadline: str | None
    next_deadline_at: datetime | None
    claim: str | None
    record_of: str | None
    record_what: str | None
    record_at: datetime | None
    record_points: int
    state: Mapping[str, Any]
    hash: bytes
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Fact:
    """A row of `facts`: the newest report of its stream."""

    stream: str
    version: int
    fact: Mapping[str, Any]
    hash: bytes
    recorded_at: datetime


@dataclass(frozen=True)
class Command:
    """A row of `commands`."""

    stream: str
    command_id: str
    name: str
    payload: Mapping[str, Any]
    payload_digest: bytes
    first_version: int
    last_version: int


@dataclass(frozen=True)
class Request:
    """What a client wanted under one key, with all answers it got, however often it asked.

    `is_command`: it was for a process; anything else is a report, with its `body`. An answer is its status, and what it
    shows of a process, or of a report the version.
    """

    actor: str
    method: str
    path: str
    key: str
    is_command: bool
    answers: Sequence[Mapping[str, Any]]
    body: Any = None

    @property
    def outcomes(self) -> list[Mapping[str, Any]]:
        """The answers that say what became of it: after any other it is unknown."""
        return [one for one in self.answers if one["status"] not in (429, 503) and one.get("code") != "still-running"]

    @property
    def words(self) -> list[str]:
        """The path's parts after the version of the API."""
        return self.path.strip("/").split("/")[1:]

    def __str__(self) -> str:
        return f"{self.method} {self.path} (key {self.key})"


@dataclass(frozen=True)
class Evidence:
    """`facts` are the events of facts' streams, `newest_facts` the rows that show them.

    `listeners` are the subjects by the process that listens to them; `showcase` has which creator shows which product.
    `running` are the workflows that run, with the status they show. `feed` is what a client read from the feed, in its
    order: stream, version and id of each event.
    """

    read_at: datetime
    requests: Sequence[Request] = ()
    events: Sequence[Event] = ()
    facts: Sequence[Event] = ()
    newest_facts: Sequence[Fact] = ()
    showcase: frozenset[tuple[str, str]] = frozenset()
    processes: Sequence[Process] = ()
    listeners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    commands: Sequence[Command] = ()
    policies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    running: Sequence[tuple[str, str | None]] = ()
    feed: Sequence[tuple[str, int, str]] = ()

    def streams(self) -> dict[str, list[Event]]:
        """The events of processes by their streams, in the order of their versions."""
        return by_stream(self.events)

    def fact_streams(self) -> dict[str, list[Event]]:
        """The events of facts by their streams, in the order of their versions."""
        return by_stream(self.facts)


def by_stream(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Events by their streams, in the order of their versions."""
    found: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: (event.stream, event.version)):
        found.setdefault(event.stream, []).append(event)
    return found


def decisions(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """A stream's events as they were decided: those of one command id, written in one transaction.

    Without the transaction, what was done twice in a row would look like what was done once.
    """
    grouped = groupby(events, key=lambda event: (event.command_id, event.transaction_id))
    return [(id, list(group)) for (id, _), group in grouped]


KINDS = frozenset(
    {
        "sample-request",
        "cooperation-order",
        "dispute",
        "campaign-entry",
        "consumer-order",
        "shipment",
        "merchant-account",
    }
)
