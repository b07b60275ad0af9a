"""Which facts an evaluation asks for, and the case that they make."""

from datetime import UTC, datetime

from luyue.domain.facts import Campaign, CartAccess, Facts, Needs, OnRecord, Report, RiskWaiver
from luyue.domain.messages import Value
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.cases import case, needs, versions
from tests.eligible import CREATOR, MERCHANT, OFFER, product

AT = datetime(2024, 2, 1, 4, tzinfo=UTC)
OTHER_MERCHANT = MERCHANT.model_copy(update={"trade_medal": "5A"})
WAIVER = RiskWaiver(waived=True, reason="appeal upheld")
ACCESS = CartAccess(rights=("showcase",))
CAMPAIGN = Campaign(title="Spring", registration_from=AT, registration_until=AT, event_from=AT, event_until=AT)
RECORD = (OnRecord(stream="cooperation-order/co_1", what="default", at=AT),)
KNOWN: dict[str, Value] = {
    "creator/c1": CREATOR,
    "risk-waiver/c1": WAIVER,
    "cart-access/c1": ACCESS,
    "product/p1": product("m1"),
    "sample-offer/p1": OFFER,
    "merchant/m1": MERCHANT,
    "merchant/m2": OTHER_MERCHANT,
    "campaign/x1": CAMPAIGN,
}
FACTS = Facts(
    newest={
        stream: Report(stream=stream, version=version, recorded_at=AT, fact=fact)
        for version, (stream, fact) in enumerate(KNOWN.items(), 1)
    },
    record=RECORD,
)


def test_who_is_not_named_is_not_asked_for() -> None:
    assert needs() == Needs()


def test_a_creator_is_asked_for_with_its_rights_and_its_record() -> None:
    assert needs(creator_id="c1") == Needs(
        streams=("creator/c1", "risk-waiver/c1", "cart-access/c1"), record_of="creator/c1"
    )


def test_a_product_is_asked_for_with_its_offer_and_its_merchant() -> None:
    assert needs(product_id="p1") == Needs(streams=("product/p1", "sample-offer/p1"), merchant_of="product/p1")


def test_a_campaign_is_asked_for() -> None:
    assert needs(campaign_id="x1") == Needs(streams=("campaign/x1",))


def test_a_case_holds_everything_known_of_those_named() -> None:
    assert case(FACTS, AT, creator_id="c1", product_id="p1", campaign_id="x1", promotion_form="live") == Case(
        at=AT,
        creator=CREATOR,
        risk_waiver=WAIVER,
        record=RECORD,
        cart_access=ACCESS,
        merchant=MERCHANT,
        product=product("m1"),
        sample_offer=OFFER,
        campaign=CAMPAIGN,
        promotion_form="live",
    )


def test_a_merchant_that_is_named_comes_before_the_products() -> None:
    assert case(FACTS, AT, product_id="p1", merchant_id="m2").merchant == OTHER_MERCHANT
    assert case(FACTS, AT, merchant_id="m2").merchant == OTHER_MERCHANT


def test_a_case_of_nobody_known_is_empty() -> None:
    empty = case(Facts(), AT, creator_id="c9", product_id="p9", campaign_id="x9")
    assert empty == Case(at=AT)
    assert empty.record == ()


def test_the_version_of_every_fact_asked_for_is_given_and_0_where_nothing_was_reported() -> None:
    newest = {stream: FACTS.newest[stream] for stream in ("product/p1", "merchant/m1")}
    assert versions(needs(product_id="p1"), Facts(newest=newest)) == {
        "product/p1": 4,
        "sample-offer/p1": 0,
        "merchant/m1": 6,
    }


def test_the_version_of_a_known_products_unknown_merchant_is_0() -> None:
    newest = {"product/p1": FACTS.newest["product/p1"]}
    assert versions(needs(product_id="p1"), Facts(newest=newest)) == {
        "product/p1": 4,
        "sample-offer/p1": 0,
        "merchant/m1": 0,
    }
    assert versions(needs(product_id="p1"), Facts()) == {"product/p1": 0, "sample-offer/p1": 0}
