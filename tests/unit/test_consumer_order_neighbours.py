"""Consumer orders beside what they meet: the parcel's own process, and real entries of campaigns (IX-26)."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from luyue.domain.campaign_entry import messages as e
from luyue.domain.consumer_order import endings
from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order import state as s
from luyue.domain.consumer_order.links import LINKS
from luyue.domain.consumer_order.state import ConsumerOrder
from luyue.domain.consumer_order.terms import ClosedReason, ReceivedBy
from luyue.domain.facts.campaigns import CampaignParameters
from luyue.domain.links import Told
from luyue.domain.merchant_account import events as a
from luyue.domain.process import fold
from luyue.domain.shipment import SHIPMENT as SHIPMENTS
from luyue.domain.shipment import messages as p
from luyue.domain.shipment.links import LINKS as SHIPMENT_LINKS
from tests import eligible
from tests.unit import campaign_entry_stories as entries
from tests.unit import merchant_account_stories as accounts
from tests.unit.consumer_order_stories import (
    DAY,
    PAID,
    SHIPMENT,
    SHIPPED,
    WHY,
    clear,
    deliver,
    delivered,
    fake,
    new_order,
    place,
    placed,
    refund,
    refused_by,
    shipped,
    types,
    violate,
    warned,
)
from tests.unit.given_when_then import TICK, Platform, Process, hours

ORDER = "consumer-order/uo_1"


def told(order: Process) -> Sequence[Told]:
    """What the parcel's process is told of an order's last event but one that ends it."""
    history = [one for one in order.history if isinstance(one.event, LINKS.events)]
    last = history[-1]
    before = order.history[: order.history.index(last)]
    return LINKS.tell(ORDER, fold(order.kind, before), last.event, last.at)


def test_sh_01_with_the_upload_the_parcel_is_watched() -> None:
    order = shipped()
    [registering] = told(order)
    assert (registering.process, registering.name) == (SHIPMENT, "register")
    assert registering.command == p.Register(
        obligation=ORDER,
        merchant_id="m1",
        product_id="p1",
        carrier="SF",
        tracking_no="1001",
        consignee_id="k1",
        region="33",
        not_before=PAID,
        since=SHIPPED,
    )
    parcel = Process(Platform(), SHIPMENTS, lambda stream: p.Observe(source=stream))
    parcel.issue(p.Register.model_validate(registering.payload), SHIPPED)
    assert parcel.status == "REGISTERED"


def test_sh_06_a_corrected_number_is_watched_instead() -> None:
    order = warned()
    order.issue(m.CorrectShipment(carrier="ZTO", tracking_no="2002"), SHIPPED + DAY)
    [correcting] = told(order)
    assert (correcting.process, correcting.name) == (SHIPMENT, "correct")
    assert correcting.command == p.Correct(carrier="ZTO", tracking_no="2002")


def test_what_the_buyer_has_is_watched_no_more() -> None:
    order = shipped()
    order.issue(m.ConfirmReceipt(), SHIPPED + DAY)
    [receiving] = told(order)
    assert (receiving.name, receiving.command) == ("receive", p.Receive(received_at=SHIPPED + DAY))


def test_ce_09_what_is_refunded_on_its_way_is_waited_for_no_more() -> None:
    order = shipped()
    order.issue(m.RequestRefund(amount=order.state.paid_amount), SHIPPED + DAY)
    order.issue(m.AnswerRefund(accepted=True), SHIPPED + DAY)
    [releasing] = told(order)
    assert (releasing.process, releasing.name, releasing.command) == (SHIPMENT, "release", p.Release())


def test_what_was_refunded_for_being_fake_stays_watched() -> None:
    order = fake()
    assert (order.status, told(order)) == ("REFUNDED", [])


def test_what_was_complete_when_it_proved_fake_stays_watched_too() -> None:
    order = delivered()
    order.issue(violate(), SHIPPED + 2 * DAY)
    assert (order.status, told(order)) == ("REFUNDED", [])


def test_what_the_carrier_or_time_says_is_no_news_to_the_parcel() -> None:
    delivered, timed_out = shipped(), shipped()
    delivered.issue(deliver(SHIPPED + DAY), SHIPPED + DAY)
    timed_out.time_to(SHIPPED + 30 * DAY)
    assert delivered.status == timed_out.status == "COMPLETED"
    assert told(delivered) == told(timed_out) == []


def test_sh_06_an_order_hears_whatever_its_parcel_tells() -> None:
    tellable = {
        f"shipment-{name}": m.COMMANDS[f"shipment-{name}"] for name in ("warned", "cleared", "violated", "delivered")
    }
    order = shipped()
    parcel = Process(Platform(), SHIPMENTS, lambda stream: p.Observe(source=stream))
    parcel.issue(p.Register.model_validate(told(order)[0].payload), SHIPPED)
    parcel.time_to(SHIPPED + 40 * DAY)
    assert parcel.status == "VIOLATION"
    heard = []
    for number, happened in enumerate(parcel.history):
        if isinstance(happened.event, SHIPMENT_LINKS.events):
            before = fold(parcel.kind, parcel.history[:number])
            for one in SHIPMENT_LINKS.tell(SHIPMENT, before, happened.event, happened.at):
                assert one.process == ORDER
                order.issue(tellable[one.name].model_validate(one.payload), happened.at)
                heard.append(one.name)
    assert heard == ["shipment-warned", "shipment-violated"]
    assert (order.status, order.state.closed_reason) == ("REFUNDED", "fake_shipment")


class Campaign:
    """Merchant m1's product p1 in campaign spring, and orders for it."""

    def __init__(self, **parameters: Decimal) -> None:
        own = entries.campaign(parameters=CampaignParameters.model_validate(parameters))
        self.stage = entries.platform(own)
        self.entry = entries.active(self.stage)

    def order(self, paid_at: datetime, paid: str = "1000.00") -> Process:
        order = new_order(self.stage)
        order.issue(place(paid, paid_at=paid_at, campaign_id="spring"), max(paid_at, self.entry.seen_at))
        return order


def test_ix_26_orders_paid_while_the_entry_was_enrolled_keep_ce_07_to_ce_09_after_the_merchant_has_left() -> None:
    campaign = Campaign()
    paid_at, left_at = entries.BEGINS + hours(2), entries.BEGINS + DAY
    order = campaign.order(paid_at)
    campaign.entry.issue(e.Leave(reason=entries.WHY), left_at)
    reported = m.ReportAbnormalShipping(reason="logistics")
    assert refused_by(order, reported, left_at + hours(1)) == ("rule", ["CE-07"])
    assert types(order.issue(refund("300.00"), left_at + hours(1))) == ["RefundRequested", "RefundMade"]
    order.time_to(paid_at + hours(48) + TICK)
    assert (order.count(m.ShippingAssessed), order.count(m.CompensationClaimed)) == (1, 1)
    # Reported later, paid before.
    assert campaign.order(left_at).state.event_terms is not None
    after = campaign.order(left_at + TICK)
    assert after.state.event_terms is None
    assert types(after.issue(reported, left_at + hours(1))) == ["AbnormalShippingReported"]
    assert types(after.issue(refund("0.01"), left_at + hours(1))) == ["RefundRequested"]


@pytest.mark.parametrize(
    ("paid_at", "is_covered"),
    [
        (entries.BEGINS - TICK, False),
        (entries.BEGINS, True),
        (entries.LAST_INSTANT, True),
        (entries.OVER, False),
    ],
    ids=["23:59:59 before", "00:00:00", "23:59:59 last", "00:00:00 after"],
)
def test_ce_01_the_event_window_is_beijings_and_includes_its_last_second(paid_at: datetime, is_covered: bool) -> None:
    terms = Campaign().order(paid_at).state.event_terms
    assert (terms is not None) is is_covered
    if terms is not None:
        assert (terms.effective_from, terms.effective_before) == (entries.BEGINS, entries.OVER)


def test_ix_25_an_order_paid_before_a_late_approval_is_none_of_the_campaigns() -> None:
    stage = entries.platform()
    entry = entries.approved_during_the_event(stage)
    for paid_at, is_covered in ((entries.BEGINS + DAY - TICK, False), (entries.BEGINS + DAY, True)):
        order = new_order(stage)
        order.issue(place(paid_at=paid_at, campaign_id="spring"), entry.seen_at + hours(1))
        assert (order.state.event_terms is not None) is is_covered


def test_ce_09_the_campaigns_own_limit_holds() -> None:
    order = Campaign(instant_refund_max=Decimal("20.00")).order(entries.BEGINS + hours(2))
    at = entries.BEGINS + hours(3)
    assert types(order.issue(refund("20.01"), at)) == ["RefundRequested"]
    order.issue(m.AnswerRefund(accepted=False, reason=WHY), at)
    assert types(order.issue(refund("20.00"), at)) == ["RefundRequested", "RefundMade"]


def closing_and_then_closed_by_platform(stage: Platform) -> Process:
    account = accounts.closing(stage)
    stage.report("delisting/p1", accounts.severe(), account.seen_at + hours(1))
    assert account.status == "CLOSED"
    return account


@pytest.mark.parametrize(
    "begin",
    [accounts.closing, accounts.closed, accounts.closed_by_platform, closing_and_then_closed_by_platform],
)
@pytest.mark.parametrize(("since_then", "is_taken"), [(timedelta(0), True), (TICK, False)])
def test_ix_28_a_real_shop_takes_on_what_was_paid_before_it_began_to_close(
    begin: Callable[[Platform], Process], since_then: timedelta, is_taken: bool
) -> None:
    stage = accounts.platform()
    account = begin(stage)
    began_at = min([*account.dated(a.ClosingStarted), *account.dated(a.ShopClosedByPlatform)])
    stage.report("product/p1", eligible.product(), began_at)
    order, command = new_order(stage), place(paid_at=began_at + since_then)
    if is_taken:
        order.issue(command, began_at + hours(1))
        assert order.status == "AWAITING_SHIPMENT"
    else:
        assert refused_by(order, command, began_at + hours(1)) == ("rule", ["IX-28"])


@pytest.mark.parametrize("by", get_args(ReceivedBy))
def test_a_complete_order_says_who_received_it(by: ReceivedBy) -> None:
    ending = endings.ending(ConsumerOrder(status=s.COMPLETED, received_by=by))
    assert ending == endings.RECEIVED[by]


@pytest.mark.parametrize(
    ("reason", "rule"), [("refund_only", "CE-09"), ("unshipped", "SH-09"), ("fake_shipment", "SH-09")]
)
def test_a_refunded_order_ends_by_a_rule(reason: ClosedReason, rule: str) -> None:
    ending = endings.ending(ConsumerOrder(status=s.REFUNDED, closed_reason=reason))
    assert ending is not None
    assert ending.rule == rule


def test_sh_06_a_fake_shipment_that_proved_genuine_has_an_ending_of_its_own() -> None:
    order = fake()
    order.issue(clear(corrected=False), SHIPPED + 5 * DAY)
    assert endings.ending(order.state) == endings.GENUINE_AFTER_ALL


def test_every_reason_has_its_words_and_what_is_open_has_no_ending() -> None:
    assert set(endings.CLOSED) == set(get_args(ClosedReason))
    assert set(endings.RECEIVED) == set(get_args(ReceivedBy))
    assert [endings.ending(one().state) for one in (placed, shipped, warned)] == [None] * 3
    assert fake().kind.details(fake().state, fake().policy)["ending"]["rule"] == "SH-09"
