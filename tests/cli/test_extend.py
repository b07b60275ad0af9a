"""`luyue extend`: which deadlines it names, what it knows to have moved already, and what it refuses to begin."""

from dataclasses import replace
from datetime import timedelta

import pytest

from luyue.cli import extend as extension
from luyue.cli.extend import Call, Found, named
from luyue.cli.ops_client import Refused
from luyue.domain.messages import Happened
from luyue.domain.process import DeadlineExtended, Note
from tests.unit import consumer_order_stories as consumers
from tests.unit import merchant_account_stories as accounts
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import APPLIED, APPROVED, approved, pending

DUE = APPLIED + hours(48)
SIX = hours(6)
STRETCH = ("--due-between", "2026-03-02T08:00:00Z", "2026-03-02T16:00:00Z")


def call(begins_at=DUE, ends_at=None):
    return Call(begins_at, ends_at or begins_at + hours(1), SIX, "A reason")


def found(process: Process, asked: Call):
    return [
        (one.deadline, one.due_at, one.until, one.is_moved, one.obstacle)
        for one in named(asked, process.kind, process.stream, process.state, process.policy)
    ]


def extend(process: Process, deadline: str, by: timedelta, outage: str | None = None) -> None:
    """An extension as it stands in the journal, whoever made it."""
    due_at = process.deadlines[deadline]
    reason = Note(id="n1", digest="d")
    event = DeadlineExtended(deadline=deadline, due_at=due_at, until=due_at + by, reason=reason, outage=outage)
    process._add([Happened(event=event, at=process.state.last_at)])


@pytest.mark.parametrize(
    ("begins_at", "ends_at", "is_named"),
    [
        (DUE, DUE + TICK, True),
        (DUE - hours(1), DUE + hours(1), True),
        (DUE + TICK, DUE + hours(1), False),
        (DUE - hours(1), DUE, False),
    ],
)
def test_a_deadline_is_named_from_the_first_time_on_and_before_the_second(begins_at, ends_at, is_named) -> None:
    expected = [("approval_window", DUE, DUE + SIX, False, None)] if is_named else []
    assert found(pending(), call(begins_at, ends_at)) == expected


def test_not_only_the_nearest_deadline_is_named() -> None:
    request = approved()
    cutoff = APPROVED + hours(120)
    assert found(request, call(cutoff, cutoff + TICK)) == [("shipping_cutoff", cutoff, cutoff + SIX, False, None)]
    both = found(request, call(APPROVED, cutoff + TICK))
    assert [name for name, *_ in both] == ["shipping_due", "shipping_cutoff"]


def test_what_this_call_has_moved_is_known_also_where_it_is_still_in_the_stretch() -> None:
    request = pending()
    extend(request, "approval_window", SIX)
    expected = [("approval_window", DUE, DUE + SIX, True, None)]
    assert found(request, call()) == expected
    assert found(request, call(ends_at=DUE + hours(12))) == expected


def test_another_extension_is_not_this_calls() -> None:
    request = pending()
    extend(request, "approval_window", hours(1))
    assert found(request, call(ends_at=DUE + hours(2))) == [
        ("approval_window", DUE + hours(1), DUE + hours(7), False, None)
    ]
    assert found(request, call()) == []


def test_what_runs_from_a_deadline_that_was_moved_has_moved_along() -> None:
    order = consumers.placed()
    due_at, refund_at = order.deadlines["shipping_due"], order.deadlines["unshipped_refund"]
    asked = call(due_at, refund_at + hours(12))
    assert [one[0] for one in found(order, asked)] == ["shipping_due", "unshipped_refund"]
    extend(order, "shipping_due", SIX)
    assert order.deadlines["unshipped_refund"] == refund_at + SIX
    assert [(name, moved) for name, _, _, moved, _ in found(order, asked)] == [
        ("shipping_due", True),
        ("unshipped_refund", True),
    ]


async def test_a_dry_run_shows_what_is_due_now_and_would_be_then(luyue, journal, player) -> None:
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    due_at = player.now + timedelta(hours=48)
    stretch = ("--due-between", due_at.isoformat(), (due_at + timedelta(seconds=1)).isoformat())
    for kind in ((), ("--kind", "sample-request")):
        result = await luyue("extend", *stretch, "--by", "PT6H", "--dry-run", *kind)
        assert result.exit_code == 0, result.output
        [row] = [line for line in result.output.splitlines() if "sample-request/sr_1" in line]
        assert row.split()[1] == "approval_window"
        for at in (due_at, due_at + timedelta(hours=6)):
            assert at.strftime("%Y-%m-%d %H:%M:%S") in row
        assert "1 to extend by 6 h, 0 moved already; nothing was done" in result.output
    result = await luyue("extend", *stretch, "--by", "PT6H", "--dry-run", "--kind", "dispute")
    assert "sr_1" not in result.output
    assert len(await journal.streams.history("sample-request/sr_1")) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*STRETCH, "--by", "6 hours"), "--by: "),
        ((*STRETCH, "--by", "PT0S"), "--by: "),
        ((*STRETCH, "--by", "PT6H", "--reason", " "), "--reason is empty"),
        ((*STRETCH, "--by", "PT6H", "--kind", "sample_request"), "There is no kind of process called sample_request"),
        (("--due-between", "today", "tomorrow", "--by", "PT6H"), "--due-between: "),
        (("--due-between", STRETCH[2], STRETCH[1], "--by", "PT6H"), "must be later than the first"),
    ],
)
async def test_what_cannot_be_is_said(luyue, arguments, said) -> None:
    result = await luyue("extend", *arguments)
    assert result.exit_code == 1
    assert said in result.output


async def test_an_api_that_is_not_told_of_is_asked_for_before_anything_is_done(luyue, player, tmp_path) -> None:
    result = await luyue("extend", *STRETCH, "--by", "PT6H", LUYUE_STATE_DIR=str(tmp_path), LUYUE_API_URL="")
    assert result.exit_code == 1
    assert "LUYUE_API_URL" in result.output


def test_of_two_deadlines_of_one_name_the_command_means_the_first_and_the_other_is_not_named() -> None:
    account = accounts.to_be_invoiced()
    extend(account, "invoice_due", timedelta(days=40))
    extended_to = account.deadlines["invoice_due"]
    account.issue(accounts.subsidy("90.00"), account.seen_at + timedelta(days=3))
    account.time_to(account.seen_at + timedelta(days=29))
    due = [one.due_at for one in account.kind.deadlines(account.state, account.policy) if one.name == "invoice_due"]
    assert extended_to in due
    [other] = {*due} - {extended_to}

    [(_, due_at, _, _, obstacle)] = found(account, call(extended_to))
    assert due_at == extended_to
    assert obstacle is not None
    assert found(account, call(other)) == [("invoice_due", other, other + SIX, False, None)]
    both = found(account, call(min(due), max(due) + TICK))
    assert {due_at: obstacle is None for _, due_at, _, _, obstacle in both} == {other: True, extended_to: False}


def test_what_stands_behind_another_follows_it_and_what_gets_no_further_is_told(monkeypatch) -> None:
    first, second, third = (
        Found("merchant-account/m1", "invoice_due", DUE + hours(n), DUE + hours(n) + SIX) for n in range(3)
    )
    reads = [
        [replace(first, is_moved=True), second, replace(third, obstacle="the second")],
        [replace(first, is_moved=True), second, replace(third, obstacle="the second")],
    ]
    sent = []

    async def read(_call, _kinds):
        return reads.pop(0), []

    async def send(_call, ready, _api_url, _token):
        sent.append(ready)
        return ["extended"] if ready == [first] else [Refused("m1 invoice_due", "no") for _ in ready]

    monkeypatch.setattr(extension, "_read", read)
    monkeypatch.setattr(extension, "_extend", send)
    begun = [first, replace(second, obstacle="the first"), replace(third, obstacle="the first")]
    fates = extension._extend_all(call(), [], begun, "http://x", "token")
    assert sent == [[first], [second]]
    assert fates == [
        "extended",
        Refused("m1 invoice_due", "no"),
        Refused("merchant-account/m1 invoice_due", "the second"),
    ]
