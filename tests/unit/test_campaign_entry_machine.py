"""Whatever merchants, ops and time do, in whatever order: nothing impossible happens to an entry.

A failing run prints the steps that led to it, which repeat it; runs are the same each time (`derandomize`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from luyue.domain import process
from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import state as s
from luyue.domain.messages import Command, Happened, Refusal, Violation
from luyue.domain.process import Advance, Extend
from tests.unit.campaign_entry_stories import (
    BEGINS,
    CLOSES,
    DAY,
    OVER,
    REGISTERED,
    SECOND,
    WHY,
    active,
    enrolled,
    new_entry,
    platform,
    registered,
    registration,
    rejected,
)
from tests.unit.charted import Watch, assert_the_chart_holds
from tests.unit.given_when_then import TICK, Platform, Process, hours

CLOSED = CLOSES + SECOND
DECISIONS = m.EntryEnrolled | m.EntryRejected | m.EntryRemoved | m.EntryLeft
"""What people alone decide."""

WATCH = Watch(CAMPAIGN_ENTRY)

profile = settings(
    max_examples=200,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

products: Any = st.sampled_from(["p1", "p2", "p9", "p404"])
merchants: Any = st.sampled_from(["m1", "m1", "m2"])
moments = st.sampled_from([TICK, SECOND, hours(1), DAY, 3 * DAY, 7 * DAY])
commands: Any = st.sampled_from(
    [m.Approve(), m.Approve(), m.Reject(reason=WHY), m.Leave(), m.Leave(reason=WHY), m.Remove(reason=WHY)]
)


class Entries(RuleBasedStateMachine):
    """Entries of two merchants in one campaign, and the wall clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Platform = platform()
        self.now: datetime = REGISTERED
        self.checked: dict[str, int] = {}

    @initialize(standing=st.sampled_from([registered, registered, enrolled, active, rejected]))
    def somebody_has_registered(self, standing: Callable[[Platform], Process]) -> None:
        self.now = standing(self.stage).seen_at

    @precondition(lambda self: len(self.stage.processes) < 6)
    @rule(product=products, merchant=merchants, acknowledged=st.sampled_from([True, True, True, False]))
    def somebody_registers(self, product: str, merchant: str, acknowledged: bool) -> None:
        same = [
            one for one in self.stage.processes if (one.state.product_id, one.state.merchant_id) == (product, merchant)
        ]
        rejections = [
            one for one in self.stage.processes if one.status == "REJECTED" and one.state.merchant_id == merchant
        ]
        entry = new_entry(self.stage)
        self._issue(entry, registration(product, merchant_id=merchant, rules_acknowledged=acknowledged))
        may = (
            acknowledged
            and (product, merchant) in {("p1", "m1"), ("p2", "m1"), ("p9", "m2")}
            and self.now < (OVER if rejections else CLOSED)
            and not any(one.status in {*s.OPEN, "REJECTED"} for one in same)
        )
        assert entry.dated(m.EntryRegistered if may else m.EntryRefused), "registered against CE-01, CE-02 or CE-04"

    @rule(which=st.integers(0, 5), command=commands, ago=st.sampled_from([timedelta(0), TICK, hours(1)]))
    def somebody_commands(self, which: int, command: Command, ago: timedelta) -> None:
        self._issue(self._entry(which), command, ago)

    @rule(which=st.integers(0, 5), later=moments)
    def ops_extend(self, which: int, later: timedelta) -> None:
        entry = self._entry(which)
        name, due_at = next(iter(reversed(entry.deadlines.items())), ("review_window", self.now))
        self._issue(entry, Extend(deadline=name, until=due_at + later, reason=WHY))

    @rule(which=st.integers(0, 5), by=moments)
    def the_test_clock_is_advanced(self, which: int, by: timedelta) -> None:
        self._issue(self._entry(which), Advance(by=by))

    @rule(by=moments)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        for entry in self.stage.processes:
            entry.time_to(self.now)

    @rule(which=st.integers(0, 5))
    def time_passes_right_past_what_it_does_next(self, which: int) -> None:
        entry = self._entry(which)
        acting = process.next_acting(entry.kind, entry.state, entry.policy)
        if acting is None:
            return
        before = entry.state.version
        self.now = max(self.now, entry.state.wall_time(acting.at))
        early = self.now == entry.state.wall_time(acting.at)
        entry.time_to(self.now)
        assert not early or entry.state.version == before, "acted early"
        self.now += TICK
        entry.time_to(self.now)
        assert entry.state.version > before, "did not act in time"

    def _entry(self, which: int) -> Process:
        return self.stage.processes[which % len(self.stage.processes)]

    def _issue(self, entry: Process, command: Command, ago: timedelta = timedelta(0)) -> None:
        violations: Sequence[Violation] | None = None
        closed = entry.state.version > 0 and entry.summary.closed
        before = entry.state.version
        try:
            entry.issue(command, self.now - ago, now=self.now)
        except Refusal as refusal:
            violations = refusal.violations
        assert violations is None or all(one.rule and one.message.zh and one.message.en for one in violations)
        assert violations != ()
        assert not closed or entry.state.version == before, "something happened to a closed entry"

    @invariant()
    def the_history_tells_the_state(self) -> None:
        for entry in self.stage.processes:
            if self.checked.get(entry.stream) == entry.state.version:
                continue
            self.checked[entry.stream] = entry.state.version
            assert process.fold(entry.kind, entry.history) == entry.state
            read = [Happened(event=_read_again(one), at=one.at) for one in entry.history]
            assert process.fold(entry.kind, read) == entry.state
            assert entry.kind.state.model_validate_json(entry.state.model_dump_json()) == entry.state
            WATCH.see(entry)
            keys = [acting.id for acting, _ in entry.acted]
            assert len(keys) == len(set(keys)), "a deadline acted twice"
            for acting, happened_then in entry.acted:
                dated = acting.at if acting.warning else acting.deadline.due_at
                assert {one.at for one in happened_then} == {dated}
                # CE-03: time never decides a review.
                assert not any(isinstance(one.event, DECISIONS) for one in happened_then)

    @invariant()
    def what_is_enrolled_takes_part_within_the_event_alone(self) -> None:
        for entry in self.stage.processes:
            assert entry.count(m.EntryEscalated) <= 1
            assert entry.count(m.EntryActivated) <= entry.count(m.EntryEnrolled) <= 1
            for enrolling in (one.event for one in entry.history if isinstance(one.event, m.EntryEnrolled)):
                assert BEGINS <= enrolling.effective_from < enrolling.effective_before == OVER
                activated = entry.dated(m.EntryActivated)
                assert activated in ([], [enrolling.effective_from])
            assert all(at < OVER for type in (m.EntryLeft, m.EntryRemoved) for at in entry.dated(type))
            assert all(at == OVER - TICK for type in (m.EntryCompleted, m.EntryLapsed) for at in entry.dated(type))

    @invariant()
    def every_open_entry_has_a_way_out_and_an_end(self) -> None:
        for entry in self.stage.processes:
            deadlines = entry.kind.deadlines(entry.state, entry.policy)
            assert bool(deadlines) is not entry.summary.closed
            if not entry.summary.closed:
                assert "leave" in entry.kind.allowed_actions(entry.state, "merchant")
                assert entry.kind.allowed_actions(entry.state, "ops")

    @invariant()
    def claims_are_unique(self) -> None:
        claims = [entry.summary.claim for entry in self.stage.processes if entry.summary.claim]
        assert len(claims) == len(set(claims))

    def teardown(self) -> None:
        """Left alone, every entry comes to its end."""
        for entry in self.stage.processes:
            entry.time_to(self.now + timedelta(days=100))
            assert process.next_acting(entry.kind, entry.state, entry.policy) is None
            assert entry.summary.closed
        self.checked.clear()
        self.the_history_tells_the_state()


def _read_again(happened: Happened) -> Any:
    event = happened.event
    event_type = CAMPAIGN_ENTRY.event_type(event.type_name())
    assert event_type is type(event)
    return event_type.model_validate_json(event.model_dump_json())


@pytest.mark.long
def test_every_transition_of_the_chart_is_taken_and_no_other_can_be() -> None:
    assert_the_chart_holds(Entries, WATCH, profile)
