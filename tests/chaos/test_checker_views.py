"""The checker finds rows and listeners that are not what the events say, and what two appends in one statement mix up.

Appends that come together are written by one statement, column by column: a value that goes to the neighbour's row
leaves each column with values that are right, of another process.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from tests.chaos.checker.check import check
from tests.chaos.checker.evidence import Evidence, Process
from tests.chaos.right_evidence import DUE, LATE, NEIGHBOUR, OPEN, READ_AT, right
from tests.chaos.tampering import changed_process, without

COLUMNS = [field.name for field in fields(Process) if field.name != "stream"]
WRONG: Mapping[str, Any] = {
    "kind": "dispute",
    "id": "other",
    "version": 3,
    "status": "SHIPPED",
    "closed_reason": "withdrawn",
    "closed": True,
    "creator_id": "other",
    "merchant_id": "other",
    "product_id": "other",
    "policy_version": "2",
    "next_deadline": "appeal_window",
    "next_deadline_at": DUE,
    "claim": "other",
    "record_of": "creator/c1",
    "record_what": "breach",
    "record_at": DUE,
    "record_points": 1,
    "state": {},
    "hash": b"other",
    "created_at": READ_AT,
    "updated_at": READ_AT + timedelta(days=1),
}


def found_in(evidence: Evidence) -> set[str]:
    return {wrong.where for wrong in check(evidence) if wrong.what == "view"}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_is_not_what_the_events_say(column: str) -> None:
    assert found_in(changed_process(OPEN, **{column: WRONG[column]})(right())) == {OPEN}


@pytest.mark.parametrize("column", ["closed_reason", "creator_id", "claim", "next_deadline_at", "record_of"])
def test_a_column_that_has_nothing(column: str) -> None:
    """Of whichever process has something there."""
    for process in right().processes:
        if getattr(process, column) is not None:
            assert found_in(changed_process(process.stream, **{column: None})(right())) == {process.stream}


@pytest.mark.parametrize("part", ["version", "status", "closed_reason", "creator_id", "merchant_id", "product_id"])
def test_a_state_that_is_not_what_the_events_say(part: str) -> None:
    state = {**right().processes[0].state, part: "other"}
    assert found_in(changed_process(OPEN, state=state)(right())) == {OPEN}


@pytest.mark.parametrize("part", ["created_at", "last_at"])
def test_a_state_of_another_time(part: str) -> None:
    state = {**right().processes[0].state, part: READ_AT.isoformat()}
    assert found_in(changed_process(OPEN, state=state)(right())) == {OPEN}


@pytest.mark.parametrize(("column", "part"), [("created_at", "created_at"), ("updated_at", "last_at")])
def test_a_row_and_a_state_of_another_time(column: str, part: str) -> None:
    other = READ_AT + timedelta(days=1)
    state = {**right().processes[0].state, part: other.isoformat()}
    assert found_in(changed_process(OPEN, state=state, **{column: other})(right())) == {OPEN}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_mixed_up_between_two_rows(column: str) -> None:
    pairs = [(a, b) for a, b in combinations(right().processes, 2) if getattr(a, column) != getattr(b, column)]
    assert pairs, "no two rows differ there"
    for one, other in pairs:
        mixed = changed_process(one.stream, **{column: getattr(other, column)})(right())
        mixed = changed_process(other.stream, **{column: getattr(one, column)})(mixed)
        assert found_in(mixed) == {one.stream, other.stream}


def test_two_columns_of_a_row_mixed_up() -> None:
    mixed = changed_process(OPEN, creator_id="m1", merchant_id="c1")(right())
    assert found_in(mixed) == {OPEN}


def listening(evidence: Evidence, **changes: frozenset[str]) -> Evidence:
    return replace(evidence, listeners={**evidence.listeners, **changes})


def test_listeners_mixed_up_between_two_appends() -> None:
    right_ones = right().listeners
    mixed = listening(right(), **{OPEN: right_ones[NEIGHBOUR], NEIGHBOUR: right_ones[OPEN]})
    assert found_in(mixed) == {OPEN, NEIGHBOUR}


def test_one_subject_that_went_to_the_neighbour() -> None:
    right_ones = right().listeners
    moved = listening(
        right(), **{OPEN: right_ones[OPEN] - {"product:p1"}, NEIGHBOUR: right_ones[NEIGHBOUR] | {"product:p1"}}
    )
    assert found_in(moved) == {OPEN, NEIGHBOUR}


def test_listeners_that_are_gone() -> None:
    assert found_in(replace(right(), listeners={})) == {OPEN, NEIGHBOUR}


def test_listeners_of_what_listens_to_nothing() -> None:
    assert found_in(listening(right(), **{LATE: frozenset({"product:p5"})})) == {LATE}


def test_listeners_of_nothing() -> None:
    assert found_in(listening(right(), **{"sample-request/sr_gone": frozenset({"product:p1"})})) == {
        "sample-request/sr_gone"
    }


def test_an_acknowledged_append_that_is_missing_while_its_neighbour_in_the_transaction_is_there() -> None:
    """The row shows it too, or is as it was before: the command was acknowledged."""
    evidence = right()
    commands = [one for one in evidence.commands if (one.stream, one.name) != (OPEN, "approve")]
    missing = replace(evidence, events=without(evidence, OPEN, 2), commands=commands)
    first = without(evidence, OPEN, 2)[0]
    as_before = changed_process(
        OPEN,
        version=1,
        status="PENDING",
        hash=first.hash,
        next_deadline="approval_window",
        next_deadline_at=first.occurred_at + timedelta(hours=48),
        updated_at=first.occurred_at,
        state={
            **evidence.processes[0].state,
            "version": 1,
            "status": "PENDING",
            "last_at": first.occurred_at.isoformat(),
        },
    )(missing)
    consistent = replace(
        as_before,
        running=[(stream, "PENDING" if stream == OPEN else status) for stream, status in evidence.running],
        feed=[one for one in evidence.feed if one[:2] != (OPEN, 2)],
    )
    assert {wrong.what for wrong in check(consistent)} == {"lost acknowledged command"}
    assert {"lost acknowledged command", "view"} <= {wrong.what for wrong in check(missing)}


def test_an_event_that_went_to_the_neighbour() -> None:
    """Right in each column, but for whose it is."""
    swapped = {OPEN: NEIGHBOUR, NEIGHBOUR: OPEN}
    evidence = right()
    mixed = [
        replace(one, stream=swapped[one.stream]) if one.stream in swapped and one.version == 2 else one
        for one in evidence.events
    ]
    assert {wrong.where for wrong in check(replace(evidence, events=mixed)) if wrong.what == "chain"} == set(swapped)


@pytest.mark.parametrize("column", ["command_id", "actor", "data", "id", "hash", "occurred_at"])
def test_a_column_mixed_up_between_two_events_of_one_statement(column: str) -> None:
    evidence = right()
    of = {(one.stream, one.version): one for one in evidence.events}
    mine, theirs = of[OPEN, 2], of[NEIGHBOUR, 2]
    if column == "data":
        theirs = of[LATE, 2]
    mixed = {
        (mine.stream, mine.version): replace(mine, **{column: getattr(theirs, column)}),
        (theirs.stream, theirs.version): replace(theirs, **{column: getattr(mine, column)}),
    }
    events = [mixed.get((one.stream, one.version), one) for one in evidence.events]
    found = {wrong.where for wrong in check(replace(evidence, events=events)) if wrong.what == "chain"}
    assert found == {mine.stream, theirs.stream}


@pytest.mark.parametrize("column", ["command_id", "name", "payload", "payload_digest", "last_version"])
def test_a_column_mixed_up_between_two_commands_of_one_statement(column: str) -> None:
    evidence = right()
    mine, theirs = (one for one in evidence.commands if (one.stream, one.name) in ((OPEN, "approve"), (LATE, "place")))
    others = [one for one in evidence.commands if one not in (mine, theirs)]
    mixed = [
        replace(mine, **{column: getattr(theirs, column)}),
        replace(theirs, **{column: getattr(mine, column)}),
    ]
    assert check(replace(evidence, commands=[*others, *mixed]))
