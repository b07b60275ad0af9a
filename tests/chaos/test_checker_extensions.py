"""The checker knows deadlines that were given more time: by ops, or with the end of an outage."""

from dataclasses import replace
from datetime import timedelta

from tests.chaos.checker.check import check
from tests.chaos.checker.commands import command_id
from tests.chaos.checker.evidence import Event, Evidence
from tests.chaos.journal_as_written import command, rechained
from tests.chaos.right_evidence import OPEN, READ_AT, answered, of_open, request, right
from tests.chaos.tampering import changed_process, rewritten

EXTEND = request("/v1/sample-requests/sr_open/extend", "ops:o", answered("sr_open", 3, "AWAITING_SHIPMENT"))
EXTENDED_AT = READ_AT - timedelta(hours=1)
DUE = of_open()[1].occurred_at + timedelta(hours=48)
UNTIL = DUE + timedelta(hours=6)
BY_OUTAGE = f"outage:o1:shipping_due@{DUE.isoformat()}"


def extended(id: str, actor: str) -> list[Event]:
    first, second = of_open()
    data = {"deadline": "shipping_due", "due_at": DUE.isoformat(), "until": UNTIL.isoformat()}
    third = replace(
        second,
        type="DeadlineExtended",
        data=data,
        actor=actor,
        command_id=id,
        occurred_at=EXTENDED_AT,
        recorded_at=EXTENDED_AT,
        transaction_id=second.transaction_id + 1,
    )
    return rechained([first, second, third])


def shown(evidence: Evidence, events: list[Event]) -> Evidence:
    """With these events, and the row that shows them."""
    now = rewritten(evidence, OPEN, events)
    state = {**now.processes[0].state, "last_at": EXTENDED_AT.isoformat()}
    return changed_process(OPEN, next_deadline_at=UNTIL, updated_at=EXTENDED_AT, state=state)(now)


def by_ops() -> Evidence:
    events = extended(command_id(EXTEND), "ops:o")
    evidence = shown(right(), events)
    extension = command(events, 3, "extend")
    return replace(evidence, requests=[*evidence.requests, EXTEND], commands=[*evidence.commands, extension])


def by_an_outage() -> Evidence:
    return shown(right(), extended(BY_OUTAGE, "timer:shipping_due"))


def test_an_extended_deadline_is_due_later() -> None:
    assert check(by_ops()) == []
    assert check(by_an_outage()) == []


def test_a_row_that_does_not_show_the_extension() -> None:
    found = check(changed_process(OPEN, next_deadline_at=DUE)(by_ops()))
    assert {(one.what, one.where) for one in found} == {("view", OPEN)}


def test_an_extended_deadline_that_has_not_fired() -> None:
    late = UNTIL + timedelta(minutes=1)
    assert "deadline not fired" in {one.what for one in check(replace(by_an_outage(), read_at=late))}
    early = UNTIL - timedelta(minutes=1)
    fired = {one.where for one in check(replace(by_an_outage(), read_at=early)) if one.what == "deadline not fired"}
    assert OPEN not in fired


def test_an_outage_that_moves_a_deadline_twice() -> None:
    first, second, moved = extended(BY_OUTAGE, "timer:shipping_due")
    again = replace(moved, transaction_id=moved.transaction_id + 1)
    found = check(shown(right(), rechained([first, second, moved, again])))
    assert "deadline fired twice" in {one.what for one in found}
