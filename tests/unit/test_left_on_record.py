"""What each kind of process leaves on whose record, and when it is taken off again (SR-14, CO-05, IX-24)."""

from collections.abc import Callable
from datetime import datetime

import pytest

from luyue.domain.arbitration import Outcome
from luyue.domain.cooperation_order import messages as com
from luyue.domain.dispute import messages as dsm
from luyue.domain.facts import RecordEntry
from luyue.domain.facts.record import Mark, Party
from luyue.domain.sample_request import messages as srm
from tests import eligible
from tests.unit import cooperation_order_stories as orders
from tests.unit import dispute_stories as disputes
from tests.unit import sample_request_stories as samples
from tests.unit.given_when_then import Platform, Process, hours


def entry(party: Party, what: Mark, at: datetime) -> RecordEntry:
    return RecordEntry(party=party, what=what, at=at)


def cancelled_unanswered(by: Party) -> Process:
    order = orders.asked(by)
    order.time_to(orders.ASKED + hours(73))
    return order


def closed_overdue() -> Process:
    order = orders.overdue()
    order.time_to(orders.LATEST + 8 * orders.DAY)
    return order


def cancelled_as_the_merchant_left() -> Process:
    stage = orders.platform()
    order = orders.effective(stage)
    stage.report("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": False}), orders.ASKED)
    order.issue(com.Cancel(by="creator"), orders.ASKED + hours(1))
    return order


ORDERS: list[tuple[Callable[[], Process], Party, datetime]] = [
    (lambda: cancelled_unanswered("creator"), "creator", orders.ASKED + hours(72)),
    (lambda: cancelled_unanswered("merchant"), "merchant", orders.ASKED + hours(72)),
    (closed_overdue, "creator", orders.LATEST + 7 * orders.DAY),
    (cancelled_as_the_merchant_left, "merchant", orders.ASKED + hours(1)),
]


@pytest.mark.parametrize(("order", "party", "at"), ORDERS, ids=["asked", "asked back", "overdue", "merchant left"])
def test_co_05_an_order_in_default_is_on_record_from_its_end(
    order: Callable[[], Process], party: Party, at: datetime
) -> None:
    ended = order()
    assert ended.status == "CANCELLED"
    assert ended.summary.record == entry(party, "default", at)


def agreed() -> Process:
    order = orders.asked()
    order.issue(com.ConfirmCancellation(by="merchant"), orders.ASKED + hours(1))
    return order


def accepted() -> Process:
    order = orders.delivered()
    order.issue(com.Verify(), orders.DELIVERED + hours(1))
    return order


@pytest.mark.parametrize("order", [orders.proposed, orders.overdue, agreed, accepted], ids=lambda order: order.__name__)
def test_an_order_without_default_is_on_nobodys_record(order: Callable[[], Process]) -> None:
    assert order().summary.record is None


@pytest.mark.parametrize("party", ["creator", "merchant"])
def test_ix_24_a_default_that_a_ruling_found_is_on_record_with_the_dispute_alone(party: Party) -> None:
    order = orders.disputed(orders.effective(), orders.ASKED)
    order.issue(orders.ruled("cancel", party), orders.ASKED + hours(1))
    assert order.state.in_default == party
    assert order.summary.record is None


@pytest.mark.parametrize("party", ["creator", "merchant"])
@pytest.mark.parametrize("outcome", ["cancel", "resume", "complete"])
def test_ds_02_a_ruling_is_on_the_losers_record_from_when_it_is_made(party: Party, outcome: Outcome) -> None:
    dispute = disputes.ruled(command=disputes.ruling(party, outcome))
    assert dispute.summary.record == entry(party, "dispute_lost", disputes.RULED)


@pytest.mark.parametrize(
    "dispute",
    [
        disputes.appealed,
        disputes.requested,
        disputes.answered,
        disputes.not_appealed,
        disputes.dismissed,
        disputes.lapsed,
    ],
    ids=lambda dispute: dispute.__name__,
)
def test_ds_02_a_ruling_stays_on_record_as_long_as_it_stands(dispute: Callable[[], Process]) -> None:
    assert dispute().summary.record == entry("merchant", "dispute_lost", disputes.RULED)


def test_ix_24_a_struck_ruling_is_off_the_record() -> None:
    assert disputes.struck().summary.record is None


@pytest.mark.parametrize(
    "dispute",
    [disputes.opened, disputes.escalated, disputes.withdrawn, disputes.settled],
    ids=lambda dispute: dispute.__name__,
)
def test_a_dispute_without_a_ruling_is_on_nobodys_record(dispute: Callable[[], Process]) -> None:
    assert dispute().summary.record is None


def test_ix_22_a_dispute_settled_after_its_ruling_is_lost_by_nobody() -> None:
    dispute = disputes.ruled()
    dispute.issue(dsm.Settle(), disputes.RULED + hours(1))
    assert dispute.status == "WITHDRAWN"
    assert dispute.summary.record is None


def test_a_ruling_that_finds_nobody_in_default_is_on_nobodys_record() -> None:
    assert disputes.ruled(command=disputes.ruling(None)).summary.record is None


def test_sr_14_a_breach_is_on_the_creators_record_until_it_is_struck() -> None:
    request = samples.received()
    assert request.summary.record is None
    late = samples.CLOSES + hours(2)
    request.time_to(late)
    assert request.summary.record == entry("creator", "breach", samples.CLOSES)
    request.issue(srm.Reinstate(reason=samples.WHY), late)
    assert request.summary.record is None
    again = samples.CLOSES + hours(1000)
    request.time_to(again)
    assert request.status == "BREACHED"
    assert request.summary.record is not None
    assert request.summary.record.at > samples.CLOSES


def test_sr_14_a_breach_is_dated_by_itself_and_not_by_what_is_reported_later() -> None:
    stage = samples.platform()
    request = samples.received(stage)
    request.time_to(samples.CLOSES + hours(2))
    stage.report("video/v1", samples.published(samples.CLOSES - hours(1)), samples.CLOSES + hours(300))
    assert request.state.last_at == samples.CLOSES + hours(300)
    assert request.summary.record == entry("creator", "breach", samples.CLOSES)


def creator_with(stage: Platform, *, defaults: int, ruled: bool) -> None:
    """Creator c1 asks out of orders and gets no answer, and loses one dispute where one is ruled."""
    for _ in range(defaults):
        order = orders.asked("creator", stage=stage)
        order.time_to(orders.ASKED + hours(73))
    if ruled:
        disputes.ruled(stage, disputes.ruling("creator"))


@pytest.mark.parametrize(
    ("defaults", "ruled", "rules"), [(2, False, []), (3, False, ["SR-01"]), (1, True, []), (2, True, ["SR-01"])]
)
def test_sr_01_defaults_and_lost_disputes_refuse_the_next_application(
    defaults: int, ruled: bool, rules: list[str]
) -> None:
    stage = samples.platform()
    creator_with(stage, defaults=defaults, ruled=ruled)
    request = samples.pending(stage, samples.apply("p2"), orders.ASKED + hours(100))
    assert [one.rule for one in request.state.violations] == rules
