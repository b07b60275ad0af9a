"""The checker finds each kind of wrong: journals that are right, and the same with one thing tampered with."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.canonical import NO_HASH, canonical, chain_hash
from tests.chaos.checker import chain
from tests.chaos.checker.check import check
from tests.chaos.checker.commands import command_id
from tests.chaos.checker.evidence import Command, Event, Evidence, Process, Request

T0 = datetime(2026, 3, 1, 8, tzinfo=UTC)
DUE = T0 + timedelta(hours=48)
READ_AT = T0 + timedelta(hours=60)
APPLICATION = {"creator_id": "c1", "merchant_id": "m1", "product_id": "p1", "policy_version": "1"}
OPEN, CLOSED = "sample-request/sr_open", "sample-request/sr_closed"
TIMER = f"timer:approval_window@{DUE.isoformat()}"


def request(path: str, actor: str, *answers: dict[str, Any]) -> Request:
    return Request(actor, "POST", path, "k" + path[-6:], True, answers)


def answered(id: str, version: int, status: str, code: int = 200) -> dict[str, Any]:
    return {"status": code, "kind": "sample_request", "id": id, "version": version, "process_status": status}


APPLY_OPEN = request("/v1/sample-requests?1", "creator:c1", answered("sr_open", 1, "PENDING", 201))
APPROVE = request("/v1/sample-requests/sr_open/approve", "merchant:m1", answered("sr_open", 2, "AWAITING_SHIPMENT"))
APPLY_CLOSED = request("/v1/sample-requests?2", "creator:c2", answered("sr_closed", 1, "PENDING", 201))
REFUSED = request("/v1/sample-requests/sr_closed/approve", "merchant:m1", {"status": 409, "code": "not-allowed"})
UNKNOWN = request("/v1/sample-requests/sr_open/ship", "merchant:m1", {"status": 503, "code": "unavailable"})


def events(stream: str, *happened: tuple[str, dict[str, Any], str, str, datetime, datetime]) -> list[Event]:
    """A stream's events with their hashes, as the service makes them."""
    found, previous = [], NO_HASH
    for version, (type_, data, actor, command, at, recorded_at) in enumerate(happened, start=1):
        row = {"version": version, "id": f"{stream}-{version}", "type": type_, "schema_version": 1, "data": data}
        named = {**row, "actor": actor, "command_id": command, "occurred_at": at}
        previous = chain_hash(previous, stream=stream, **named)  # type: ignore[arg-type]
        found.append(Event(stream=stream, hash=previous, recorded_at=recorded_at, **named))  # type: ignore[arg-type]
    return found


def of_open() -> list[Event]:
    approved_at = READ_AT - timedelta(hours=20)
    at = T0 + timedelta(hours=30)
    return events(
        OPEN,
        ("SampleRequested", APPLICATION, "creator:c1", command_id(APPLY_OPEN), at, at),
        ("SampleRequestApproved", {"note": None}, "merchant:m1", command_id(APPROVE), approved_at, approved_at),
    )


def of_closed(recorded_at: datetime = DUE + timedelta(seconds=1), at: datetime = DUE) -> list[Event]:
    return events(
        CLOSED,
        (
            "SampleRequested",
            APPLICATION | {"creator_id": "c2"},
            "creator:c2",
            command_id(APPLY_CLOSED),
            T0,
            T0,
        ),
        (
            "SampleRequestCancelled",
            {"closed_reason": "approval_timeout"},
            "timer:approval_window",
            TIMER,
            at,
            recorded_at,
        ),
    )


def right() -> Evidence:
    """Two requests: one approved in time and waiting to be shipped, one that nobody answered."""
    open_, closed = of_open(), of_closed()
    due_at = open_[1].occurred_at + timedelta(hours=48)
    return Evidence(
        read_at=READ_AT,
        requests=[APPLY_OPEN, APPROVE, APPLY_CLOSED, REFUSED, UNKNOWN],
        events=[*open_, *closed],
        processes=[
            Process(OPEN, 2, "AWAITING_SHIPMENT", False, "sample:c1:p1", "shipping_due", due_at, "1", open_[1].hash),
            Process(CLOSED, 2, "CANCELLED", True, None, None, None, "1", closed[1].hash),
        ],
        commands=[
            Command(OPEN, command_id(APPLY_OPEN), "apply", 1, 1),
            Command(OPEN, command_id(APPROVE), "approve", 2, 2),
            Command(CLOSED, command_id(APPLY_CLOSED), "apply", 1, 1),
        ],
        policies={"1": DEFAULT_POLICY.model_dump(mode="json")},
        running=[(OPEN, "AWAITING_SHIPMENT")],
        feed=[(event.stream, event.version, event.id) for event in (*open_, *closed)],
    )


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert check(right()) == []


Tamper = Callable[[Evidence], Evidence]


def without(evidence: Evidence, stream: str, version: int) -> list[Event]:
    return [event for event in evidence.events if (event.stream, event.version) != (stream, version)]


def changed_process(stream: str, **changes: Any) -> Tamper:
    def tamper(evidence: Evidence) -> Evidence:
        processes = [replace(one, **changes) if one.stream == stream else one for one in evidence.processes]
        return replace(evidence, processes=processes)

    return tamper


def changed_event(stream: str, version: int, **changes: Any) -> Tamper:
    def tamper(evidence: Evidence) -> Evidence:
        found = [
            replace(one, **changes) if (one.stream, one.version) == (stream, version) else one
            for one in evidence.events
        ]
        return replace(evidence, events=found)

    return tamper


def lost_acknowledged(evidence: Evidence) -> Evidence:
    """As if the approval had been acknowledged, and had gone with a crash."""
    commands = [one for one in evidence.commands if one.name != "approve"]
    return replace(evidence, commands=commands, events=without(evidence, OPEN, 2))


def doubled(evidence: Evidence) -> Evidence:
    """The approval is in the stream once more, after something else."""
    first, second = of_open()
    other = replace(second, version=3, id="other", type="ProcessLinked", command_id="other")
    return replace(evidence, events=[first, second, other, replace(second, version=4, id="again"), *of_closed()])


def led_to_more(evidence: Evidence) -> Evidence:
    """The approval has led to an event more than is on record of it."""
    first, second = of_open()
    return replace(evidence, events=[first, second, replace(second, version=3, id="again"), *of_closed()])


def begun_twice(evidence: Evidence) -> Evidence:
    """The one application has led to two requests, neither of which was acknowledged."""
    apply = replace(APPLY_CLOSED, answers=[])
    others = [one for one in evidence.requests if one is not APPLY_CLOSED]
    twice = Command(OPEN, command_id(apply), "apply", 1, 1)
    return replace(evidence, requests=[*others, apply], commands=[*evidence.commands, twice])


def refused_and_done(evidence: Evidence) -> Evidence:
    refused = replace(APPROVE, answers=[{"status": 409, "code": "not-allowed"}])
    return replace(evidence, requests=[*evidence.requests[:1], refused, *evidence.requests[2:]])


def answered_otherwise(evidence: Evidence) -> Evidence:
    again = replace(APPROVE, answers=[*APPROVE.answers, answered("sr_open", 2, "SHIPPED")])
    return replace(evidence, requests=[*evidence.requests[:1], again, *evidence.requests[2:]])


def with_closed(closed: Sequence[Event]) -> Tamper:
    """The closed request's events are others, and its row goes with them."""

    def tamper(evidence: Evidence) -> Evidence:
        of_row = changed_process(CLOSED, hash=closed[-1].hash)(evidence)
        return replace(of_row, events=[*of_open(), *closed])

    return tamper


def not_fired(evidence: Evidence) -> Evidence:
    """The request that nobody answered waits on."""
    first = of_closed()[0]
    row = {"status": "PENDING", "version": 1, "closed": False, "claim": "sample:c2:p1", "hash": first.hash}
    shown = changed_process(CLOSED, **row, next_deadline="approval_window", next_deadline_at=DUE)(evidence)
    running = [*evidence.running, (CLOSED, "PENDING")]
    return replace(shown, events=[*of_open(), first], running=running, feed=evidence.feed[:3])


def fired_twice(evidence: Evidence) -> Evidence:
    first, second = of_closed()
    stray = replace(second, version=2, command_id="warning:x@" + DUE.isoformat(), type="DeadlineApproaching")
    third = replace(second, version=3, id="again")
    return with_closed([first, second, replace(stray, version=3), replace(third, version=4)])(evidence)


def passed_over(evidence: Evidence) -> Evidence:
    """The approval came after the window, and was carried out all the same."""
    late = T0 + timedelta(hours=30 + 49)
    return changed_event(OPEN, 2, occurred_at=late, recorded_at=late)(evidence)


def uncaused(evidence: Evidence) -> Evidence:
    """Something was done in a merchant's name that it never asked for."""
    return replace(evidence, requests=[one for one in evidence.requests if one is not APPROVE] + [REFUSED])


def feed_without_last(evidence: Evidence) -> Evidence:
    return replace(evidence, feed=evidence.feed[:-1])


def feed_twice(evidence: Evidence) -> Evidence:
    return replace(evidence, feed=[*evidence.feed, evidence.feed[0]])


def feed_backwards(evidence: Evidence) -> Evidence:
    return replace(evidence, feed=list(reversed(evidence.feed)))


def runs_though_closed(evidence: Evidence) -> Evidence:
    return replace(evidence, running=[*evidence.running, (CLOSED, "PENDING")])


def nothing_runs(evidence: Evidence) -> Evidence:
    return replace(evidence, running=[])


def shows_another_status(evidence: Evidence) -> Evidence:
    return replace(evidence, running=[(OPEN, "PENDING")])


def internal_error(evidence: Evidence) -> Evidence:
    return replace(evidence, requests=[*evidence.requests, replace(UNKNOWN, key="x", answers=[{"status": 500}])])


def lost_fact(evidence: Evidence) -> Evidence:
    report = Request("service:s", "PUT", "/v1/videos/v1", "r", False, [{"status": 200}])
    return replace(evidence, requests=[*evidence.requests, report])


EARLY = DUE - timedelta(seconds=1)
LATER = T0 + timedelta(hours=50)
WRONGS: dict[str, tuple[Tamper, str]] = {
    "an acknowledged command is lost": (lost_acknowledged, "lost acknowledged command"),
    "a command is doubled in its stream": (doubled, "doubled command"),
    "a command led to more": (led_to_more, "events of a command"),
    "an unacknowledged command began two processes": (begun_twice, "doubled command"),
    "a refused command is in the journal": (refused_and_done, "refused yet done"),
    "a repeat was answered otherwise": (answered_otherwise, "answers differ"),
    "somebody acted in another's name": (uncaused, "command nobody sent"),
    "an event is without its command": (lambda one: replace(one, commands=one.commands[1:]), "event without command"),
    "an answer was an internal error": (internal_error, "internal error"),
    "a report is lost": (lost_fact, "lost fact"),
    "a deadline fired early": (with_closed(of_closed(recorded_at=EARLY)), "deadline fired early"),
    "a deadline is misdated": (with_closed(of_closed(at=LATER)), "deadline misdated"),
    "a deadline has not fired": (not_fired, "deadline not fired"),
    "a deadline fired twice": (fired_twice, "deadline fired twice"),
    "a deadline was passed over": (passed_over, "deadline passed over"),
    "a view shows another status": (changed_process(OPEN, status="PENDING"), "view"),
    "a view shows another version": (changed_process(OPEN, version=3), "view"),
    "a view shows another deadline": (changed_process(OPEN, next_deadline_at=DUE), "view"),
    "a view claims nothing": (changed_process(OPEN, claim=None), "view"),
    "a view is closed": (changed_process(OPEN, closed=True), "view"),
    "an event's content was changed": (changed_event(OPEN, 1, data=APPLICATION | {"product_id": "p2"}), "chain"),
    "an event's time was changed": (changed_event(CLOSED, 1, occurred_at=T0 - timedelta(seconds=1)), "chain"),
    "a version is missing": (lambda one: replace(one, events=without(one, OPEN, 1)), "gap"),
    "a row has no events": (lambda one: replace(one, events=of_open()), "view"),
    "events have no row": (lambda one: replace(one, processes=one.processes[:1]), "view"),
    "an event is not in the feed": (feed_without_last, "feed"),
    "an event is in the feed twice": (feed_twice, "feed"),
    "the feed is out of order": (feed_backwards, "feed"),
    "a closed process runs": (runs_though_closed, "workflow"),
    "an open process does not run": (nothing_runs, "workflow"),
    "a workflow shows another status": (shows_another_status, "workflow"),
    "an event is unknown": (changed_event(OPEN, 2, type="SampleRequestPraised"), "unknown to the checker"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_each_wrong_is_found(wrong: str) -> None:
    tamper, what = WRONGS[wrong]
    assert what in {found.what for found in check(tamper(right()))}


@pytest.mark.parametrize(
    "content",
    [
        {"b": 1, "a": [True, None, '文\n"\\\u2028'], "é": -0.5, "😀": 1e-7, "ﬀ": 1.5e300},
        {"n": [0.1, 1e21, 123456789.125, -1, 2**53 - 1, 5e-324, 0.000001, 100.0]},
        "a",
    ],
)
def test_canonical_json_is_the_services_though_written_anew(content: Any) -> None:
    assert chain.canonical(content).encode() == canonical(content)
