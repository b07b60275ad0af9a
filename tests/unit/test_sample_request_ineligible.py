"""IX-13 to IX-15 before shipping: a request that cannot be kept any more ends, against the merchant or nobody."""

from collections.abc import Callable

import pytest

from luyue.domain.facts import CartAccess, RecordEntry
from luyue.domain.messages import Value
from luyue.domain.process import Advance
from luyue.domain.sample_request import messages as m
from tests import eligible
from tests.unit.given_when_then import Process, hours
from tests.unit.sample_request_stories import (
    APPROVED,
    RECEIVED,
    SHIPPED,
    approved,
    delisted,
    pending,
    platform,
    received,
    relisted,
    shipped,
)

NEWS = APPROVED + hours(5)
BANNED = eligible.CREATOR.model_copy(update={"banned": True})
CASES: list[tuple[str, Value, str]] = [
    ("delisting/p1", delisted(), "product_unavailable"),
    ("product/p1", eligible.product().model_copy(update={"in_alliance": False}), "product_unavailable"),
    ("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": False}), "merchant_left"),
    ("merchant/m1", eligible.MERCHANT.model_copy(update={"meets_alliance_standard": False}), "merchant_left"),
    ("creator/c1", BANNED, "creator_ineligible"),
    ("cart-access/c1", CartAccess(rights=()), "creator_ineligible"),
]
IDS = ["ix_13 delisted", "ix_13 left", "ix_14 closed", "ix_14 standard", "ix_15 banned", "ix_15 no rights"]
HARMLESS: list[tuple[str, Value]] = [
    ("delisting/p1", relisted()),
    ("delisting/p2", delisted()),
    ("product/p1", eligible.product(title="green tea").model_copy(update={"in_alliance": None})),
    ("product/p1", eligible.product().model_copy(update={"meets_alliance_standard": False})),
    ("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": None})),
    ("merchant/m2", eligible.MERCHANT.model_copy(update={"shop_opened": False})),
    ("creator/c1", eligible.CREATOR.model_copy(update={"followers": 1, "banned": False})),
    ("creator/c2", BANNED),
    ("cart-access/c1", CartAccess(rights=("showcase",))),
]


@pytest.mark.parametrize("story", [pending, approved], ids=["pending", "approved"])
@pytest.mark.parametrize(("stream", "fact", "reason"), CASES, ids=IDS)
def test_what_is_not_shipped_is_cancelled(story: Callable[..., Process], stream: str, fact: Value, reason: str) -> None:
    stage = platform()
    request = story(stage)
    stage.report(stream, fact, NEWS)
    assert (request.status, request.state.closed_reason) == ("CANCELLED", reason)
    assert request.dated(m.SampleRequestCancelled) == [NEWS]
    assert request.summary.claim is None
    assert request.deadlines == {}


@pytest.mark.parametrize(("stream", "fact", "reason"), CASES, ids=IDS)
def test_ix_14_only_a_merchant_that_left_has_it_on_record(stream: str, fact: Value, reason: str) -> None:
    stage = platform()
    request = approved(stage)
    stage.report(stream, fact, NEWS)
    left = RecordEntry(party="merchant", what="merchant_left", at=NEWS)
    assert request.summary.record == (left if reason == "merchant_left" else None)


@pytest.mark.parametrize("story", [pending, approved], ids=["pending", "approved"])
@pytest.mark.parametrize(("stream", "fact"), HARMLESS)
def test_everything_else_changes_nothing(story: Callable[..., Process], stream: str, fact: Value) -> None:
    stage = platform()
    request = story(stage)
    version = request.state.version
    stage.report(stream, fact, NEWS)
    assert request.state.version == version


@pytest.mark.parametrize("story", [shipped, received], ids=["shipped", "received"])
@pytest.mark.parametrize(("stream", "fact", "reason"), CASES[4:], ids=IDS[4:])
def test_ix_15_after_shipping_the_duty_stays(
    story: Callable[..., Process], stream: str, fact: Value, reason: str
) -> None:
    stage = platform()
    request = story(stage)
    status, deadlines = request.status, request.deadlines
    stage.report(stream, fact, RECEIVED + hours(1))
    request.time_to(RECEIVED + hours(1))
    assert (request.status, request.deadlines) == (status, deadlines)


@pytest.mark.parametrize("order", [(0, 2, 4), (4, 2, 0), (2, 0, 4), (4, 0, 2)])
def test_of_several_ends_the_faults_comes_first_in_whatever_order_they_arrive(order: tuple[int, ...]) -> None:
    stage = platform()
    request = approved(stage)
    for number in order:
        stage.report(CASES[number][0], CASES[number][1], NEWS, routed=False)
    for number in order:
        stage.route(CASES[number][0], NEWS)
    assert request.state.closed_reason == "merchant_left"
    assert request.count(m.SampleRequestCancelled) == 1


def test_ix_13_what_is_over_stays_over_when_the_product_is_back() -> None:
    stage = platform()
    request = approved(stage)
    stage.report("delisting/p1", delisted(), NEWS)
    stage.report("delisting/p1", relisted(), NEWS + hours(1))
    assert request.status == "CANCELLED"
    again = pending(stage, at=NEWS + hours(2))
    assert again.status == "PENDING"


def test_a_request_listens_as_long_as_it_matters() -> None:
    both = {"product:p1", "merchant:m1"}
    assert pending().summary.subjects == approved().summary.subjects == {*both, "creator:c1"}
    assert shipped().summary.subjects == received().summary.subjects
    assert shipped().summary.subjects == {*both, "parcel:SF:1001", "content:c1:p1"}


def test_ix_15_the_test_clock_dates_the_end_in_the_requests_own_time() -> None:
    stage = platform()
    request = approved(stage)
    request.issue(Advance(by=hours(10)), APPROVED + hours(1))
    stage.report("creator/c1", BANNED, APPROVED + hours(2))
    assert request.dated(m.SampleRequestCancelled) == [APPROVED + hours(12)]


@pytest.mark.parametrize(
    ("stream", "fact", "rule"),
    [
        ("creator/c1", BANNED, "SR-01.not_banned"),
        ("delisting/p1", delisted(), "SR-02.not_delisted"),
    ],
)
def test_sr_01_sr_02_who_is_banned_and_what_is_delisted_is_refused_from_the_start(
    stream: str, fact: Value, rule: str
) -> None:
    stage = platform()
    stage.report(stream, fact, APPROVED)
    request = pending(stage, at=SHIPPED)
    assert request.status == "REFUSED"
    [violation] = request.state.violations
    assert violation.rule == rule
    assert violation.remedy is not None


def test_sr_02_not_delisted_a_product_that_is_back_can_be_asked_for() -> None:
    stage = platform()
    stage.report("delisting/p1", relisted(), APPROVED)
    assert pending(stage, at=SHIPPED).status == "PENDING"
