"""The checker finds each kind of wrong: journals that are right, and the same with one thing tampered with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from luyue.journal.canonical import canonical
from tests.chaos.checker import chain
from tests.chaos.checker.check import check
from tests.chaos.checker.commands import command_id
from tests.chaos.checker.evidence import Event, Evidence
from tests.chaos.journal_as_written import command, process, rechained
from tests.chaos.right_evidence import (
    APPLICATION,
    APPLY_CLOSED,
    APPLY_NEXT,
    APPROVE,
    CLOSED,
    DUE,
    OPEN,
    REFUSED_ONE,
    T0,
    UNKNOWN,
    answered,
    of_closed,
    of_open,
    right,
)
from tests.chaos.tampering import Tamper, changed_event, instead, rewritten, without


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert check(right()) == []


def lost_acknowledged(evidence: Evidence) -> Evidence:
    """As if the approval had been acknowledged, and had gone with a crash."""
    commands = [one for one in evidence.commands if one.name != "approve"]
    return replace(evidence, commands=commands, events=without(evidence, OPEN, 2))


def doubled(evidence: Evidence) -> Evidence:
    """The approval is in the stream once more, after something else."""
    second = of_open()[1]
    other = replace(second, version=3, id="other", type="ProcessLinked", command_id="other")
    return replace(
        evidence, events=[*without(evidence, OPEN, 2), second, other, replace(second, version=4, id="again")]
    )


def led_to_more(evidence: Evidence) -> Evidence:
    """The approval has led to an event more than is on record of it."""
    return replace(evidence, events=[*evidence.events, replace(of_open()[1], version=3, id="again")])


def begun_twice(evidence: Evidence) -> Evidence:
    """The one application has led to two requests, neither of which was acknowledged."""
    apply = replace(APPLY_CLOSED, answers=[])
    twice = replace(command(of_closed(), 1, "apply"), stream=OPEN)
    return replace(instead(evidence, APPLY_CLOSED, apply), commands=[*evidence.commands, twice])


def refused_and_done(evidence: Evidence) -> Evidence:
    refused = replace(APPROVE, answers=[{"status": 409, "code": "not-allowed"}])
    return instead(evidence, APPROVE, refused)


def refused_and_acknowledged(evidence: Evidence) -> Evidence:
    both = replace(APPROVE, answers=[{"status": 409, "code": "not-allowed"}, *APPROVE.answers])
    return instead(evidence, APPROVE, both)


def answered_otherwise(evidence: Evidence) -> Evidence:
    again = replace(APPROVE, answers=[*APPROVE.answers, answered("sr_open", 2, "SHIPPED")])
    return instead(evidence, APPROVE, again)


def with_closed(closed: Sequence[Event]) -> Tamper:
    """The closed request's events are others, and its row goes with them."""
    return lambda evidence: rewritten(evidence, CLOSED, closed)


def not_fired(evidence: Evidence) -> Evidence:
    """The request that nobody answered waits on."""
    first = of_closed()[0]
    claim = {"claim": "sample:c2:p1", "next_deadline": "approval_window", "next_deadline_at": DUE}
    waits = process([first], "PENDING", **claim)
    others = [one for one in evidence.processes if one.stream != CLOSED]
    running = [*evidence.running, (CLOSED, "PENDING")]
    return replace(rewritten(evidence, CLOSED, [first]), processes=[*others, waits], running=running)


def fired_twice(evidence: Evidence) -> Evidence:
    """Once more after something else."""
    first, second = of_closed()
    stray = replace(second, command_id="warning:x@" + DUE.isoformat(), type="DeadlineApproaching")
    return rewritten(evidence, CLOSED, rechained([first, second, stray, second]))


def fired_twice_in_a_row(evidence: Evidence) -> Evidence:
    """Once more at once: the chain, the row and the feed are as they must be."""
    first, second = of_closed()
    again = replace(second, transaction_id=second.transaction_id + 1)
    return rewritten(evidence, CLOSED, rechained([first, second, again]))


def done_twice_in_a_row(evidence: Evidence) -> Evidence:
    """The approval, and the command's row speaks of both."""
    first, second = of_open()
    both = rechained([first, second, replace(second, transaction_id=second.transaction_id + 1)])
    commands = [
        replace(one, last_version=3) if one.command_id == command_id(APPROVE) else one for one in evidence.commands
    ]
    return replace(rewritten(evidence, OPEN, both), commands=commands)


def passed_over(evidence: Evidence) -> Evidence:
    """The approval came after the window, and was carried out all the same."""
    late = T0 + timedelta(hours=30 + 49)
    return changed_event(OPEN, 2, occurred_at=late, recorded_at=late)(evidence)


def uncaused(evidence: Evidence) -> Evidence:
    """Something was done in a merchant's name that it never asked for."""
    return instead(evidence, APPROVE)


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


def lost_refusal(evidence: Evidence) -> Evidence:
    """The answer names a request that is not on record."""
    return replace(
        evidence,
        events=without(evidence, REFUSED_ONE, 1),
        processes=[one for one in evidence.processes if one.stream != REFUSED_ONE],
        commands=[one for one in evidence.commands if one.stream != REFUSED_ONE],
        feed=[one for one in evidence.feed if one[0] != REFUSED_ONE],
    )


def refused_and_begun(evidence: Evidence) -> Evidence:
    """The answer to an application is a refusal, and the request that it names waits for the merchant."""
    refused = replace(APPLY_NEXT, answers=[{"status": 422, "code": "refused", "id": "sr_next"}])
    return instead(evidence, APPLY_NEXT, refused)


def refused_with_an_id_and_done(evidence: Evidence) -> Evidence:
    refused = replace(APPROVE, answers=[{"status": 409, "code": "not-allowed", "id": "sr_open"}])
    return instead(evidence, APPROVE, refused)


def another_command(evidence: Evidence) -> Evidence:
    commands = [replace(one, name="reject") if one.name == "approve" else one for one in evidence.commands]
    return replace(evidence, commands=commands)


def another_payload(evidence: Evidence) -> Evidence:
    first, *others = evidence.commands
    return replace(evidence, commands=[replace(first, payload={**others[0].payload, "of": "other"}), *others])


EARLY = DUE - timedelta(seconds=1)
LATER = T0 + timedelta(hours=50)
WRONGS: dict[str, tuple[Tamper, str]] = {
    "an acknowledged command is lost": (lost_acknowledged, "lost acknowledged command"),
    "a command is doubled in its stream": (doubled, "doubled command"),
    "a command led to more": (led_to_more, "events of a command"),
    "an unacknowledged command began two processes": (begun_twice, "doubled command"),
    "a command is doubled in a row": (done_twice_in_a_row, "doubled command"),
    "a refused application is not on record": (lost_refusal, "lost refusal"),
    "a refused application went on": (refused_and_begun, "refused yet done"),
    "a refused command is in the journal though its answer names it": (refused_with_an_id_and_done, "refused yet done"),
    "a command is another": (another_command, "another command"),
    "a command's payload is another": (another_payload, "payload of a command"),
    "a refused command is in the journal": (refused_and_done, "refused yet done"),
    "a command was refused, and then acknowledged": (refused_and_acknowledged, "answers differ"),
    "a repeat was answered otherwise": (answered_otherwise, "answers differ"),
    "somebody acted in another's name": (uncaused, "command nobody sent"),
    "an event is without its command": (lambda one: replace(one, commands=one.commands[1:]), "event without command"),
    "an answer was an internal error": (internal_error, "internal error"),
    "a deadline fired early": (with_closed(of_closed(recorded_at=EARLY)), "deadline fired early"),
    "a deadline is misdated": (with_closed(of_closed(at=LATER)), "deadline misdated"),
    "a deadline has not fired": (not_fired, "deadline not fired"),
    "a deadline fired twice": (fired_twice, "deadline fired twice"),
    "a deadline fired twice in a row": (fired_twice_in_a_row, "deadline fired twice"),
    "a deadline was passed over": (passed_over, "deadline passed over"),
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
