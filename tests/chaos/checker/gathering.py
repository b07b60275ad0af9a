"""Reads what the checker judges, without any code of the service: the client's log, the journal and Temporal."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import asyncpg
from temporalio.client import Client
from temporalio.common import SearchAttributeKey

from tests.chaos.checker.evidence import KINDS, Command, Event, Evidence, Fact, Process, Request

STATUS = SearchAttributeKey.for_keyword("Status")

# What asyncpg gives as text, or could not give at all.
_SELECTED = {"id": "id::text as id", "transaction_id": "transaction_id::text as transaction_id"}
_READ: Mapping[str, Callable[[str], Any]] = {
    "data": json.loads,
    "state": json.loads,
    "fact": json.loads,
    "payload": json.loads,
    "transaction_id": int,
}


async def gather(database_url: str, temporal: Client, logs: Iterable[Path]) -> Evidence:
    """Everything as it stands now."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            read_at = await connection.fetchval("select clock_timestamp()")
            events = [Event(**row) for row in await _rows(connection, "events", Event)]
            facts = await _rows(connection, "facts", Fact)
            processes = await _rows(connection, "processes", Process)
            commands = await _rows(connection, "commands", Command)
            policies = await connection.fetch("select version, policy from policies")
            showcase = await connection.fetch("select creator_id, product_id from showcase")
            listeners = await connection.fetch("select stream, subject from listeners")
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
        newest_facts=[Fact(**row) for row in facts],
        showcase=frozenset((row["creator_id"], row["product_id"]) for row in showcase),
        processes=[Process(**row) for row in processes],
        listeners=_by_stream(listeners),
        commands=[Command(**row) for row in commands],
        policies={row["version"]: json.loads(row["policy"]) for row in policies},
        running=running,
        feed=feed,
    )


async def _rows(connection: Any, table: str, shape: type[Any]) -> list[dict[str, Any]]:
    """A table's rows, as far as the shape has fields for their columns."""
    columns = [field.name for field in fields(shape)]
    selected = ", ".join(_SELECTED.get(column, column) for column in columns)
    rows = await connection.fetch(f"select {selected} from {table}")
    return [{name: _READ[name](value) if name in _READ else value for name, value in row.items()} for row in rows]


def _by_stream(listeners: Iterable[Mapping[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in listeners:
        found.setdefault(row["stream"], set()).add(row["subject"])
    return {stream: frozenset(subjects) for stream, subjects in found.items()}


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
        Request(
            one["actor"], one["method"], one["path"], one["key"], one["is_command"], one["answers"], one.get("body")
        )
        for one in sent.values()
    ]
    return requests, feed
