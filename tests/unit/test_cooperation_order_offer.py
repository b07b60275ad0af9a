"""Offering, accepting, declining and withdrawing terms (CO-01, CO-03)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import Advertising, OfferedProduct
from luyue.domain.facts import CartAccess, Creator
from luyue.domain.process import Extend
from tests import eligible
from tests.unit.cooperation_order_stories import (
    ACCEPTED,
    LATEST,
    OFFERED,
    SECOND,
    WHY,
    effective,
    ending_rule,
    new_order,
    offer,
    platform,
    proposed,
)
from tests.unit.given_when_then import TICK, Platform, hours
from tests.unit.sample_request_stories import refused, rules

WINDOW_ENDS = OFFERED + hours(72)


def wrong_with(command: m.Propose, stage: Platform | None = None) -> list[str]:
    """Every rule that an offer does not meet."""
    order = new_order(stage or platform())
    refusal = refused(order, command, OFFERED)
    assert refusal.code == "rule"
    assert order.state.version == 0
    assert all(one.message.zh and one.message.en and one.policy_version == "1" for one in refusal.violations)
    return rules(refusal)


def product(rate: Any, id: str = "p1") -> OfferedProduct:
    return OfferedProduct(product_id=id, commission_rate=rate)


def test_co_01_an_offer_is_on_record_with_its_terms() -> None:
    budget = Advertising(budget=Decimal("1000.00"))
    order = proposed(command=offer(advertising=budget, note=WHY))
    assert order.status == "PROPOSED"
    terms = order.state.signed
    assert (terms.form, terms.product_ids, terms.latest_broadcast_at) == ("live", ("p1", "p2"), LATEST)
    assert (terms.advertising, terms.note) == (budget, WHY)
    assert {one.commission_rate for one in terms.products} == {Decimal("0.15")}
    kept = order.last(m.OrderProposed).evaluation
    assert kept.eligible
    assert kept.policy_version == "1"
    assert kept.facts["product/p1"] == 1


def test_co_01_a_product_is_named_in_lists_where_it_is_the_only_one() -> None:
    assert proposed(command=offer("p1")).summary.product_id == "p1"
    summary = proposed().summary
    assert (summary.product_id, summary.merchant_id, summary.creator_id) == (None, "m1", "c1")


def test_co_01_everything_wrong_is_told_at_once() -> None:
    command = m.Propose(
        merchant_id="m9",
        creator_id="c9",
        form="radio",
        products=(product("1.01"), product("-0.01"), product("0.1", "q1"), product("0.1", "q9")),
        latest_broadcast_at=OFFERED,
    )
    assert wrong_with(command) == [
        "CO-01.known_merchant",
        "CO-01.known_creator",
        "CO-01.form",
        "CO-01.products_once",
        "CO-01.known_products",
        "CO-01.own_products",
        "CO-01.commission",
        "CO-01.latest_broadcast",
    ]


def test_co_01_products_belong_to_the_merchant() -> None:
    assert wrong_with(offer("p1", "q1")) == ["CO-01.own_products"]
    assert proposed(command=offer("q1", merchant_id="m2")).status == "PROPOSED"


@pytest.mark.parametrize("rate", ["0", "1", "0.0000000001", "0.9999999999"])
def test_co_01_rates_are_from_nothing_to_all(rate: str) -> None:
    order = proposed(command=offer(products=(product(rate),)))
    assert order.state.signed.products[0].commission_rate == Decimal(rate)


@pytest.mark.parametrize("rate", ["0.0000000001", "-0.0000001"])
def test_co_01_a_rate_is_sent_as_it_can_be_read(rate: str) -> None:
    command = offer(products=(product(rate),))
    assert m.Propose.model_validate(command.model_dump(mode="json")) == command


@pytest.mark.parametrize("rate", ["1.0000000001", "15", "-0.0000000001", "-0"])
def test_co_01_other_rates_are_refused(rate: str) -> None:
    assert wrong_with(offer(products=(product(rate),))) == ["CO-01.commission"]


@pytest.mark.parametrize("rate", [0.15, 1, True, "15%", "", "NaN", "1e-1", "0.00000000001"])
def test_co_01_a_rate_is_a_decimal_in_a_string(rate: object) -> None:
    with pytest.raises(ValidationError):
        product(rate)


def test_co_01_as_many_products_as_the_policy_has() -> None:
    ids = [f"p{number}" for number in range(1, 22)]
    assert proposed(command=offer(*ids[:20])).status == "PROPOSED"
    assert wrong_with(offer(*ids)) == ["CO-01.number_of_products"]
    assert wrong_with(offer(products=())) == ["CO-01.number_of_products"]
    assert wrong_with(offer("p1", "p2"), platform(products_an_order=1)) == ["CO-01.number_of_products"]


def test_co_01_the_latest_broadcast_time_is_in_the_future() -> None:
    assert wrong_with(offer(latest_broadcast_at=OFFERED)) == ["CO-01.latest_broadcast"]
    assert proposed(command=offer(latest_broadcast_at=OFFERED + TICK)).status == "PROPOSED"


@pytest.mark.parametrize(
    ("rights", "form", "can"),
    [
        (("live_cart",), "live", True),
        (("video_cart",), "video", True),
        (("video_cart", "showcase"), "live", False),
        (("live_cart", "showcase"), "video", False),
        ((), "live", False),
    ],
)
def test_co_01_the_creator_holds_the_sharing_right_of_the_form(rights: Any, form: str, can: bool) -> None:
    stage = platform()
    stage.report("cart-access/c1", CartAccess(rights=rights), OFFERED)
    if can:
        assert proposed(stage, offer(form=form)).status == "PROPOSED"
    else:
        assert wrong_with(offer(form=form), stage) == ["CO-01.sharing_right"]


def test_co_01_without_an_admission_on_record_its_bar_is_checked() -> None:
    stage = Platform()
    stage.report("merchant/m1", eligible.MERCHANT, OFFERED)
    stage.report("product/p1", eligible.product(), OFFERED)
    stage.report("creator/c1", eligible.CREATOR, OFFERED)
    assert proposed(stage, offer("p1")).status == "PROPOSED"
    stage.report("creator/c1", eligible.CREATOR.model_copy(update={"followers": 999}), OFFERED)
    assert wrong_with(offer("p1"), stage) == ["CA-01.followers"]
    stage.report("creator/c1", Creator(), OFFERED)
    assert wrong_with(offer("p1"), stage) == ["CA-01.followers", "CA-01.videos", "CA-02.phone", "CA-02.real_name"]


def test_co_01_the_same_two_may_have_several_orders() -> None:
    stage = platform()
    assert [proposed(stage).status, proposed(stage).status] == ["PROPOSED", "PROPOSED"]


def test_co_03_accepting_puts_the_order_in_effect() -> None:
    order = effective()
    assert (order.status, order.state.accepted_at) == ("EFFECTIVE", ACCEPTED)
    assert order.deadlines == {"latest_broadcast": LATEST}


@pytest.mark.parametrize(("after", "status"), [(timedelta(0), "EFFECTIVE"), (SECOND, "EXPIRED")])
def test_co_03_accepting_exactly_at_the_due_time_is_in_time(after: timedelta, status: str) -> None:
    order = proposed()
    assert order.deadlines == {"acceptance_window": WINDOW_ENDS}
    if status == "EFFECTIVE":
        order.issue(m.Accept(), WINDOW_ENDS + after)
    else:
        assert refused(order, m.Accept(), WINDOW_ENDS + after).code == "status"
        assert order.dated(m.OrderExpired) == [WINDOW_ENDS]
        assert (order.state.closed_reason, order.state.terms_binding) == ("acceptance_timeout", False)
        assert ending_rule(order) == "CO-03"
    assert order.status == status


@pytest.mark.parametrize("latest", [OFFERED + hours(71), OFFERED + hours(72), OFFERED + hours(73)])
def test_co_03_the_window_ends_no_later_than_the_latest_broadcast_time(latest: datetime) -> None:
    order = proposed(command=offer(latest_broadcast_at=latest))
    due_at = min(latest, WINDOW_ENDS)
    assert order.deadlines == {"acceptance_window": due_at}
    order.time_to(due_at)
    assert order.status == "PROPOSED"
    order.time_to(due_at + SECOND)
    assert order.status == "EXPIRED"


def test_co_03_accepted_at_the_very_latest_time_the_order_is_overdue_a_moment_later() -> None:
    order = proposed(command=offer(latest_broadcast_at=OFFERED + hours(2)))
    order.issue(m.Accept(), OFFERED + hours(2))
    assert (order.status, order.state.overdue) == ("EFFECTIVE", False)
    order.time_to(OFFERED + hours(2) + SECOND)
    assert (order.status, order.state.overdue) == ("EFFECTIVE", True)


def test_co_03_ops_extend_the_window_up_to_the_latest_broadcast_time() -> None:
    order = proposed()
    extend = Extend(deadline="acceptance_window", until=LATEST + TICK, reason=WHY)
    assert rules(refused(order, extend, ACCEPTED)) == ["CO-03"]
    order.issue(extend.model_copy(update={"until": LATEST}), ACCEPTED)
    assert order.deadlines == {"acceptance_window": LATEST}


def test_co_03_the_creator_may_decline() -> None:
    order = proposed()
    order.issue(m.Decline(reason=WHY), ACCEPTED)
    assert (order.status, order.state.closed_reason, order.state.terms_binding) == ("DECLINED", "declined", False)
    assert ending_rule(order) == "CO-03"
    assert refused(order, m.Accept(), ACCEPTED).code == "status"


def test_co_03_accepting_and_withdrawing_cross_the_first_one_counts() -> None:
    order = proposed()
    order.issue(m.Withdraw(), ACCEPTED)
    assert refused(order, m.Accept(), ACCEPTED).code == "status"
    assert (order.status, order.state.closed_reason, order.state.terms_binding) == ("WITHDRAWN", "withdrawn", False)
    assert ending_rule(order) == "CO-03"
    order = proposed()
    order.issue(m.Accept(), ACCEPTED)
    assert refused(order, m.Withdraw(), ACCEPTED).code == "status"
    assert order.status == "EFFECTIVE"


def test_co_03_accepting_and_declining_cross_the_first_one_counts() -> None:
    order = proposed()
    order.issue(m.Accept(), ACCEPTED)
    assert refused(order, m.Decline(), ACCEPTED).code == "status"
    assert order.status == "EFFECTIVE"
