"""Whatever carriers, parties, ops and time do, in whatever order: nothing impossible happens to a shipment.

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
from luyue.domain.messages import Command, Happened, Refusal, Violation
from luyue.domain.process import Advance, Extend
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import messages as m
from tests.unit.charted import Watch, assert_the_chart_holds
from tests.unit.given_when_then import TICK, Platform, Process, hours
from tests.unit.shipment_stories import (
    DAY,
    NUMBER,
    OTHER_NUMBER,
    SECOND,
    SHANGHAI,
    THIRD_NUMBER,
    UPLOADED,
    WHY,
    ZHEJIANG,
    consignee,
    correction,
    delivered,
    in_transit,
    picked_up,
    platform,
    registered,
    registration,
    scan,
    tracks,
    violated,
    warned,
)

WATCH = Watch(SHIPMENT)
OPEN = {"REGISTERED", "PICKED_UP", "IN_TRANSIT", "WARNED"}

profile = settings(
    max_examples=200,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

numbers = st.sampled_from([NUMBER, NUMBER, NUMBER, OTHER_NUMBER, THIRD_NUMBER])
kinds: Any = st.sampled_from(["pickup", "transit_centre", "out_for_delivery", "delivered", "exception"])
regions = st.sampled_from([None, ZHEJIANG, ZHEJIANG, SHANGHAI])
moments = st.sampled_from([TICK, SECOND, hours(1), hours(6), DAY, 3 * DAY, 15 * DAY])
findings: Any = st.sampled_from(["number_abnormal", "duplicate_track"])


class Shipments(RuleBasedStateMachine):
    """Parcels of one merchant, some of them under one number, and the wall clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Platform = platform()
        self.now: datetime = UPLOADED
        self.checked: dict[str, int] = {}

    @initialize(standing=st.sampled_from([registered, picked_up, in_transit, delivered, warned, violated]))
    def a_parcel_is_on_its_way(self, standing: Callable[[Platform], Process]) -> None:
        self.now = standing(self.stage).seen_at

    @precondition(lambda self: len(self.stage.processes) < 4)
    @rule(number=numbers, contact=st.sampled_from([None, "k1", "k2"]))
    def another_parcel_is_sent(self, number: str, contact: str | None) -> None:
        obligation = f"sample-request/sr_{len(self.stage.processes) + 1}"
        sent = registration(obligation=obligation, tracking_no=number, consignee_id=contact, since=self.now)
        registered(self.stage, sent)

    @rule(number=numbers, kind=kinds, region=regions, ago=st.sampled_from([-hours(1), TICK, hours(1), DAY, 31 * DAY]))
    def a_parcel_is_scanned(self, number: str, kind: Any, region: str | None, ago: timedelta) -> None:
        self._report(number, tracks(scan(kind, self.now - ago, region)))

    @rule(number=numbers, finding=findings)
    def the_carrier_says_something_of_a_number(self, number: str, finding: Any) -> None:
        self._report(number, tracks(finding=finding))

    @rule(address=st.integers(1, 2))
    def a_consignee_becomes_known(self, address: int) -> None:
        self.stage.report("consignee/k2", consignee(address=address), self.now)

    @rule(which=st.integers(0, 3), number=st.sampled_from([NUMBER, OTHER_NUMBER, THIRD_NUMBER, "SF4711"]))
    def the_merchant_names_another_number(self, which: int, number: str) -> None:
        self._issue(self._shipment(which), correction(number))

    @rule(which=st.integers(0, 3))
    def the_merchant_names_a_carrier_whose_tracks_may_not_show(self, which: int) -> None:
        self._issue(self._shipment(which), m.Correct(carrier="EMS", tracking_no=NUMBER))

    @rule(which=st.integers(0, 3), ago=st.sampled_from([timedelta(0), hours(3)]))
    def it_is_received(self, which: int, ago: timedelta) -> None:
        self._issue(self._shipment(which), m.Receive(received_at=self.now - ago))

    @rule(which=st.integers(0, 3))
    def nobody_waits_for_it(self, which: int) -> None:
        self._issue(self._shipment(which), m.Release())

    @rule(which=st.integers(0, 3))
    def ops_clear(self, which: int) -> None:
        self._issue(self._shipment(which), m.Clear(reason=WHY))

    @rule(which=st.integers(0, 3), place=st.integers(0, 3), later=moments)
    def ops_extend(self, which: int, place: int, later: timedelta) -> None:
        shipment = self._shipment(which)
        running = [*shipment.deadlines.items(), ("warning_window", self.now)]
        name, due_at = running[place % len(running)]
        self._issue(shipment, Extend(deadline=name, until=due_at + later, reason=WHY))

    @rule(which=st.integers(0, 3), by=moments)
    def the_test_clock_is_advanced(self, which: int, by: timedelta) -> None:
        self._issue(self._shipment(which), Advance(by=by))

    @rule(by=moments)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        for shipment in self.stage.processes:
            shipment.time_to(self.now)

    @rule(which=st.integers(0, 3), tick=st.booleans())
    def time_passes_up_to_what_it_does_next(self, which: int, tick: bool) -> None:
        shipment = self._shipment(which)
        acting = process.next_acting(shipment.kind, shipment.state, shipment.policy)
        if acting is None:
            return
        before = shipment.state.version
        self.now = max(self.now, shipment.state.wall_time(acting.at))
        early = self.now == shipment.state.wall_time(acting.at)
        shipment.time_to(self.now)
        assert not early or shipment.state.version == before, "acted early"
        if tick:
            self.now += TICK
            shipment.time_to(self.now)
            assert shipment.state.version > before, "did not act in time"

    def _shipment(self, which: int) -> Process:
        return self.stage.processes[which % len(self.stage.processes)]

    def _report(self, number: str, fact: Any) -> None:
        self.stage.report(f"parcel/SF:{number}", fact, self.now)

    def _issue(self, shipment: Process, command: Command) -> None:
        violations: Sequence[Violation] = ()
        try:
            shipment.issue(command, self.now)
        except Refusal as refusal:
            violations = refusal.violations
        assert all(one.rule and one.message.zh and one.message.en for one in violations)

    @invariant()
    def the_history_tells_the_state(self) -> None:
        for shipment in self.stage.processes:
            if self.checked.get(shipment.stream) == shipment.state.version:
                continue
            self.checked[shipment.stream] = shipment.state.version
            WATCH.see(shipment)
            assert process.fold(shipment.kind, shipment.history) == shipment.state
            read = [Happened(event=_read_again(one), at=one.at) for one in shipment.history]
            assert process.fold(shipment.kind, read) == shipment.state
            assert shipment.kind.state.model_validate_json(shipment.state.model_dump_json()) == shipment.state
            keys = [acting.id for acting, _ in shipment.acted]
            assert len(keys) == len(set(keys)), "a deadline acted twice"

    @invariant()
    def no_state_is_impossible(self) -> None:
        for shipment in self.stage.processes:
            state, status = shipment.state, shipment.status
            assert bool(state.findings) is (status in ("WARNED", "VIOLATION"))
            assert (state.warning is not None) is (status == "WARNED")
            assert (state.ticket is not None) is (status == "VIOLATION")
            assert (shipment.summary.record is not None) is (status == "VIOLATION")
            assert (state.closed_reason == "fake_shipment") is (status == "VIOLATION")
            assert status in ("WARNED", "VIOLATION") or status == state.progress
            assert shipment.summary.closed is (status not in OPEN)
            assert not set(state.findings) & set(state.pardoned)
            assert not (state.doubted and status != "VIOLATION")
            assert state.received_at is None or status in ("DELIVERED", "VIOLATION")
            assert state.slow is None or not shipment.summary.closed
            assert (state.released_at is None) is (state.released_because is None)
            assert shipment.count(m.ShipmentViolated) == state.tickets
            assert shipment.count(m.ShipmentViolated) <= shipment.count(m.ShipmentWarned)

    @invariant()
    def every_open_shipment_has_a_way_out(self) -> None:
        for shipment in self.stage.processes:
            assert bool(shipment.deadlines) is (shipment.status in OPEN)

    @invariant()
    def nothing_that_is_over_is_still_to_come(self) -> None:
        for shipment in self.stage.processes:
            acting = process.next_acting(shipment.kind, shipment.state, shipment.policy)
            assert acting is None or acting.at >= shipment.state.process_time(shipment.seen_at)

    def teardown(self) -> None:
        """Left alone, every parcel has arrived, is a violation, or is waited for by nobody."""
        for shipment in self.stage.processes:
            shipment.time_to(self.now + timedelta(days=4_000))
            assert shipment.summary.closed
        self.checked.clear()
        self.the_history_tells_the_state()


def _read_again(happened: Happened) -> Any:
    event = happened.event
    event_type = SHIPMENT.event_type(event.type_name())
    assert event_type is type(event)
    return event_type.model_validate_json(event.model_dump_json())


@pytest.mark.long
def test_every_transition_of_the_chart_is_taken_and_no_other_can_be() -> None:
    assert_the_chart_holds(Shipments, WATCH, profile)
