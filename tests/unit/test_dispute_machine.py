"""Whatever parties, ops, router and time do, in whatever order: nothing impossible happens to a dispute.

A failing run prints the steps that led to it, which repeat it; runs are the same each time (`derandomize`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from luyue.domain import process
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as m
from luyue.domain.messages import Command, Happened, Refusal, Violation
from luyue.domain.process import Advance, Extend
from tests.unit.charted import Watch, assert_the_chart_holds
from tests.unit.dispute_stories import (
    DAY,
    OPENED,
    SECOND,
    WHY,
    appealed,
    decision,
    new_dispute,
    opened,
    opening,
    piece,
    platform,
    requested,
    ruled,
    ruling,
)
from tests.unit.given_when_then import TICK, Platform, Process, hours

TIMED = {"OPEN", "RULED", "EVIDENCE_REQUESTED"}
WAYS_OUT = {"OPEN": "rule", "RULED": "extend", "APPEALED": "decide-appeal", "EVIDENCE_REQUESTED": "extend"}
REASONS = {"not_appealed", "appeal_dismissed", "evidence_not_brought", "ruling_struck"}
ONCE = (m.DisputeOpened, m.DisputeEscalated, m.DisputeRuled, m.RulingAppealed, m.MoreEvidenceRequested)

WATCH = Watch(DISPUTE)

profile = settings(
    max_examples=200,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

sides: Any = st.sampled_from(["creator", "merchant", "ops"])
parties: Any = st.sampled_from(["creator", "merchant"])
pieces = st.lists(st.integers(1, 6).map(piece), max_size=3).map(tuple)

moments = st.sampled_from([TICK, SECOND, hours(1), hours(6), DAY, 3 * DAY, 7 * DAY])
durations = st.one_of(moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
decisions: Any = st.sampled_from(["upheld", "struck", "needs_more_evidence", "needs_more_evidence"])
commands: Any = st.one_of(
    sides.map(lambda by: m.Withdraw(by=by)),
    st.just(m.Settle()),
    st.one_of(st.none(), parties).map(ruling),
    st.builds(m.Appeal, by=parties, evidence=pieces),
    st.builds(m.AddEvidence, by=sides, evidence=pieces.filter(bool)),
    decisions.map(decision),
)
# Commands that lead on come more often than chance would have it.
leading: dict[str, Any] = {
    "OPEN": st.just(ruling()),
    "RULED": st.just(m.Appeal(by="merchant", evidence=(piece(2),))),
    "APPEALED": decisions.map(decision),
    "EVIDENCE_REQUESTED": st.builds(m.AddEvidence, by=st.just("merchant"), evidence=pieces.filter(bool)),
}


class Disputes(RuleBasedStateMachine):
    """Disputes on two orders and a sample request, and the wall clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Platform = platform()
        self.now: datetime = OPENED
        self.checked: dict[str, int] = {}

    @initialize(standing=st.sampled_from([opened, opened, ruled, appealed, requested]))
    def somebody_has_opened_one(self, standing: Callable[[Platform], Process]) -> None:
        self.now = standing(self.stage).seen_at

    @precondition(lambda self: len(self.stage.processes) < 5)
    @rule(
        by=sides,
        subject=st.sampled_from(["cooperation-order/co_1", "cooperation-order/co_10", "sample-request/sr_1"]),
    )
    def somebody_opens_another(self, by: Any, subject: str) -> None:
        dispute = new_dispute(self.stage)
        withdrew = any(
            one.status == "WITHDRAWN" and (one.state.subject, one.state.opened_by) == (subject, by)
            for one in self.stage.processes
        )
        self._issue(dispute, opening(by, subject))
        assert not (withdrew and dispute.state.version), "asked for again after it was withdrawn (DS-01)"
        if not dispute.state.version:
            self.stage.processes.remove(dispute)

    @rule(which=st.integers(0, 4), data=st.data())
    def it_goes_on(self, which: int, data: st.DataObject) -> None:
        dispute = self._dispute(which)
        if dispute.status in leading:
            self._issue(dispute, data.draw(leading[dispute.status]))

    @rule(which=st.integers(0, 4), command=commands, ago=st.sampled_from([timedelta(0), TICK, hours(1)]))
    def somebody_commands(self, which: int, command: Command, ago: timedelta) -> None:
        self._issue(self._dispute(which), command, ago)

    @rule(which=st.integers(0, 4), settles=st.booleans())
    def the_parties_need_no_ruling(self, which: int, settles: bool) -> None:
        dispute = self._dispute(which)
        self._issue(dispute, m.Settle() if settles else m.Withdraw(by=dispute.state.opened_by))

    @rule(which=st.integers(0, 4), later=durations)
    def ops_extend(self, which: int, later: timedelta) -> None:
        dispute = self._dispute(which)
        name, due_at = next(iter(dispute.deadlines.items()), ("ruling_due", self.now))
        self._issue(dispute, Extend(deadline=name, until=due_at + later, reason=WHY))

    @rule(which=st.integers(0, 4), by=moments)
    def the_test_clock_is_advanced(self, which: int, by: timedelta) -> None:
        self._issue(self._dispute(which), Advance(by=by))

    @rule(by=moments)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        for dispute in self.stage.processes:
            dispute.time_to(self.now)

    @rule(which=st.integers(0, 4), tick=st.booleans())
    def time_passes_up_to_what_it_does_next(self, which: int, tick: bool) -> None:
        dispute = self._dispute(which)
        acting = process.next_acting(dispute.kind, dispute.state, dispute.policy)
        if acting is None:
            return
        before = dispute.state.version
        self.now = max(self.now, dispute.state.wall_time(acting.at))
        early = self.now == dispute.state.wall_time(acting.at)
        dispute.time_to(self.now)
        assert not early or dispute.state.version == before, "acted early"
        if tick:
            self.now += TICK
            dispute.time_to(self.now)
            assert dispute.state.version > before, "did not act in time"

    def _dispute(self, which: int) -> Process:
        return self.stage.processes[which % len(self.stage.processes)]

    def _newest_on(self, subject: str) -> Process:
        return [one for one in self.stage.processes if one.state.subject == subject][-1]

    def _issue(self, dispute: Process, command: Command, ago: timedelta = timedelta(0)) -> None:
        if isinstance(command, m.Settle) and dispute is not self._newest_on(dispute.state.subject):
            return  # an order settles the dispute that it is in, which is its last
        violations: Sequence[Violation] | None = None
        closed = dispute.state.version > 0 and dispute.summary.closed
        before = dispute.state.version
        try:
            dispute.issue(command, self.now - ago, now=self.now)
        except Refusal as refusal:
            violations = refusal.violations
        assert violations is None or all(one.rule and one.message.zh and one.message.en for one in violations)
        assert violations != ()
        assert not closed or dispute.state.version == before, "something happened to a closed dispute"

    @invariant()
    def the_history_tells_the_state(self) -> None:
        for dispute in self.stage.processes:
            if self.checked.get(dispute.stream) == dispute.state.version:
                continue
            self.checked[dispute.stream] = dispute.state.version
            assert process.fold(dispute.kind, dispute.history) == dispute.state
            read = [Happened(event=_read_again(one), at=one.at) for one in dispute.history]
            assert process.fold(dispute.kind, read) == dispute.state
            assert dispute.kind.state.model_validate_json(dispute.state.model_dump_json()) == dispute.state
            self._check_history(dispute)

    def _check_history(self, dispute: Process) -> None:
        WATCH.see(dispute)
        state = dispute.kind.state()
        for happened in dispute.history:
            before, state = state, process.evolve(dispute.kind, state, happened)
            assert before.last_at is None or state.last_at >= before.last_at
            if before.status in ("WITHDRAWN", "FINAL"):
                assert isinstance(happened.event, m.DepositReturnRequested)
        assert all(dispute.count(event) <= 1 for event in ONCE)
        assert dispute.count(m.RulingStruck) == dispute.count(m.DepositReturnRequested)
        keys = [acting.id for acting, _ in dispute.acted]
        assert len(keys) == len(set(keys)), "a deadline acted twice"
        for acting, happened_then in dispute.acted:
            dated = acting.at if acting.warning else acting.deadline.due_at
            assert {one.at for one in happened_then} == {dated}
            # IX-23: time never rules and never decides an appeal.
            decided = m.DisputeRuled | m.AppealDismissed | m.RulingStruck
            assert not any(isinstance(one.event, decided) for one in happened_then)

    @invariant()
    def no_state_is_impossible(self) -> None:
        for dispute in self.stage.processes:
            state, status = dispute.state, dispute.status
            assert (state.closed_reason in REASONS) is (status == "FINAL")
            assert state.closed_reason in {*REASONS, "settled", None}
            assert (state.ruling is None) is (status in ("OPEN", "WITHDRAWN")) or state.closed_reason == "settled"
            assert (state.appellant is None) is (state.appealed_at is None)
            assert state.appellant is not None or status not in ("APPEALED", "EVIDENCE_REQUESTED")
            assert state.appellant is None or state.ruling is not None
            assert state.evidence_requested_at is None or state.appellant is not None
            brought = [(one.by, one.reference, one.sha256) for one in state.evidence]
            assert len(brought) == len(set(brought))
            is_struck = state.ruling is not None and state.ruling.struck_at is not None
            assert is_struck is (state.closed_reason == "ruling_struck")
            assert not (is_struck and state.lost_by)

    @invariant()
    def every_open_dispute_has_a_way_out(self) -> None:
        for dispute in self.stage.processes:
            deadlines = dispute.kind.deadlines(dispute.state, dispute.policy)
            if dispute.summary.closed:
                assert not deadlines
                continue
            assert bool(deadlines) is (dispute.status in TIMED and not _left_to_ops(dispute))
            assert WAYS_OUT[dispute.status] in dispute.kind.allowed_actions(dispute.state, "ops")

    @invariant()
    def nothing_that_is_over_is_still_to_come(self) -> None:
        for dispute in self.stage.processes:
            acting = process.next_acting(dispute.kind, dispute.state, dispute.policy)
            assert acting is None or acting.at >= dispute.state.process_time(dispute.seen_at)

    @invariant()
    def claims_are_unique(self) -> None:
        claims = [dispute.summary.claim for dispute in self.stage.processes if dispute.summary.claim]
        assert len(claims) == len(set(claims))

    def teardown(self) -> None:
        """Left alone, whatever does not wait for ops comes to its end."""
        for dispute in self.stage.processes:
            dispute.time_to(self.now + timedelta(days=4_000))
            assert process.next_acting(dispute.kind, dispute.state, dispute.policy) is None
            assert dispute.summary.closed or dispute.status == "APPEALED" or _left_to_ops(dispute)
        self.checked.clear()
        self.the_history_tells_the_state()


def _left_to_ops(dispute: Process) -> bool:
    """The time to rule is over, and the clock decides nothing (IX-23)."""
    return dispute.status == "OPEN" and dispute.state.escalated_at is not None


def _read_again(happened: Happened) -> Any:
    event = happened.event
    event_type = DISPUTE.event_type(event.type_name())
    assert event_type is type(event)
    return event_type.model_validate_json(event.model_dump_json())


@pytest.mark.long
def test_every_transition_of_the_chart_is_taken_and_no_other_can_be() -> None:
    assert_the_chart_holds(Disputes, WATCH, profile)
