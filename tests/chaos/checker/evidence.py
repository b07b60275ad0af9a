"""What the checker judges: the client's log, the journal and Temporal, read without any code of the service."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from temporalio.client import Client
from temporalio.common import SearchAttributeKey

STATUS = SearchAttributeKey.for_keyword("Status")


@dataclass(frozen=True)
class Event:
    """A row of `events`; `occurred_at` is the process's time, `recorded_at` the database's clock."""

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
    hash: bytes

    @property
    def kind(self) -> str:
        return self.stream.partition("/")[0]


@dataclass(frozen=True)
class Process:
    """A row of `processes`."""

    stream: str
    version: int
    status: str
    closed: bool
    claim: str | None
    next_deadline: str | None
    next_deadline_at: datetime | None
    policy_version: str
    hash: bytes


@dataclass(frozen=True)
class Command:
    """A row of `commands`."""

    stream: str
    command_id: str
    name: str
    first_version: int
    last_version: int


@dataclass(frozen=True)
class Request:
    """What a client wanted under one key, with all answers it got, however often it asked.

    `is_command`: it was for a process. An answer is its status, and of a process's answer what it shows.
    """

    actor: str
    method: str
    path: str
    key: str
    is_command: bool
    answers: Sequence[Mapping[str, Any]]

    @property
    def outcomes(self) -> list[Mapping[str, Any]]:
        """The answers that say what became of it: after any other it is unknown."""
        return [one for one in self.answers if one["status"] not in (429, 503) and one.get("code") != "still-running"]


@dataclass(frozen=True)
class Evidence:
    """`facts` are the events of facts' streams; `running` are the workflows that run, with the status they show.

    `feed` is what a client read from the feed, in its order: stream, version and id of each event.
    """

    read_at: datetime
    requests: Sequence[Request] = ()
    events: Sequence[Event] = ()
    facts: Sequence[Event] = ()
    processes: Sequence[Process] = ()
    commands: Sequence[Command] = ()
    policies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    running: Sequence[tuple[str, str | None]] = ()
    feed: Sequence[tuple[str, int, str]] = ()

    def streams(self) -> dict[str, list[Event]]:
        """The events of processes by their streams, in the order of their versions."""
        found: dict[str, list[Event]] = {}
        for event in sorted(self.events, key=lambda event: (event.stream, event.version)):
            found.setdefault(event.stream, []).append(event)
        return found


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


async def gather(database_url: str, temporal: Client, logs: Iterable[Path]) -> Evidence:
    """Everything as it stands now."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            read_at = await connection.fetchval("select clock_timestamp()")
            events = [_event(row) for row in await connection.fetch(f"select {_EVENT} from events")]
            processes = await connection.fetch(f"select {_PROCESS} from processes")
            commands = await connection.fetch(
                "select stream, command_id, name, first_version, last_version from commands"
            )
            policies = await connection.fetch("select version, policy from policies")
    finally:
        await connection.close()
    running = [
        (one.id, one.typed_search_attributes.get(STATUS))
        async for one in temporal.list_workflows("ExecutionStatus = 'Running'")
    ]
    requests, feed = read_logs(logs)
    return Evidence(
        read_at=read_at,
        requests=requests,
        events=[event for event in events if event.kind in KINDS],
        facts=[event for event in events if event.kind not in KINDS],
        processes=[Process(**row) for row in processes],
        commands=[Command(**row) for row in commands],
        policies={row["version"]: json.loads(row["policy"]) for row in policies},
        running=running,
        feed=feed,
    )


_EVENT = """stream, version, id::text, type, schema_version, data, actor, command_id, occurred_at, recorded_at, hash"""
_PROCESS = "stream, version, status, closed, claim, next_deadline, next_deadline_at, policy_version, hash"


def _event(row: Any) -> Event:
    return Event(**{**row, "data": json.loads(row["data"])})


def read_logs(logs: Iterable[Path]) -> tuple[list[Request], list[tuple[str, int, str]]]:
    """The requests and the feed as clients wrote them down, a JSON document a line."""
    sent: dict[tuple[str, str, str], dict[str, Any]] = {}
    feed: list[tuple[str, int, str]] = []
    for log in logs:
        for line in log.read_text().splitlines():
            entry = json.loads(line)
            if entry["what"] == "feed":
                feed += [(stream, version, id) for stream, version, id in entry["events"]]
                continue
            slot = (entry["actor"], entry["path"], entry["key"])
            one = sent.setdefault(slot, {**entry, "answers": []})
            if entry["what"] == "answer":
                one["answers"].append(entry["answer"])
    requests = [
        Request(one["actor"], one["method"], one["path"], one["key"], one["is_command"], one["answers"])
        for one in sent.values()
    ]
    return requests, feed
