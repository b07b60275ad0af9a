"""Products that samples are asked of (SR-03, SR-04, SR-05), and sources of a showcase's (CA-04)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from luyue.domain.facts import SampleOffer
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.rule import NOT_APPLICABLE
from luyue.domain.rulebook.sets import SAMPLE_REQUEST, SHOWCASE_PRODUCT
from tests.unit.rulebook.rule_checks import check_of, eligible_case, missing, policy_with, said, with_fact

SECOND = timedelta(seconds=1)
LAUNCH = DEFAULT_POLICY.service_launched_at
NO_TRAIT = {"cross_border": False, "virtual": False}


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_sr_05_a_product_is_known_or_not() -> None:
    assert said(SAMPLE_REQUEST, "SR-05.known_product", eligible_case()) == (True, True, True)
    assert said(SAMPLE_REQUEST, "SR-05.known_product", eligible_case(product=None)) == (False, False, True)


@pytest.mark.parametrize(
    ("cross_border", "virtual", "passed"),
    [(False, False, True), (True, False, False), (False, True, False), (True, True, False)],
)
def test_sr_03_cross_border_and_virtual_products_are_not_supported(
    cross_border: bool, virtual: bool, passed: bool
) -> None:
    traits = {"cross_border": cross_border, "virtual": virtual}
    case = eligible_case()
    case = eligible_case(product=case.product.model_copy(update=traits) if case.product else None)
    assert said(SAMPLE_REQUEST, "SR-03", case) == (passed, traits, NO_TRAIT)


def test_sr_03_names_the_traits_that_were_not_reported() -> None:
    unknown = with_fact(eligible_case(), "product.virtual", None)
    assert missing(SAMPLE_REQUEST, "SR-03", unknown) == (False, ("product.virtual",))
    assert check_of(SAMPLE_REQUEST, "SR-03", unknown).required == NO_TRAIT
    assert missing(SAMPLE_REQUEST, "SR-03", with_fact(unknown, "product.cross_border", None)) == (
        False,
        ("product.cross_border", "product.virtual"),
    )


def test_sr_03_a_trait_that_the_policy_supports_need_not_even_be_known() -> None:
    policy = policy_with(unsupported_product_traits=("virtual",))
    case = with_fact(eligible_case(), "product.cross_border", None)
    assert said(SAMPLE_REQUEST, "SR-03", case, policy) == (True, {"virtual": False}, {"virtual": False})
    virtual = with_fact(case, "product.virtual", True)
    assert said(SAMPLE_REQUEST, "SR-03", virtual, policy) == (False, {"virtual": True}, {"virtual": False})


def test_sr_03_a_policy_may_support_every_trait() -> None:
    policy = policy_with(unsupported_product_traits=())
    case = with_fact(with_fact(eligible_case(), "product.cross_border", True), "product.virtual", None)
    assert said(SAMPLE_REQUEST, "SR-03", case, policy) == (True, {}, {})


@pytest.mark.parametrize(
    ("choice", "published_at", "passed"),
    [
        (True, None, True),
        (True, LAUNCH + SECOND, True),
        (False, None, False),
        (False, LAUNCH - SECOND, False),
        (None, LAUNCH - SECOND, True),
        (None, LAUNCH, True),
        (None, LAUNCH + SECOND, False),
    ],
)
def test_sr_04_sr_05_the_merchant_chooses_and_older_products_offer_samples(
    choice: bool | None, published_at: datetime | None, passed: bool
) -> None:
    offer = SampleOffer(offers_samples=choice) if choice is not None else None
    case = with_fact(eligible_case(sample_offer=offer), "product.published_at", published_at)
    assert said(SAMPLE_REQUEST, "SR-05.offers_samples", case) == (
        passed,
        {"merchants_choice": choice, "published_at": text(published_at) if published_at else None},
        {"merchants_choice": True, "or_unchosen_and_published_until": "2021-09-13T16:00:00Z"},
    )


def test_sr_05_neither_a_choice_nor_when_it_was_published_is_known() -> None:
    case = with_fact(eligible_case(sample_offer=None), "product.published_at", None)
    assert missing(SAMPLE_REQUEST, "SR-05.offers_samples", case) == (
        False,
        ("sample_offer.offers_samples", "product.published_at"),
    )


def test_sr_04_the_services_launch_is_the_policys() -> None:
    case = with_fact(eligible_case(sample_offer=None), "product.published_at", LAUNCH + SECOND)
    policy = policy_with(service_launched_at=LAUNCH + SECOND)
    passed, _, required = said(SAMPLE_REQUEST, "SR-05.offers_samples", case, policy)
    assert (passed, required["or_unchosen_and_published_until"]) == (True, text(LAUNCH + SECOND))


def test_sr_05_a_product_that_is_not_known_offers_nothing() -> None:
    assert missing(SAMPLE_REQUEST, "SR-05.offers_samples", eligible_case(product=None)) == (False, ("product",))


SOURCES = ["taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning"]


@pytest.mark.parametrize("source", SOURCES)
def test_ca_04_every_source_is_supported_until_the_policy_drops_it(source: str) -> None:
    case = with_fact(eligible_case(), "product.source", source)
    assert said(SHOWCASE_PRODUCT, "CA-04.source", case) == (True, source, SOURCES)
    others = [other for other in SOURCES if other != source]
    policy = policy_with(product_sources=others)
    assert said(SHOWCASE_PRODUCT, "CA-04.source", case, policy) == (False, source, others)


def test_ca_04_names_a_source_that_was_not_reported() -> None:
    unknown = (False, ("product.source",))
    assert missing(SHOWCASE_PRODUCT, "CA-04.source", with_fact(eligible_case(), "product.source", None)) == unknown
    assert missing(SHOWCASE_PRODUCT, "CA-04.source", eligible_case(product=None)) == unknown


@pytest.mark.parametrize(("bound", "passed"), [("m1", True), ("m2", False)])
def test_ca_04_an_own_shops_product_is_of_the_shop_bound(bound: str, passed: bool) -> None:
    case = with_fact(with_fact(eligible_case(), "product.source", "own_shop"), "creator.bound_shop_id", bound)
    assert said(SHOWCASE_PRODUCT, "CA-04.own_shop", case) == (passed, bound, "m1")


def test_ca_04_names_the_shop_bound_where_it_was_not_reported() -> None:
    unknown = (False, ("creator.bound_shop_id",))
    case = with_fact(eligible_case(), "product.source", "own_shop")
    assert missing(SHOWCASE_PRODUCT, "CA-04.own_shop", case) == unknown
    assert check_of(SHOWCASE_PRODUCT, "CA-04.own_shop", case).required == "m1"
    case = with_fact(eligible_case(creator=None), "product.source", "own_shop")
    assert missing(SHOWCASE_PRODUCT, "CA-04.own_shop", case) == unknown


@pytest.mark.parametrize("source", [*(source for source in SOURCES if source != "own_shop"), None])
def test_ca_04_no_shop_need_be_bound_for_other_sources(source: Any) -> None:
    case = with_fact(eligible_case(), "product.source", source)
    assert said(SHOWCASE_PRODUCT, "CA-04.own_shop", case) == (True, NOT_APPLICABLE, None)
