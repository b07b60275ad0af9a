"""Consumer orders of a campaign: which they are, and what holds for them alone (CE-07, CE-08, IX-26)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.terms import AbnormalReason
from luyue.domain.facts import Mark, Needs
from tests.unit.consumer_order_stories import (
    DAY,
    DUE,
    ENTRY,
    EVENT_FROM,
    EVENT_OVER,
    EVENT_UNTIL,
    PAID,
    SECOND,
    SHIPMENT,
    SHIPPED,
    WHY,
    Market,
    amounts,
    event_market,
    event_order,
    fake,
    history,
    late,
    market,
    new_order,
    place,
    place_in_campaign,
    placed,
    refund,
    refused,
    refused_by,
    ship,
    shipped,
    types,
)
from tests.unit.given_when_then import TICK, Process, hours

LEFT = PAID + 2 * DAY
OUT_OF_STOCK = m.ReportAbnormalShipping(reason="out_of_stock")
LOGISTICS = m.ReportAbnormalShipping(reason="logistics")


def covered(stage: Market, paid_at: datetime) -> bool:
    """Whether an order that is paid then is one of the campaign's."""
    order = placed(stage, place_in_campaign(paid_at=paid_at), max(paid_at, LEFT + DAY))
    return order.state.event_terms is not None


@pytest.mark.parametrize(
    ("paid_at", "expected"),
    [
        (EVENT_FROM - TICK, False),
        (EVENT_FROM, True),
        (EVENT_UNTIL, True),
        (EVENT_UNTIL + timedelta(microseconds=999_999), True),
        (EVENT_OVER, False),
    ],
    ids=["before 00:00:00", "00:00:00", "23:59:59", "23:59:59.999999", "00:00:00 after"],
)
def test_ce_01_an_order_of_the_campaign_was_paid_in_its_event_window_by_beijing_time(
    paid_at: datetime, expected: bool
) -> None:
    assert covered(event_market(), paid_at) is expected


@pytest.mark.parametrize(("paid_at", "expected"), [(PAID + DAY - TICK, False), (PAID + DAY, True)])
def test_ix_25_from_when_the_entry_takes_effect(paid_at: datetime, expected: bool) -> None:
    stage = market()
    stage.enrols(PAID + DAY)
    assert covered(stage, paid_at) is expected


@pytest.mark.parametrize("type", ["EntryLeft", "EntryRemoved"])
@pytest.mark.parametrize(
    ("paid_at", "expected"), [(LEFT - TICK, True), (LEFT, True), (LEFT + TICK, False)], ids=["before", "then", "after"]
)
def test_ix_26_until_the_merchant_leaves_or_is_removed(type: str, paid_at: datetime, expected: bool) -> None:
    stage = event_market()
    stage.happens(type, LEFT)
    assert covered(stage, paid_at) is expected


def test_ix_26_after_a_new_enrolment_orders_are_the_campaigns_again() -> None:
    stage = event_market()
    stage.happens("EntryLeft", LEFT)
    stage.enrols(LEFT + DAY, stream="campaign-entry/ce_2")
    assert [covered(stage, at) for at in (LEFT, LEFT + hours(1), LEFT + DAY)] == [True, False, True]
    order = placed(stage, place_in_campaign(paid_at=LEFT + DAY), LEFT + DAY)
    assert order.state.event_terms.entry == "campaign-entry/ce_2"


def test_ix_26_the_entry_of_another_merchant_covers_nothing() -> None:
    stage = market()
    stage.enrols(merchant_id="m2")
    assert not covered(stage, PAID)


def test_ix_26_an_order_that_names_no_campaign_is_none_of_its() -> None:
    order = placed(event_market(), place())
    assert (order.state.campaign_id, order.state.event_terms) == (None, None)


def left_and_over() -> Process:
    """Paid while enrolled; then the merchant left, and the event is over."""
    stage = event_market()
    order = event_order(stage, paid="1000.00", ship_within=30 * DAY)
    stage.happens("EntryLeft", LEFT)
    order.time_to(EVENT_OVER + DAY)
    return order


def test_ix_26_a_merchant_that_left_is_bound_by_ce_07_to_ce_09_also_after_the_event() -> None:
    order = left_and_over()
    at = order.seen_at
    assert refused_by(order, LOGISTICS, at) == ("rule", ["IX-26"])
    assert types(order.issue(refund("300.00"), at)) == ["RefundRequested", "RefundMade"]
    order.time_to(PAID + 30 * DAY + SECOND)
    assert order.count(m.ShippingAssessed) == 1


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (PAID, "CE-07"),
        (EVENT_UNTIL, "CE-07"),
        (EVENT_OVER - TICK, "CE-07"),
        (EVENT_OVER, "IX-26"),
    ],
    ids=["paid", "23:59:59", "23:59:59.999999", "00:00:00"],
)
@pytest.mark.parametrize("reason", get_args(AbnormalReason))
def test_ce_07_no_abnormal_shipping_report_is_accepted_in_the_event_window_nor_of_its_orders_afterwards(
    at: datetime, rule: str, reason: AbnormalReason
) -> None:
    order = event_order(ship_within=30 * DAY)
    assert refused_by(order, m.ReportAbnormalShipping(reason=reason), at) == ("rule", [rule])
    assert order.state.abnormal_reports == ()


def uncovered() -> Process:
    """Of campaign g1 by name, but paid before the entry took effect."""
    stage = market()
    stage.enrols(PAID + DAY)
    return placed(stage, place_in_campaign())


@pytest.mark.parametrize("begin", [placed, uncovered])
def test_ce_07_otherwise_it_is_on_record_and_stops_no_clock_and_waives_nothing(begin: Callable[[], Process]) -> None:
    order = begin()
    before = order.deadlines
    assert types(order.issue(LOGISTICS, PAID + hours(30))) == ["AbnormalShippingReported"]
    assert order.issue(LOGISTICS, PAID + hours(31)) == []
    assert (order.state.abnormal_reports, order.deadlines) == (("logistics",), before)
    assert late(order).state.compensation.amount == Decimal("3.00")


def test_sh_08_what_is_reported_out_of_stock_is_recommended_to_be_delisted_once() -> None:
    order = placed()
    assert types(order.issue(OUT_OF_STOCK, PAID + hours(1))) == ["AbnormalShippingReported", "DelistingRecommended"]
    assert order.last(m.DelistingRecommended) == m.DelistingRecommended(
        product_id="p1", because="out_of_stock", violations=None
    )
    assert order.issue(OUT_OF_STOCK, PAID + hours(2)) == []


def test_ce_07_what_is_shipped_is_no_longer_reported() -> None:
    assert refused(shipped(), LOGISTICS, SHIPPED + hours(1)).code == "status"


def test_ce_08_a_late_order_of_the_campaign_is_assessed_with_all_that_was_seen() -> None:
    stage = event_market()
    stage.mark("late_shipment", PAID, times=1)
    stage.mark("fake_shipment", PAID - DAY, times=1)
    order = late(event_order(stage, paid="500.00"))
    assert history(order)[-4:] == [
        "ConsumerOrderOverdue",
        "ShippingAssessed",
        "CompensationClaimed",
        "ThrottlingRecommended",
    ]
    assert order.last(m.ShippingAssessed) == m.ShippingAssessed(
        scenario="late_shipment",
        order=m.AssessedOrder(
            campaign_id="g1", entry=ENTRY, paid_amount=Decimal("500.00"), paid_at=PAID, ship_within=hours(48)
        ),
        merchant=m.AssessedMerchant(late_shipments=1, fake_shipments=1, since=DUE - 30 * DAY),
        buyer=m.AssessedBuyer(buyer_id="b1", consignee_id="k1", claims=0),
        claim=Decimal("5.00"),
        measures=("throttle",),
    )
    assert order.dated(m.CompensationClaimed) == order.dated(m.ShippingAssessed) == [DUE]


def test_ce_08_a_fake_shipment_is_assessed_too_and_its_own_mark_is_not_counted_twice() -> None:
    stage = event_market()
    stage.mark("late_shipment", PAID, times=1)
    order = shipped(event_order(stage))
    stage.marks.append(stage.marks[0].model_copy(update={"stream": SHIPMENT, "what": "fake_shipment"}))
    fake(order)
    assessed = order.last(m.ShippingAssessed)
    assert (assessed.scenario, assessed.merchant.late_shipments, assessed.merchant.fake_shipments) == (
        "fake_shipment",
        1,
        0,
    )
    assert assessed.measures == ()
    assert (amounts(order), order.state.compensation.cause) == (["100.00"], "fake_shipment")


@pytest.mark.parametrize(
    ("before", "measures"),
    [
        (0, ()),
        (1, ()),
        (2, ("throttle",)),
        (8, ("throttle",)),
        (9, ("throttle", "delist")),
        (20, ("throttle", "delist")),
    ],
)
@pytest.mark.parametrize("mark", ["late_shipment", "fake_shipment"])
def test_ce_08_throttling_and_delisting_are_recommended_by_the_number_of_violations(
    before: int, measures: tuple[str, ...], mark: Mark
) -> None:
    stage = event_market()
    stage.mark(mark, PAID, times=before)
    order = late(event_order(stage))
    assert order.last(m.ShippingAssessed).measures == measures
    assert order.count(m.ThrottlingRecommended) == ("throttle" in measures)
    assert order.count(m.DelistingRecommended) == ("delist" in measures)
    if "delist" in measures:
        recommended = order.last(m.DelistingRecommended)
        assert (recommended.because, recommended.violations) == ("violations", before + 1)


@pytest.mark.parametrize(("at", "counts"), [(DUE - 30 * DAY, 1), (DUE - 30 * DAY - TICK, 0)])
def test_ce_08_only_the_last_thirty_days_count(at: datetime, counts: int) -> None:
    stage = event_market()
    stage.mark("late_shipment", at)
    assert late(event_order(stage)).last(m.ShippingAssessed).merchant.late_shipments == counts


def test_ce_08_other_marks_are_no_shipping_violations() -> None:
    stage = event_market()
    stage.mark("dispute_lost", PAID, times=20)
    assert late(event_order(stage)).last(m.ShippingAssessed).measures == ()


@pytest.mark.parametrize(("claims", "is_recommended"), [(9, False), (10, True)])
def test_ce_08_a_buyer_with_many_claims_is_recommended_for_a_look_and_compensated_all_the_same(
    claims: int, is_recommended: bool
) -> None:
    stage = event_market()
    for _ in range(claims):
        late(event_order(stage))
    stage.enrols()
    order = late(event_order(stage))
    assessed = order.last(m.ShippingAssessed)
    assert assessed.buyer.claims == claims
    assert ("review_buyer" in assessed.measures) is is_recommended
    assert order.state.compensation.amount == Decimal("3.00")


def test_ce_08_of_a_buyer_without_an_id_nothing_is_looked_up() -> None:
    order = event_order(buyer_id=None)
    acting = order.kind.deadlines(order.state, order.policy)[0]
    assert acting.name == "shipping_due"
    late(order)
    assert order.last(m.ShippingAssessed).buyer.buyer_id is None
    assert order.last(m.CompensationClaimed).found_by is None


def test_ce_08_where_nothing_is_owed_no_claim_is_raised() -> None:
    order = late(event_order(paid="3.00"))
    assert order.last(m.ShippingAssessed).claim is None
    assert order.count(m.CompensationClaimed) == 0


def test_ce_08_under_force_majeure_there_is_nothing_to_assess() -> None:
    order = event_order()
    order.issue(m.ReportForceMajeure(reason=WHY), PAID + hours(1))
    late(order)
    assert (order.count(m.ShippingAssessed), order.count(m.CompensationClaimed)) == (0, 0)


@pytest.mark.parametrize("begin", [placed, uncovered])
def test_ce_08_an_order_that_is_none_of_the_campaigns_is_compensated_without_an_assessment(
    begin: Callable[[], Process],
) -> None:
    order = late(begin())
    assert (order.count(m.ShippingAssessed), order.count(m.CompensationClaimed)) == (0, 1)


def test_ce_08_late_then_fake_is_assessed_twice_and_claimed_once() -> None:
    order = late(event_order())
    order.issue(ship(), DUE + hours(1))
    order.issue(m.ShipmentViolated(shipment=SHIPMENT, rule="SH-01"), DUE + DAY)
    assert [one.claim for one in order.state.assessments] == [Decimal("3.00"), None]
    assert [one.scenario for one in order.state.assessments] == ["late_shipment", "fake_shipment"]


def test_ix_26_only_orders_that_name_a_campaign_ask_for_entries() -> None:
    order = new_order()
    assert order.kind.needs(order.state, place()) == Needs(
        streams=("product/p1",), claim_prefixes=("closing:m1:",), found_by=("closing:m1",)
    )
    assert order.kind.needs(order.state, place_in_campaign()) == Needs(
        streams=("product/p1", "campaign/g1"),
        claim_prefixes=("closing:m1:",),
        found_by=("closing:m1", "enrolment:g1:p1"),
    )
