"""Events and rows as the service writes them, for journals that tests make up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from luyue.journal.canonical import NO_HASH, chain_hash, digest
from tests.chaos.checker.evidence import Command, Event, Fact, Process

Told = tuple[str, Mapping[str, Any], str, str, datetime, datetime]
"""An event's type and data, whose it is, its command's id, and when it happened and was recorded."""


def events(stream: str, *happened: Told, transactions: Sequence[int] = ()) -> list[Event]:
    """A stream's events with their hashes, as the service makes them; each in a transaction of its own, by default."""
    found, previous = [], NO_HASH
    for version, (type_, data, actor, command, at, recorded_at) in enumerate(happened, start=1):
        row = {"version": version, "id": f"{stream}-{version}", "type": type_, "schema_version": 1, "data": data}
        named = {**row, "actor": actor, "command_id": command, "occurred_at": at}
        previous = chain_hash(previous, stream=stream, **named)  # type: ignore[arg-type]
        written = transactions[version - 1] if transactions else version
        found.append(
            Event(stream=stream, hash=previous, recorded_at=recorded_at, transaction_id=written, **named)  # type: ignore[arg-type]
        )
    return found


def rechained(events_: Sequence[Event]) -> list[Event]:
    """The same events with versions and hashes as if the service had written them so."""
    told = [(one.type, one.data, one.actor, one.command_id, one.occurred_at, one.recorded_at) for one in events_]
    return events(events_[0].stream, *told, transactions=[one.transaction_id for one in events_])


def process(events_: Sequence[Event], status: str, **columns: Any) -> Process:
    """A row over its events: what the caller does not say is not there."""
    stream, first, last = events_[0].stream, events_[0], events_[-1]
    kind, _, id = stream.partition("/")
    nothing = {"closed_reason": None, "closed": False, "claim": None, "next_deadline": None, "next_deadline_at": None}
    record = {"record_of": None, "record_what": None, "record_at": None, "record_points": 0}
    parties = {name: first.data.get(name) for name in ("creator_id", "merchant_id", "product_id")}
    row = {**nothing, **record, **parties, **columns, "policy_version": first.data["policy_version"]}
    shown = {"version": len(events_), "status": status}
    at = {"created_at": first.occurred_at, "last_at": last.occurred_at}
    state = {name: row[name] for name in (*parties, "closed_reason", "policy_version")} | shown
    state |= {name: moment.isoformat() for name, moment in at.items()}
    return Process(
        stream=stream,
        kind=kind.replace("-", "_"),
        id=id,
        hash=last.hash,
        state=state,
        created_at=first.occurred_at,
        updated_at=last.occurred_at,
        **shown,  # type: ignore[arg-type]
        **row,
    )


def command(events_: Sequence[Event], version: int, name: str) -> Command:
    """The command that led to one event."""
    event = events_[version - 1]
    payload = {"name": name, "of": event.stream}
    return Command(event.stream, event.command_id, name, payload, digest(payload), version, version)


def fact_rows(facts: Sequence[Event]) -> list[Fact]:
    """The rows that show the newest of these reports."""
    newest = {one.stream: one for one in facts}
    return [Fact(one.stream, one.version, one.data, one.hash, one.occurred_at) for one in newest.values()]
