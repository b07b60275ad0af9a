"""What goes into showcases and carts: ways of adding (CA-04), products a video (CA-06), live rooms (CA-07)."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from luyue.domain.carts import SOURCES_BY_WAY, any_right_left, not_from_the_showcase, too_many_products, way_of_adding
from luyue.domain.facts import CartAccess, CartEntry, LiveSession, Right, Video
from luyue.domain.facts.products import AddedBy, Source
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.rule import NOT_APPLICABLE

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def video(*products: str) -> Video:
    return Video(creator_id="c1", state="published", product_ids=products)


def session(*products: str, creator_id: str = "c1") -> LiveSession:
    cart = tuple(CartEntry(product_id=product, added_at=NOON) for product in products)
    return LiveSession(creator_id=creator_id, started_at=NOON, cart=cart)


def refused(now: LiveSession, before: LiveSession | None, *showcase: str) -> list[dict[str, str]]:
    return [violation.observed for violation in not_from_the_showcase(now, before, set(showcase), DEFAULT_POLICY)]


@pytest.mark.parametrize("source", get_args(Source))
@pytest.mark.parametrize("way", get_args(AddedBy))
def test_a_source_is_added_by_search_or_by_its_own_way(way: AddedBy, source: Source) -> None:
    """CA-04"""
    own = {"taobao_token": {"taobao_tmall"}, "shop_link": {"jd", "kaola", "vip", "suning"}}
    fits = way == "search" or source in own[way]
    check = way_of_adding(way, source)
    assert (check.rule, check.passed) == ("CA-04.added_by", fits)
    assert check.observed == {"added_by": way, "source": source}
    assert check.required == {"any_of": list(SOURCES_BY_WAY[way])}
    assert (check.remedy is None) == fits
    assert check.message is not None


@pytest.mark.parametrize("way", get_args(AddedBy))
def test_any_way_fits_a_source_that_is_not_known(way: AddedBy) -> None:
    """CA-04: that the source is missing is said by another rule."""
    check = way_of_adding(way, None)
    assert (check.passed, check.observed) == (True, NOT_APPLICABLE)


@pytest.mark.parametrize(("rights", "passed"), [((), False), (("live_cart",), True), (get_args(Right), True)])
def test_one_right_left_is_enough(rights: tuple[Right, ...], passed: bool) -> None:
    """CA-03"""
    check = any_right_left(CartAccess(rights=rights))
    assert (check.rule, check.passed, check.observed) == ("CA-03", passed, list(rights))
    assert check.required == {"any_of": ["showcase", "video_cart", "live_cart"]}
    assert (check.remedy is None) == passed


@pytest.mark.parametrize(("allowed", "linked", "passes"), [(7, 7, True), (3, 3, True), (3, 4, False), (1, 2, False)])
def test_products_a_video(allowed: int, linked: int, passes: bool) -> None:
    """CA-06"""
    policy = DEFAULT_POLICY.model_copy(update={"products_a_video": allowed})
    found = too_many_products(video(*(f"p{number}" for number in range(linked))), None, policy)
    assert [violation.rule for violation in found] == ([] if passes else ["CA-06"])


def test_what_was_linked_when_more_were_allowed_may_stay() -> None:
    """CA-06"""
    policy = DEFAULT_POLICY.model_copy(update={"products_a_video": 1})
    assert too_many_products(video("p1", "p2"), video("p1", "p2", "p3"), policy) == ()
    [violation] = too_many_products(video("p1", "p4"), video("p1", "p2", "p3"), policy)
    assert (violation.observed, violation.required) == (2, {"at_most": 1})


def test_a_live_rooms_products_come_from_the_showcase() -> None:
    """CA-07"""
    assert refused(session("p1", "p2"), None, "p1", "p2", "p3") == []
    assert refused(session("p1", "p2", "p3"), None, "p2") == [
        {"field": "cart.0.product_id", "product_id": "p1"},
        {"field": "cart.2.product_id", "product_id": "p3"},
    ]
    assert refused(session(), None) == []


def test_what_the_session_had_before_may_stay() -> None:
    """CA-07"""
    assert refused(session("p1", "p1"), session("p1")) == []
    later = CartEntry(product_id="p1", added_at=NOON + timedelta(seconds=1))
    again = session("p1").model_copy(update={"cart": (*session("p1").cart, later)})
    assert refused(again, session("p1")) == [{"field": "cart.1.product_id", "product_id": "p1"}]
    assert refused(again, session("p1"), "p1") == []
    assert refused(again, again) == []
    assert refused(session("p1", "p2"), session("p1")) == [{"field": "cart.1.product_id", "product_id": "p2"}]
    assert refused(session("p1"), session("p1", creator_id="c2")) == [
        {"field": "cart.0.product_id", "product_id": "p1"}
    ]
