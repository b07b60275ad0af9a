"""Whatever buyers, merchants, parcels, ops and time do, in whatever order: nothing impossible happens to an order.

A failing run prints the steps that led to it, which repeat it; runs are the same each time (`derandomize`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from luyue.domain import process
from luyue.domain.consumer_order import CONSUMER_ORDER, compensation
from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order import state as s
from luyue.domain.messages import Command, Event, Happened, Refusal, Violation
from luyue.domain.process import Advance, Extend
from tests.unit.charted import Watch, assert_the_chart_holds
from tests.unit.consumer_order_stories import (
    DAY,
    PAID,
    SECOND,
    SHIPMENT,
    WHY,
    Market,
    event_market,
    new_order,
    place,
    ship,
)
from tests.unit.given_when_then import TICK, Process, hours

ONCE = (
    m.ConsumerOrderPlaced,
    m.ConsumerOrderShipped,
    m.ConsumerOrderOverdue,
    m.ForceMajeureReported,
    m.OrderShipmentFoundFake,
    m.OrderShipmentFoundGenuine,
    m.ConsumerOrderCompleted,
    m.ConsumerOrderRefunded,
)
AFTERWARDS: Mapping[str, tuple[type[Event], ...]] = {
    s.REFUNDED: (m.ForceMajeureReported, m.OrderShipmentFoundGenuine, m.CompensationTakenBack),
    s.COMPLETED: (
        m.ForceMajeureReported,
        m.CompensationTakenBack,
        m.OrderShipmentWarned,
        m.OrderShipmentCorrected,
        m.OrderShipmentCleared,
        m.OrderShipmentFoundFake,
        m.OrderShipmentFoundGenuine,
        m.ShippingAssessed,
        m.ThrottlingRecommended,
        m.DelistingRecommended,
        m.CompensationClaimed,
        m.RefundMade,
        m.ConsumerOrderRefunded,
    ),
}
"""All that can still happen to a closed order."""

WATCH = Watch(CONSUMER_ORDER)

profile = settings(
    max_examples=200,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

paid: Any = st.sampled_from(["3.00", "3.01", "299.99", "300.00", "300.50", "3000.01"])
amounts = st.sampled_from(["0.01", "3.00", "100.00", "299.99", "300.00", "300.01", "3000.01"]).map(Decimal)
moments = st.sampled_from([TICK, SECOND, hours(1), hours(6), DAY, 3 * DAY, 7 * DAY, 20 * DAY])
commands: Any = st.one_of(
    st.builds(m.RequestRefund, amount=amounts),
    st.booleans().map(lambda accepted: m.AnswerRefund(accepted=accepted)),
    st.sampled_from(["1001", "2002"]).map(lambda number: m.CorrectShipment(carrier="SF", tracking_no=number)),
    st.sampled_from(["out_of_stock", "other"]).map(lambda reason: m.ReportAbnormalShipping(reason=reason)),
    st.just(m.ConfirmReceipt()),
    st.just(m.ReportForceMajeure(reason=WHY)),
)


class Orders(RuleBasedStateMachine):
    """Orders of a campaign and others, their parcels, and the wall clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Market = event_market(late_shipment_points=1)
        self.now: datetime = PAID
        self.checked: dict[str, int] = {}

    @initialize(paid=paid, in_campaign=st.booleans())
    def somebody_has_paid(self, paid: str, in_campaign: bool) -> None:
        self._pay(paid, in_campaign, timedelta(0), 48)

    @rule(
        paid=paid,
        in_campaign=st.booleans(),
        ago=st.sampled_from([timedelta(0), DAY, 3 * DAY]),
        within=st.sampled_from([24, 48, 168, 200]),
    )
    def somebody_pays(self, paid: str, in_campaign: bool, ago: timedelta, within: int) -> None:
        if len(self.stage.processes) < 4:
            self._pay(paid, in_campaign, ago, within)

    def _pay(self, paid: str, in_campaign: bool, ago: timedelta, within: int) -> None:
        named = {"campaign_id": "g1"} if in_campaign else {}
        command = place(paid, paid_at=self.now - ago, ship_within=hours(within), **named)
        self._issue(new_order(self.stage), command)

    @rule(which=st.integers(0, 3), shipment=st.sampled_from(["1001", "2002"]))
    def the_merchant_ships(self, which: int, shipment: str) -> None:
        self._issue(self._order(which), ship(shipment))

    @rule(which=st.integers(0, 3), command=commands, ago=st.sampled_from([timedelta(0), TICK, hours(1)]))
    def somebody_commands(self, which: int, command: Command, ago: timedelta) -> None:
        self._issue(self._order(which), command, ago)

    @rule(which=st.integers(0, 3), rest=st.booleans())
    def the_buyer_wants_its_money_back(self, which: int, rest: bool) -> None:
        order = self._order(which)
        amount = order.state.refundable if rest else Decimal("1.00")
        if amount > 0:
            self._issue(order, m.RequestRefund(amount=amount))

    @rule(which=st.integers(0, 3), how=st.sampled_from(["warned", "cleared", "corrected", "violated", "delivered"]))
    def the_parcel_tells(self, which: int, how: str) -> None:
        told: dict[str, Command] = {
            "warned": m.ShipmentWarned(shipment=SHIPMENT, rule="SH-04", due_at=self.now + DAY),
            "cleared": m.ShipmentCleared(shipment=SHIPMENT, corrected=False),
            "corrected": m.ShipmentCleared(shipment=SHIPMENT, corrected=True),
            "violated": m.ShipmentViolated(shipment=SHIPMENT, rule="SH-04"),
            "delivered": m.ShipmentDelivered(shipment=SHIPMENT, delivered_at=self.now),
        }
        self._issue(self._order(which), told[how])

    @rule(which=st.integers(0, 3), later=moments)
    def ops_extend(self, which: int, later: timedelta) -> None:
        order = self._order(which)
        name, due_at = next(iter(order.deadlines.items()), ("shipping_due", self.now))
        self._issue(order, Extend(deadline=name, until=due_at + later, reason=WHY))

    @rule(which=st.integers(0, 3), by=moments)
    def the_test_clock_is_advanced(self, which: int, by: timedelta) -> None:
        self._issue(self._order(which), Advance(by=by))

    @rule(by=moments)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        for order in self.stage.processes:
            order.time_to(self.now)

    @rule(which=st.integers(0, 3), tick=st.booleans())
    def time_passes_up_to_what_it_does_next(self, which: int, tick: bool) -> None:
        order = self._order(which)
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

    def _order(self, which: int) -> Process:
        return self.stage.processes[which % len(self.stage.processes)]

    def _issue(self, order: Process, command: Command, ago: timedelta = timedelta(0)) -> None:
        violations: Sequence[Violation] | None = None
        try:
            order.issue(command, self.now - ago, now=self.now)
        except Refusal as refusal:
            violations = refusal.violations
        assert violations is None or all(one.rule and one.message.zh and one.message.en for one in violations)
        assert violations != ()

    @invariant()
    def the_history_tells_the_state(self) -> None:
        for order in self.stage.processes:
            if self.checked.get(order.stream) == order.state.version:
                continue
            self.checked[order.stream] = order.state.version
            assert process.fold(order.kind, order.history) == order.state
            read = [Happened(event=_read_again(one), at=one.at) for one in order.history]
            assert process.fold(order.kind, read) == order.state
            assert order.kind.state.model_validate_json(order.state.model_dump_json()) == order.state
            assert order.kind.details(order.state, order.policy)["buyer_message"]["zh"]
            self._check_history(order)

    def _check_history(self, order: Process) -> None:
        WATCH.see(order)
        state = order.kind.state()
        for happened in order.history:
            before, state = state, process.evolve(order.kind, state, happened)
            assert before.last_at is None or state.last_at >= before.last_at
            assert before.last_at is None or happened.at >= before.created_at
            if before.status in s.CLOSED:
                shared = isinstance(happened.event, process.SHARED_EVENTS)
                assert shared or isinstance(happened.event, AFTERWARDS[before.status])
                assert before.status == s.REFUNDED or shared or _may_follow_completion(before, happened)
        assert all(order.count(event) <= 1 for event in ONCE)
        standing = order.count(m.CompensationClaimed) - order.count(m.CompensationTakenBack)
        assert standing == (order.state.claim is not None)
        keys = [acting.id for acting, _ in order.acted]
        assert len(keys) == len(set(keys)), "a deadline acted twice"
        for acting, happened_then in order.acted:
            dated = acting.at if acting.warning else acting.deadline.due_at
            assert {one.at for one in happened_then} == {dated}

    @invariant()
    def money_adds_up(self) -> None:
        for order in self.stage.processes:
            state = order.state
            assert (
                sum(one.event.amount for one in order.history if isinstance(one.event, m.RefundMade)) == state.refunded
            )
            assert Decimal(0) <= state.refunded <= state.paid_amount
            assert (state.refunded == state.paid_amount) is (state.status == "REFUNDED")
            at_once = [one.amount for one in state.refunds if one.by == "at_once"]
            if state.event_terms is None:
                assert at_once == []
            assert sum(at_once) <= order.policy.instant_refund_max
            assert state.request is None or state.request.amount <= state.refundable
            is_owed = (state.is_late_unexcused or state.is_fake) and state.paid_amount > 3
            assert (state.claim is not None) is is_owed
            if state.claim is not None:
                assert state.claim.amount == compensation.amount(state.paid_amount, order.policy)

    @invariant()
    def nobody_has_received_a_fake_shipment_but_the_buyer(self) -> None:
        for order in self.stage.processes:
            if order.status == s.COMPLETED:
                assert not order.state.is_fake

    @invariant()
    def the_record_says_what_was_late(self) -> None:
        for order in self.stage.processes:
            unexcused = order.state.late_at is not None and order.state.force_majeure_at is None
            assert (order.summary.record is not None) is unexcused

    @invariant()
    def what_holds_in_a_campaign_holds_for_its_orders_alone(self) -> None:
        for order in self.stage.processes:
            if order.state.event_terms is None:
                assert order.count(m.ShippingAssessed) == 0
            else:
                assert order.count(m.AbnormalShippingReported) == 0
                assert order.count(m.ShippingAssessed) >= order.count(m.CompensationClaimed)

    @invariant()
    def every_open_order_has_a_way_out(self) -> None:
        for order in self.stage.processes:
            deadlines = order.kind.deadlines(order.state, order.policy)
            if order.summary.closed:
                assert not deadlines
                continue
            waits_for_its_parcel = order.state.is_warned and order.state.request is None
            assert deadlines or waits_for_its_parcel
            if not deadlines:
                assert "refund-request" in order.kind.allowed_actions(order.state, "service")

    @invariant()
    def nothing_that_is_over_is_still_to_come(self) -> None:
        for order in self.stage.processes:
            acting = process.next_acting(order.kind, order.state, order.policy)
            assert acting is None or acting.at >= order.state.process_time(order.seen_at)

    def teardown(self) -> None:
        """Left alone, whatever does not wait for its parcel comes to its end."""
        for order in self.stage.processes:
            order.time_to(self.now + timedelta(days=4_000))
            assert process.next_acting(order.kind, order.state, order.policy) is None
            assert order.summary.closed or order.state.is_warned
        self.checked.clear()
        self.the_history_tells_the_state()


def _may_follow_completion(before: s.ConsumerOrder, happened: Happened) -> bool:
    """What the buyer has is touched by force majeure alone, and by a shipment that proves genuine."""
    if before.received_by != "buyer":
        return True
    return isinstance(happened.event, AFTERWARDS[s.REFUNDED])


def _read_again(happened: Happened) -> Any:
    event = happened.event
    event_type = CONSUMER_ORDER.event_type(event.type_name())
    assert event_type is type(event)
    return event_type.model_validate_json(event.model_dump_json())


@pytest.mark.long
def test_every_transition_of_the_chart_is_taken_and_no_other_can_be() -> None:
    assert_the_chart_holds(Orders, WATCH, profile)
