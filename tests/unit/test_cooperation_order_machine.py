"""Whatever both sides, platform, arbitration and time do, in whatever order: nothing impossible happens to an order.

A failing run prints the steps that led to it, which repeat it; runs are the same each time (`derandomize`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from luyue.domain import process
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import state as s
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.facts import CartEntry, LiveSession, Video
from luyue.domain.messages import Command, Happened, Refusal, Violation
from luyue.domain.process import Advance, Extend
from tests import eligible
from tests.unit.charted import Watch, assert_the_chart_holds
from tests.unit.cooperation_order_stories import (
    DAY,
    DISPUTE,
    MINUTE,
    OFFERED,
    WHY,
    asked,
    delivered,
    dispute,
    disputed,
    effective,
    negotiation_over,
    offer,
    on_air,
    overdue,
    platform,
    proposed,
    rebroadcast,
    rejected,
)
from tests.unit.given_when_then import TICK, Platform, Process, hours

IN_EFFECT = {s.EFFECTIVE, s.LIVE, s.DELIVERED, s.CHANGES_REQUESTED}
UNSIGNED = {s.DECLINED: "declined", s.WITHDRAWN: "withdrawn", s.EXPIRED: "acceptance_timeout"}
ENDS = {
    ("agreement", "agreed", False, None),
    ("one_sided", "cancellation_unanswered", True, "merchant"),
    ("one_sided", "cancellation_unanswered", True, "creator"),
    ("one_sided", "latest_broadcast_missed", True, "creator"),
    ("one_sided", "merchant_left", True, "merchant"),
    ("system", "overdue", True, "creator"),
    ("system", "negotiation_failed", True, "creator"),
    ("ruling", "ruling", True, "merchant"),
    ("ruling", "ruling", True, "creator"),
    ("ruling", "ruling", True, None),
}

WATCH = Watch(COOPERATION_ORDER)

profile = settings(
    max_examples=300,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

moments = st.sampled_from([TICK, MINUTE, 3 * MINUTE, hours(1), hours(6), hours(20)])
windows = st.sampled_from([hours(24), hours(72), 7 * DAY, 14 * DAY])
durations = st.one_of(moments, windows, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
sides = st.sampled_from(["merchant", "creator"])
outcomes = st.sampled_from(["resume", "resume", "cancel", "complete"])


def simple_commands(by: Side) -> list[Command]:
    """Every command that takes no time, as that side sends it."""
    return [
        m.Accept(),
        m.Decline(),
        m.Withdraw(),
        m.RequestCancellation(by=by),
        m.ConfirmCancellation(by=by),
        m.DeclineCancellation(by=by),
        m.Cancel(by=by),
        m.GoLive(live_session_id="l1"),
        m.GoLive(video_id="v1"),
        m.EndBroadcast(),
        m.Deliver(),
        m.Verify(),
        m.RejectDelivery(reason=WHY),
        m.AgreeRebroadcast(by=by),
        m.DeclineRebroadcast(by=by),
        m.Observe(source="live-session/l1"),
    ]


def _asked(stage: Platform) -> Process:
    return asked(stage=stage)


def _dispute_of(begin: Callable[..., Process]) -> Callable[..., Process]:
    return lambda stage: disputed(order := begin(stage), order.seen_at + hours(1))


STANDINGS: list[Callable[..., Process]] = [
    proposed,
    proposed,
    proposed,
    effective,
    _asked,
    overdue,
    on_air,
    delivered,
    rejected,
    negotiation_over,
    rebroadcast,
    *(_dispute_of(one) for one in (_asked, on_air, delivered, rejected)),
]
resume = st.just(m.DisputeEnded(dispute_id=DISPUTE, outcome="resume"))
# Commands that lead on come more often than chance would have it.
leading: dict[str, Any] = {
    s.PROPOSED: st.sampled_from([m.Accept(), m.Decline(), m.Withdraw()]),
    s.EFFECTIVE: st.sampled_from([m.GoLive(live_session_id="l1"), dispute("merchant")]),
    s.LIVE: st.sampled_from([m.Deliver(), dispute("creator")]),
    s.DELIVERED: st.sampled_from([m.Verify(), m.RejectDelivery(reason=WHY), dispute("merchant")]),
    s.CHANGES_REQUESTED: st.sampled_from([m.Verify(), dispute("creator")]),
    s.DISPUTED: st.one_of(
        resume, outcomes.map(lambda outcome: m.DisputeEnded(dispute_id=DISPUTE, outcome=outcome, in_default=None))
    ),
}


class CooperationOrders(RuleBasedStateMachine):
    """One order, both its sides, the platform's reports, arbitration, and the wall clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Platform = platform()
        self.now: datetime = OFFERED
        self.checked = 0
        self.order: Process

    @initialize(standing=st.sampled_from(STANDINGS), video=st.booleans(), led_on=st.booleans(), data=st.data())
    def an_order_stands_somewhere(
        self, standing: Callable[..., Process], video: bool, led_on: bool, data: st.DataObject
    ) -> None:
        of_video = video and standing in (proposed, effective)
        self.order = standing(self.stage, offer(form="video")) if of_video else standing(self.stage)
        self.now = self.order.seen_at = max(self.order.seen_at, *(one.at for one in self.order.history))
        if led_on:
            self._issue(data.draw(leading[self.order.status]))

    @rule(data=st.data())
    def it_goes_on(self, data: st.DataObject) -> None:
        if self.order.status in leading:
            self._issue(data.draw(leading[self.order.status]))

    @rule(by=sides, chosen=st.integers(0, 9))
    def a_side_does_what_is_allowed(self, by: Side, chosen: int) -> None:
        allowed = self.order.kind.allowed_actions(self.order.state, by)
        possible = [one for one in simple_commands(by) if _name(one) in allowed]
        if possible:
            self._issue(possible[chosen % len(possible)])

    @rule(by=sides, chosen=st.integers(0, 15), ago=st.sampled_from([timedelta(0), TICK, hours(1)]))
    def a_side_commands(self, by: Side, chosen: int, ago: timedelta) -> None:
        self._issue(simple_commands(by)[chosen], ago)

    @rule(by=sides, later=durations, other_later=st.one_of(st.none(), durations))
    def a_rebroadcast_is_proposed(self, by: Side, later: timedelta, other_later: timedelta | None) -> None:
        self._issue(m.ProposeRebroadcast(by=by, latest_broadcast_at=self.now + later))
        if other_later is not None:
            self._issue(m.AgreeRebroadcast(by=by, latest_broadcast_at=self.now + other_later))

    @rule(ago=durations, ends=st.booleans())
    def the_creator_states_a_time(self, ago: timedelta, ends: bool) -> None:
        at = self.now - ago
        self._issue(m.EndBroadcast(ended_at=at) if ends else m.GoLive(live_session_id="l1", started_at=at))

    @rule(by=sides, id=st.sampled_from(["ds_1", "ds_2"]))
    def a_dispute_is_opened(self, by: Side, id: str) -> None:
        self._issue(dispute(by, id))

    @rule(
        another=st.booleans(),
        outcome=outcomes,
        in_default=st.one_of(st.none(), sides),
        withdrawn_by=st.one_of(st.none(), sides),
    )
    def a_dispute_ends(self, another: bool, outcome: Any, in_default: Side | None, withdrawn_by: Side | None) -> None:
        id = "ds_3" if another else self.order.state.dispute_id or "ds_1"
        ended = m.DisputeEnded(dispute_id=id, outcome=outcome, in_default=in_default, withdrawn_by=withdrawn_by)
        self._issue(ended)

    @rule(later=durations, named=st.integers(0, 1))
    def ops_extend(self, later: timedelta, named: int) -> None:
        running = sorted(self.order.deadlines) or ["latest_broadcast"]
        name = running[named % len(running)]
        until = self.order.deadlines.get(name, self.now) + later
        self._issue(Extend(deadline=name, until=until, reason=WHY))

    @rule(by=moments)
    def the_test_clock_is_advanced(self, by: timedelta) -> None:
        self._issue(Advance(by=by))

    @rule(by=durations)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        self.order.time_to(self.now)

    @rule(tick=st.booleans())
    def time_passes_up_to_what_it_does_next(self, tick: bool) -> None:
        order = self.order
        acting = process.next_acting(order.kind, order.state, order.policy)
        if acting is None:
            return
        before = order.state.version
        self.now = max(self.now, order.state.wall_time(acting.at))
        early = self.now == order.state.wall_time(acting.at)
        order.time_to(self.now)
        assert not early or order.state.version == before, "acted early"
        if tick:
            self.now += TICK
            order.time_to(self.now)
            assert order.state.version > before, "did not act in time"

    @rule(opened=st.booleans(), routed=st.booleans())
    def the_merchant_comes_or_goes(self, opened: bool, routed: bool) -> None:
        fact = eligible.MERCHANT.model_copy(update={"shop_opened": opened})
        self.stage.report("merchant/m1", fact, self.now)
        if routed:
            self._issue(m.Observe(source="merchant/m1"))

    @rule(
        session=st.sampled_from(["l1", "l2"]),
        ago=st.one_of(durations, moments.map(lambda moment: -moment)),
        lasting=st.one_of(st.none(), durations),
        over=st.booleans(),
        product=st.sampled_from(["p1", "p2", "p7"]),
        routed=st.booleans(),
    )
    def a_live_session_is_reported(
        self, session: str, ago: timedelta, lasting: timedelta | None, over: bool, product: str, routed: bool
    ) -> None:
        started = self.now - ago
        end = None if lasting is None else started + lasting
        entry = CartEntry(product_id=product, added_at=started, removed_at=end)
        fact = LiveSession(creator_id="c1", started_at=started, ended_at=end if over else None, cart=(entry,))
        self.stage.report(f"live-session/{session}", fact, self.now, routed=routed)

    @rule(ago=durations, is_published=st.booleans(), routed=st.booleans())
    def a_video_is_reported(self, ago: timedelta, is_published: bool, routed: bool) -> None:
        since = self.now - ago
        state: Any = "published" if is_published else "unpublished"
        published_at = since if is_published else None
        fact = Video(creator_id="c1", product_ids=("p1",), state=state, published_at=published_at, state_since=since)
        self.stage.report("video/v1", fact, self.now, routed=routed)

    def _issue(self, command: Command, ago: timedelta = timedelta(0)) -> None:
        violations: tuple[Violation, ...] | None = None
        try:
            self.order.issue(command, self.now - ago, now=self.now)
        except Refusal as refusal:
            violations = refusal.violations
        assert violations is None or all(one.rule and one.message.zh and one.message.en for one in violations)
        assert violations != ()

    @invariant()
    def the_history_tells_the_state(self) -> None:
        order = getattr(self, "order", None)
        if order is None or self.checked == order.state.version:
            return
        self.checked = order.state.version
        assert process.fold(order.kind, order.history) == order.state
        read = [Happened(event=_read_again(one), at=one.at) for one in order.history]
        assert process.fold(order.kind, read) == order.state
        assert order.kind.state.model_validate_json(order.state.model_dump_json()) == order.state
        self._check_history(order)

    def _check_history(self, order: Process) -> None:
        WATCH.see(order)
        dates = [one.at for one in order.history]
        assert dates == sorted(dates), "dated before what came before"
        state = order.kind.state()
        for happened in order.history:
            before, state = state, process.evolve(order.kind, state, happened)
            assert before.terms in (None, state.terms), "terms are signed for good"
            assert not before.version or not order.kind.summary(before).closed, "something happened after the end"
        keys = [acting.id for acting, _ in order.acted]
        assert len(keys) == len(set(keys)), "a deadline acted twice"
        for acting, happened_then in order.acted:
            dated = acting.at if acting.warning else acting.deadline.due_at
            assert {one.at for one in happened_then} == {dated}

    @invariant()
    def every_open_order_has_a_way_out(self) -> None:
        order = getattr(self, "order", None)
        if order is None:
            return
        state, allowed = order.state, order.kind.allowed_actions
        assert bool(order.deadlines) is (order.status in s.OPEN - {s.DISPUTED})
        if order.status == s.DISPUTED:
            assert state.dispute_id is not None
            assert state.disputed_from in IN_EFFECT
            assert state.paused
        elif order.status in s.OPEN:
            assert "extend" in allowed(state, "ops")
        else:
            assert not any(allowed(state, role) for role in ("creator", "merchant", "service", "ops"))

    @invariant()
    def the_end_is_one_that_the_rules_know(self) -> None:
        order = getattr(self, "order", None)
        if order is None:
            return
        state = order.state
        ending = (state.cancelled_by, state.closed_reason, state.terms_binding, state.in_default)
        if order.status == s.CANCELLED:
            assert ending in ENDS
        elif order.status in UNSIGNED:
            assert ending == (None, UNSIGNED[order.status], False, None)
        elif order.status == s.COMPLETED:
            assert ending == (None, None, True, None)
        else:
            assert ending == (None, None, None, None)
        assert (state.accepted_by is not None) is (order.status == s.COMPLETED)

    @invariant()
    def what_waits_fits_the_status(self) -> None:
        order = getattr(self, "order", None)
        if order is None:
            return
        state = order.state
        now = state.disputed_from if order.status == s.DISPUTED else order.status
        assert state.cancellation is None or now in (s.EFFECTIVE, s.CHANGES_REQUESTED)
        assert state.proposal is None or now == s.CHANGES_REQUESTED
        assert state.rebroadcasts <= order.policy.rebroadcast_rounds
        assert (state.broadcast is not None) or now not in (s.LIVE, s.DELIVERED, s.CHANGES_REQUESTED)
        assert state.broadcast is None or now != s.EFFECTIVE

    @invariant()
    def nothing_that_is_over_is_still_to_come(self) -> None:
        order = getattr(self, "order", None)
        if order is None:
            return
        acting = process.next_acting(order.kind, order.state, order.policy)
        assert acting is None or acting.at >= order.state.process_time(order.seen_at)

    def teardown(self) -> None:
        """Left alone, whatever still runs comes to its end; a dispute waits for its ruling."""
        order = getattr(self, "order", None)
        if order is None:
            return
        order.time_to(self.now + timedelta(days=4_000))
        assert process.next_acting(order.kind, order.state, order.policy) is None
        assert order.summary.closed or order.status == s.DISPUTED
        self.the_end_is_one_that_the_rules_know()
        self.the_history_tells_the_state()


def _name(command: Command) -> str:
    return next(name for name, command_type in COOPERATION_ORDER.commands.items() if type(command) is command_type)


def _read_again(happened: Happened) -> Any:
    event = happened.event
    event_type = COOPERATION_ORDER.event_type(event.type_name())
    assert event_type is type(event)
    return event_type.model_validate_json(event.model_dump_json())


@pytest.mark.long
def test_every_transition_of_the_chart_is_taken_and_no_other_can_be() -> None:
    assert_the_chart_holds(CooperationOrders, WATCH, profile)
