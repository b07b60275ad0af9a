"""Outages: which deadlines they hold, what their release gives, and that every boundary is where it is said to be."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from luyue.domain import process
from luyue.domain.facts import Facts
from luyue.domain.messages import Happened, Refusal
from luyue.domain.outage import NO_OUTAGES, Outage, Outages, Release, released, wall_time
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Acting, Advance, DeadlineExtended, Note
from luyue.domain.sample_request import messages as m
from tests.unit import campaign_entry_stories as entries
from tests.unit import cooperation_order_stories as orders
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import (
    APPLIED,
    APPROVED,
    CLOSES,
    GRACE,
    MINUTE,
    PUBLISHED,
    approved,
    pending,
    platform,
    published,
    received,
)

REASON = Note(id="txt_1", digest="d")
DUE = APPLIED + hours(48)
"""When a request that nobody answers is cancelled."""
EIGHT = hours(8)


def outage(starts_at: datetime, ends_at: datetime | None = None) -> Outage:
    return Outage(starts_at=starts_at, ends_at=ends_at, reason=REASON)


def over(starts_at: datetime, length: timedelta, by: timedelta | None = None) -> Outage:
    """An outage that is released when it ends."""
    return released(outage(starts_at), starts_at + length, None, by)


def next_of(request: Process, outages: Outages = NO_OUTAGES) -> Acting | None:
    """What time does next, apart from warnings."""
    due = [one.key for one in request.kind.deadlines(request.state, request.policy)]
    warned = request.state.model_copy(update={"warned": tuple(due)})
    return process.next_acting(request.kind, warned, request.policy, outages)


def pass_time(request: Process, now: datetime, outages: Outages) -> Sequence[Happened]:
    """Lets time act up to a moment, as `handle` does where it knows of outages."""
    before = len(request.history)
    while (acting := process.next_acting(request.kind, request.state, request.policy, outages)) is not None:
        if acting.at >= request.state.process_time(now):
            break
        facts = request.platform.facts(process.needs_to_act(request.kind, request.state, acting), request)
        request._add(process.act(request.kind, request.state, acting, facts, request.policy))
    return request.history[before:]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "holds"),
    [
        (DUE - hours(1), None, True),
        (DUE, None, True),
        (DUE + TICK, None, False),
        (DUE - hours(1), DUE + TICK, True),
        (DUE, DUE + TICK, True),
        (DUE - hours(1), DUE, False),
        (DUE - hours(2), DUE - hours(1), False),
    ],
)
def test_an_outage_holds_what_is_due_from_its_start_on_and_before_its_end(
    starts_at: datetime, ends_at: datetime | None, holds: bool
) -> None:
    acting = next_of(pending(), {"ou_1": outage(starts_at, ends_at)})
    if holds:
        assert acting is None
    else:
        assert acting is not None
        assert (acting.at, acting.move) == (DUE, None)


def test_what_is_held_does_not_hold_up_what_is_not() -> None:
    request = approved()
    starts_at = APPROVED + hours(100)
    acting = next_of(request, {"ou_1": outage(starts_at)})
    assert acting is not None
    assert acting.deadline.name == "shipping_due"
    assert next_of(request, {"ou_1": outage(APPROVED + hours(48))}) is None


def test_both_sides_are_still_warned_of_what_an_outage_may_hold() -> None:
    acting = process.next_acting(pending().kind, pending().state, DEFAULT_POLICY, {"ou_1": outage(DUE - hours(1))})
    assert acting is not None
    assert (acting.warning, acting.at) == (True, DUE - hours(6))


@pytest.mark.parametrize("starts_at", [DUE - EIGHT + TICK, DUE - hours(4), DUE - TICK])
def test_a_release_moves_what_was_due_in_the_outage_by_its_length(starts_at: datetime) -> None:
    request = pending()
    outages = {"ou_1": over(starts_at, EIGHT)}
    extended = pass_time(request, starts_at + EIGHT + TICK, outages)[-1]
    assert extended.at == starts_at + EIGHT
    assert extended.event == DeadlineExtended(
        deadline="approval_window", due_at=DUE, until=DUE + EIGHT, reason=REASON, outage="ou_1"
    )
    assert request.deadlines == {"approval_window": DUE + EIGHT}
    pass_time(request, DUE + EIGHT, outages)
    assert request.status == "PENDING"
    [cancelled] = pass_time(request, DUE + EIGHT + TICK, outages)
    assert (type(cancelled.event), cancelled.at) == (m.SampleRequestCancelled, DUE + EIGHT)
    assert request.count(DeadlineExtended) == 1


def test_what_was_due_as_the_outage_began_has_the_moment_of_its_end_and_no_more() -> None:
    request = pending()
    pass_time(request, DUE + EIGHT + TICK, {"ou_1": over(DUE, EIGHT)})
    assert [type(one.event) for one in request.history[-2:]] == [DeadlineExtended, m.SampleRequestCancelled]
    assert [one.at for one in request.history[-2:]] == [DUE + EIGHT, DUE + EIGHT]


def test_what_was_due_as_the_outage_ended_is_not_moved() -> None:
    request = pending()
    pass_time(request, DUE + TICK, {"ou_1": over(DUE - EIGHT, EIGHT)})
    assert (request.dated(m.SampleRequestCancelled), request.count(DeadlineExtended)) == ([DUE], 0)


def test_time_does_it_by_an_id_of_its_own_and_in_the_name_of_the_outage() -> None:
    acting = next_of(pending(), {"ou_1": over(DUE, EIGHT)})
    assert acting is not None
    assert acting.id == f"outage:ou_1:approval_window@{DUE.isoformat()}"
    assert (acting.actor, acting.then) == ("outage:ou_1", "extend")
    plain = next_of(pending())
    assert plain is not None
    assert (plain.id, plain.actor, plain.then) == (
        f"timer:approval_window@{DUE.isoformat()}",
        "timer:approval_window",
        "cancel",
    )


def test_a_release_may_give_more_than_the_length_or_nothing_but_not_less() -> None:
    assert over(DUE, EIGHT, EIGHT + TICK).release == Release(at=DUE + EIGHT, extend_by=EIGHT + TICK)
    with pytest.raises(Refusal) as caught:
        over(DUE, EIGHT, EIGHT - TICK)
    assert [one.rule for one in caught.value.violations] == ["field:extend_by"]
    request = pending()
    pass_time(request, DUE + EIGHT + TICK, {"ou_1": over(DUE, EIGHT, timedelta(0))})
    assert (request.status, request.dated(m.SampleRequestCancelled)) == ("CANCELLED", [DUE])
    assert request.count(DeadlineExtended) == 0


@pytest.mark.parametrize(
    ("declared_end", "given", "ended_at"),
    [
        (None, None, DUE + EIGHT),
        (DUE + hours(1), None, DUE + hours(1)),
        (DUE + hours(9), None, DUE + EIGHT),
        (None, DUE + hours(2), DUE + hours(2)),
        (None, DUE, DUE),
    ],
)
def test_an_outage_ended_as_given_or_declared_or_else_with_its_release(
    declared_end: datetime | None, given: datetime | None, ended_at: datetime
) -> None:
    found = released(outage(DUE, declared_end), DUE + EIGHT, given, None)
    assert found.ends_at == ended_at
    assert found.release == Release(at=DUE + EIGHT, extend_by=ended_at - DUE)


@pytest.mark.parametrize(
    ("declared_end", "given"),
    [(None, DUE - TICK), (None, DUE + EIGHT + TICK), (DUE + hours(1), DUE + hours(1) + TICK)],
)
def test_an_outage_ends_after_its_start_and_not_after_now_nor_as_declared(
    declared_end: datetime | None, given: datetime
) -> None:
    with pytest.raises(Refusal) as caught:
        released(outage(DUE, declared_end), DUE + EIGHT, given, None)
    assert [one.rule for one in caught.value.violations] == ["field:ends_at"]


def test_what_was_declared_by_mistake_and_has_not_begun_moves_nothing() -> None:
    request = pending()
    mistaken = released(outage(DUE), DUE - hours(1), None, None)
    assert mistaken.ends_at == DUE
    pass_time(request, DUE + TICK, {"ou_1": mistaken})
    assert request.dated(m.SampleRequestCancelled) == [DUE]


def test_an_outage_that_ends_before_it_starts_cannot_be_declared() -> None:
    with pytest.raises(ValidationError):
        outage(DUE, DUE - TICK)


def test_a_command_during_an_outage_is_carried_out_and_nobody_is_late() -> None:
    request = pending()
    outages = {"ou_1": outage(DUE - hours(1))}
    pass_time(request, DUE + hours(3), outages)
    approved_at = DUE + hours(3)
    request._add(process.decide(request.kind, request.state, m.Approve(), Facts(), request.policy, approved_at))
    assert request.status == "AWAITING_SHIPMENT"
    assert not pass_time(request, DUE + EIGHT + TICK, {"ou_1": over(DUE - hours(1), hours(9))})


def test_two_outages_move_a_deadline_one_after_the_other_and_each_once() -> None:
    request = pending()
    second = DUE + EIGHT + hours(1)
    first = over(DUE - hours(2), EIGHT)
    outages = {"ou_1": first, "ou_2": over(second - hours(2), hours(3))}
    pass_time(request, second + hours(1) + TICK, outages)
    assert request.deadlines == {"approval_window": DUE + EIGHT + hours(3)}
    assert [one.event.outage for one in request.history if isinstance(one.event, DeadlineExtended)] == ["ou_1", "ou_2"]


def test_what_several_outages_hold_waits_for_the_last_release() -> None:
    request = pending()
    held = {"ou_1": over(DUE - hours(1), EIGHT), "ou_2": outage(DUE - hours(2))}
    assert next_of(request, held) is None
    acting = next_of(request, {**held, "ou_2": over(DUE - hours(2), hours(12))})
    assert acting is not None
    assert acting.at == DUE + hours(10)


def test_of_what_waits_for_reports_the_outage_moves_what_was_due_in_it() -> None:
    request = received()
    acting = next_of(request, {"ou_1": over(CLOSES - hours(1), hours(1) + MINUTE)})
    assert acting is not None
    assert acting.move is not None
    assert acting.at == CLOSES + MINUTE < CLOSES + GRACE
    assert acting.move.until == CLOSES + hours(1) + MINUTE


@pytest.mark.parametrize(("starts_at", "holds"), [(CLOSES + GRACE, True), (CLOSES + GRACE + TICK, False)])
def test_what_was_due_before_an_outage_and_judged_in_it_waits_for_the_release(starts_at: datetime, holds: bool) -> None:
    assert (next_of(received(), {"ou_1": outage(starts_at)}) is None) == holds


def test_what_was_due_before_the_outage_is_judged_by_all_that_is_known_at_its_release() -> None:
    stage = platform()
    request = received(stage)
    outages = {"ou_1": over(CLOSES + MINUTE, EIGHT)}
    stage.report("video/v1", published(CLOSES - hours(1)), CLOSES + hours(7), routed=False)
    [*_, counted] = pass_time(request, CLOSES + EIGHT + hours(1), outages)
    assert request.status == "CONTENT_PENDING"
    assert counted.at == CLOSES
    assert request.count(DeadlineExtended) == 0
    assert request.count(m.ContentCounted) == 1


def test_what_an_extension_leads_to_is_judged_with_it() -> None:
    """Published after the end, before the new one, and reported before the release."""
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES + hours(2)), CLOSES + hours(3), routed=False)
    happened = pass_time(request, CLOSES + EIGHT, {"ou_1": over(CLOSES - hours(1), EIGHT)})
    assert [type(one.event) for one in happened][-2:] == [DeadlineExtended, m.ContentCounted]


def test_what_only_measures_something_is_held_and_then_acts_dated_as_it_was_due() -> None:
    entry = entries.enrolled()
    [begins] = entry.kind.deadlines(entry.state, entry.policy)
    assert begins.subject is not None
    assert next_of(entry, {"ou_1": outage(begins.due_at)}) is None
    acting = next_of(entry, {"ou_1": over(begins.due_at, EIGHT)})
    assert acting is not None
    assert (acting.at, acting.move) == (begins.due_at + EIGHT, None)
    [activated] = pass_time(entry, begins.due_at + EIGHT + TICK, {"ou_1": over(begins.due_at, EIGHT)})
    assert (entry.status, activated.at) == ("ACTIVE", begins.due_at)


@pytest.mark.parametrize(("spare", "given"), [(hours(20), EIGHT), (hours(3), hours(3)), (timedelta(0), None)])
def test_co_03_an_offer_gets_no_more_time_than_to_its_latest_broadcast(
    spare: timedelta, given: timedelta | None
) -> None:
    accepted_by = orders.proposed().deadlines["acceptance_window"]
    order = orders.proposed(command=orders.offer(latest_broadcast_at=accepted_by + spare))
    acting = next_of(order, {"ou_1": over(accepted_by - hours(1), EIGHT)})
    assert acting is not None
    assert (acting.move.until - accepted_by if acting.move else None) == given
    pass_time(order, accepted_by + hours(7) + TICK, {"ou_1": over(accepted_by - hours(1), EIGHT)})
    assert order.status == ("PROPOSED" if given == EIGHT else "EXPIRED")


def test_a_test_clock_falls_into_an_outage_by_the_wall_clock() -> None:
    request = pending()
    noon = APPLIED + hours(3)
    request.issue(Advance(by=hours(40)), noon)
    state = request.state
    assert wall_time(state, APPLIED + hours(2)) == APPLIED + hours(2)
    assert wall_time(state, noon) == noon
    assert wall_time(state, noon + hours(39)) == noon
    assert wall_time(state, noon + hours(40)) == noon
    assert wall_time(state, DUE) == DUE - hours(40)
    assert next_of(request, {"ou_1": outage(DUE - hours(40))}) is None
    acting = next_of(request, {"ou_1": over(DUE - hours(40), EIGHT)})
    assert acting is not None
    assert acting.move is not None
    assert (acting.at, acting.move.until) == (DUE + EIGHT, DUE + EIGHT)


def test_what_an_advance_of_the_test_clock_skips_is_due_when_it_is_made() -> None:
    request = pending()
    noon = APPLIED + hours(3)
    happened = process.decide(request.kind, request.state, Advance(by=hours(60)), Facts(), request.policy, noon)
    request._add(happened)
    assert wall_time(request.state, DUE) == noon
    assert next_of(request, {"ou_1": outage(noon)}) is None
    assert next_of(request, {"ou_1": outage(noon + TICK)}) is not None


def test_a_retention_that_ends_in_an_outage_completes_at_its_release() -> None:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(PUBLISHED), PUBLISHED)
    due_at = request.deadlines["video_retention"]
    outages = {"ou_1": over(due_at - hours(1), EIGHT)}
    pass_time(request, due_at + hours(7) + TICK, outages)
    assert request.status == "COMPLETED"
    assert request.count(DeadlineExtended) == 0
