"""The policy: every parameter of the rules (the catalogue's **P**), in one typed, versioned document.

Each value is written in one way only: durations as ISO 8601, decimals as strings. What cannot be is refused.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.durations import Margin, Window
from luyue.domain.facts.numbers import MOST, Count, Flag, Ratio, Score, Yuan
from luyue.domain.facts.products import EwaybillChannel, Source
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Moment, Value

ProductTrait = Literal["cross_border", "virtual"]

VersionName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]*$")]
"""A version's name: 1 to 64 characters that need no escaping in an address."""

Entry = TypeVar("Entry")


def _each_once(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if len(set(entries)) < len(entries):
        raise PydanticCustomError("entry_repeated", "must not have an entry twice")
    return entries


def _known_category(code: str) -> str:
    if code not in MAIN_CATEGORIES:
        raise PydanticCustomError("category_unknown", "must be the code of a main category")
    return code


Weight = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Whole = Count
Share = Ratio
Points = Score
Money = Yuan
Positive = Annotated[int, Field(strict=True, ge=1, le=MOST)]
ONCE = AfterValidator(_each_once)

CategoryName = Annotated[str, StringConstraints(min_length=1, max_length=64)]
CategoryCode = Annotated[str, AfterValidator(_known_category)]
Deposit = Annotated[Yuan, Field(ge=2000, le=5000)]
"""A shop's deposit, in yuan (MA-03)."""

NOT_BELOW: Mapping[str, str] = {"shipping_cutoff": "shipping_due", "risk_high_from": "risk_medium_from"}
"""Parameters that may not be less than another, which is declared before them."""


class Policy(Value):
    """One version of the parameters. Durations are elapsed time, at least a second."""

    # Relations between parameters hold for defaults too, where only one of two is given.
    model_config = ConfigDict(validate_default=True, use_attribute_docstrings=True)

    version: VersionName
    service_launched_at: Moment = datetime(2021, 9, 13, 16, tzinfo=UTC)
    """SR-04: 2021-09-14 00:00 in Beijing. Products published before it offer samples unless their merchant says no."""
    approval_window: Window = timedelta(hours=48)
    """SR-06"""
    shipping_due: Window = timedelta(hours=48)
    """SR-07"""
    shipping_cutoff: Window = timedelta(hours=120)
    """SR-08"""
    receipt_window: Window = timedelta(hours=168)
    """SR-10"""
    promotion_window: Window = timedelta(hours=360)
    """SR-11"""
    video_retention: Window = timedelta(hours=168)
    """SR-12"""
    retention_may_outlast_window: Flag = True
    """SR-12"""
    live_cart_minimum: Window = timedelta(minutes=3)
    """SR-13"""
    fact_grace: Margin = timedelta(hours=1)
    """SR-14: how long reports of what happened in time may take."""
    due_soon: Margin = timedelta(hours=6)
    """How long before an automatic transition both sides are warned; zero: never."""

    risk_points_per_breach: Weight = 2
    """SR-01: what a breach on the creator's record weighs, of a sample request or, as its default, of an order."""
    risk_points_per_dispute_lost: Weight = 3
    """SR-01: what a lost dispute weighs, reported by the platform or ruled here."""
    risk_points_of_medium_flag: Weight = 3
    """SR-01: what the platform's own flag of medium risk weighs."""
    risk_points_of_high_flag: Weight = 6
    """SR-01"""
    risk_medium_from: Positive = 3
    """SR-01: a creator of so many points or more is of medium risk."""
    risk_high_from: Positive = 6
    """SR-01: a creator of so many points or more is of high risk, and refused."""
    unsupported_product_traits: Annotated[tuple[ProductTrait, ...], ONCE] = ("cross_border", "virtual")
    """SR-03"""

    cart_minimum_followers: Whole = 1000
    """CA-01"""
    cart_minimum_videos: Whole = 10
    """CA-01: public original ones."""
    grant_all: Flag = True
    """CA-03: admission grants all three rights at once; otherwise the showcase alone."""
    product_sources: Annotated[tuple[Source, ...], ONCE] = (
        "taobao_tmall",
        "alliance",
        "own_shop",
        "jd",
        "kaola",
        "vip",
        "suning",
    )
    """CA-04"""
    shop_level_above: Annotated[str, StringConstraints(pattern=r"^(heart|diamond|crown|gold_crown)_[1-5]$")] = (
        "diamond_1"
    )
    """CA-05: a Taobao shop's level must be above this one."""
    blocked_taobao_categories: Annotated[tuple[CategoryName, ...], Field(max_length=1000), ONCE] = ()
    """CA-05: the source names no list."""
    products_a_video: Annotated[Positive, Field(le=7)] = 7
    """CA-06"""
    alliance_platform_share: Share = Decimal("0.10")
    """CA-08: of the commission, taxes paid on the creator's behalf included."""
    technical_service_fee: Share | None = None
    """CA-08: of Taobao's and JD's commission; the source states no rate, so ops must."""

    not_freight_free_regions: Annotated[tuple[Region, ...], ONCE] = (
        "71", "81", "82", "overseas", "62", "63", "64", "65", "54", "15", "46",
    )  # fmt: skip
    """CE-05: where freight may be charged."""
    shipping_guarantee_at_most: Positive = 48
    """CE-05, in hours: a guarantee of 48 or 24 h is wanted."""
    pickup_rate_minimum: Share = Decimal("0.85")
    """CE-05"""
    no_reason_return_minimum: Whole = 7
    """CE-05, in days."""
    ewaybill_channels: Annotated[tuple[EwaybillChannel, ...], ONCE] = ("douyin", "main_channels")
    """CE-05"""
    campaign_categories: Annotated[tuple[CategoryCode, ...], ONCE] = tuple(MAIN_CATEGORIES)
    """CE-05, CE-06: codes of the categories admitted."""
    experience_score_minimum: Points = Decimal(2)
    """CE-06"""
    trade_medal_minimum: Annotated[str, StringConstraints(pattern=r"^[0-5]A$")] = "1A"
    """CE-06"""
    buyer_protection_minimum: Money = Decimal("3000.00")
    """CE-06, in yuan."""
    fake_trading_months: Annotated[Positive, Field(le=120)] = 3
    """CE-06: no severe fake trading in so many months, by the Beijing calendar."""
    violation_points_below: Positive = 36
    """CE-06"""
    prohibited_information_points_below: Positive = 24
    """CE-06"""
    infringing_goods_points_at_most: Whole = 0
    """CE-06"""

    products_an_order: Annotated[Positive, Field(le=20)] = 20
    """CO-01"""
    acceptance_window: Window = timedelta(hours=72)
    """CO-03: never past the latest broadcast time."""
    cancellation_response: Window = timedelta(hours=72)
    """CO-05: a request to cancel left unanswered is a one-sided cancellation then."""
    overdue_close: Window = timedelta(days=7)
    """CO-05: after the latest broadcast time without going live."""
    broadcast_ceiling: Window = timedelta(hours=24)
    """IX-20: a broadcast never marked ended is deemed ended then."""
    auto_delivery: Window = timedelta(hours=72)
    """CO-06: after the broadcast's end; a video counts as ended when it is published (IX-21)."""
    verification_window: Window = timedelta(days=14)
    """CO-07"""
    rebroadcast_negotiation: Window = timedelta(days=7)
    """CO-08: from the failed verification."""
    rebroadcast_rounds: Whole = 3
    """CO-08: how many rebroadcasts may be agreed in one order."""
    negotiation_close: Window = timedelta(days=7)
    """CO-08: from the end of the negotiation; time left to ask for arbitration."""

    ruling_due: Window = timedelta(days=15)
    """IX-23: a dispute without a ruling is escalated then."""
    appeal_window: Window = timedelta(days=7)
    """DS-02: from the ruling's taking effect."""
    more_evidence_window: Window = timedelta(days=3)
    """DS-03: from the notice that the evidence is too thin."""

    review_window: Window = timedelta(days=3)
    """CE-03: an entry not reviewed by then is escalated."""
    instant_refund_max: Money = Decimal("300.00")
    """CE-09: in yuan, cumulative per order, inclusive."""
    reasonable_delivery: Window = timedelta(days=15)
    """SH-05: what is not received by then was not really shipped."""
    warning_window: Window = timedelta(hours=24)
    """SH-06: to put a fake shipment right."""
    transit_window: Window = timedelta(hours=24)
    """SH-04: from the first pickup to the first transit centre."""
    number_reuse_window: Window = timedelta(days=30)
    """SH-02: for how long before its upload a number must not have been another consignee's or address's."""
    pickup_window: Window = timedelta(hours=72)
    """SH-05: a parcel that its carrier has not scanned so long after its upload was not really shipped. Not of those
    carriers whose tracks may not show (SH-07)."""
    tracks_count_after_delivery: Window = timedelta(days=7)
    """SH-01 to SH-05: how long after a delivery became known what tracks say can still show that it was fake."""
    fake_shipment_points: Whole = 4
    """SH-06: penalty points of a fake shipment that was not put right."""
    slow_pickup_to_transit: Window = timedelta(hours=48)
    """SH-08: a parcel longer on its way from pickup to transit is listed as slow."""
    slow_transit_to_delivery: Window = timedelta(hours=120)
    """SH-08: a parcel longer on its way from transit to delivery is listed as slow."""
    presale_longest: Window = timedelta(days=7)
    """SH-08: a longer presale time brings a warning."""
    unreal_stock_from: Positive = 99_999
    """SH-08: so much declared stock brings a warning."""
    compensation_free_up_to: Money = Decimal("3.00")
    """SH-09: nothing is owed for late or no shipment of what cost no more, in yuan."""
    compensation_flat: Money = Decimal("3.00")
    """SH-09: what is owed for whatever cost more than that and less than `compensation_share_from`, in yuan."""
    compensation_share_from: Money = Decimal("300.00")
    """SH-09: from this paid amount on a share of it is owed, in yuan."""
    compensation_share: Share = Decimal("0.01")
    """SH-09"""
    compensation_most: Money = Decimal("30.00")
    """SH-09: the share is no more than this, in yuan."""
    late_shipment_points: Whole = 0
    """SH-09: penalty points for an order that was not shipped in time; the source states none."""
    unshipped_refund: Window = timedelta(days=7)
    """SH-09: an order that is not shipped so long after it was due is refunded by itself."""
    order_receipt_window: Window = timedelta(days=20)
    """A consumer order counts as received so long after shipping; longer than `reasonable_delivery` (SH-05)."""
    refund_answer: Window = timedelta(hours=48)
    """CE-09: a merchant that has not answered by then agrees to the refund."""
    assessment_period: Window = timedelta(days=30)
    """CE-08: how far back an assessment looks."""
    throttle_from: Positive = 3
    """CE-08: from so many violations on, throttling is recommended."""
    delist_from: Positive = 10
    """CE-08: from so many violations on, delisting is recommended."""
    buyer_review_from: Positive = 10
    """CE-08: from so many claims of one buyer on, a look at the buyer is recommended."""

    shop_deposits: Annotated[Mapping[CategoryCode, Deposit], Field(max_length=38)] = {
        "apparel_accessories_and_jewellery": Decimal("5000.00"),
        "catering_and_fresh_food": Decimal("5000.00"),
        "digital_and_computers": Decimal("5000.00"),
        "food_and_beverages": Decimal("5000.00"),
        "personal_care_and_home_cleaning": Decimal("5000.00"),
    }
    """MA-03: in yuan, by category. The source says only 2000 to 5000: which category asks for how much is assumed."""
    shop_deposit_otherwise: Deposit = Decimal("2000.00")
    """MA-03: in yuan, of categories that `shop_deposits` leaves out."""
    invoice_due: Annotated[Positive, Field(le=12)] = 1
    """MA-04: by the end of so many calendar months, in Beijing, after its own a statement is to be invoiced."""
    invoice_freeze_share: Share = Decimal("0.30")
    """MA-04: what is frozen of a statement's amount that was not invoiced in time."""
    closing_fees_due: Annotated[Positive, Field(le=31)] = 5
    """MA-04: by the end of so many calendar days, in Beijing, after a shop began to close this year's fees are due."""
    closing_review: Window = timedelta(hours=24)
    """IX-28: how often a closing shop is looked at for what is still open; after seven looks, a seventh as often."""
    severe_delisting_deduction: Money = Decimal("2000.00")
    """MA-05: in yuan, at most what the deposit holds."""
    per_order_limits: Annotated[Mapping[CategoryCode, Positive], Field(max_length=38)] = {}
    """MA-01: how many pieces an order may have where the merchant set no limit, by category; the source names none."""
    per_order_limit_otherwise: Positive = 99
    """MA-01: in pieces, of categories that `per_order_limits` leaves out."""

    @field_validator(*NOT_BELOW)
    @classmethod
    def _not_below(cls, value: Any, info: ValidationInfo) -> Any:
        other = NOT_BELOW[info.field_name or ""]
        if other in info.data and value < info.data[other]:
            raise PydanticCustomError("below_other", "must not be less than {other}", {"other": other})
        return value

    @field_validator("retention_may_outlast_window")
    @classmethod
    def _can_be_fulfilled(cls, value: bool, info: ValidationInfo) -> bool:
        retention, window = info.data.get("video_retention"), info.data.get("promotion_window")
        if not value and retention and window and retention > window:
            raise PydanticCustomError(
                "never_fulfilled", "must be true while video_retention is longer than promotion_window"
            )
        return value


DEFAULT_POLICY = Policy(version="1")
