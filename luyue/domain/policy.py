"""The policy: every parameter of the rules (the catalogue's **P**), in one typed, versioned document.

Each value is written in one way only: durations as ISO 8601, decimals as strings. What cannot be is refused.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.facts.numbers import MOST, Count, Flag, Ratio, Score, Yuan
from luyue.domain.facts.products import EwaybillChannel, Region, Source
from luyue.domain.messages import Moment, Value

ProductTrait = Literal["cross_border", "virtual"]

VersionName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]*$")]
"""A version's name: 1 to 64 characters that need no escaping in an address."""

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(days=3650)
"""No window may be so long that a deadline leaves the calendar."""

# Neither years nor months: windows are elapsed time, and those have no fixed length.
_DURATION = re.compile(r"P(?=.)([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{1,6})?S)?)?")

Entry = TypeVar("Entry")


def _duration_given(value: object) -> object:
    if isinstance(value, timedelta) or (isinstance(value, str) and _DURATION.fullmatch(value)):
        return value
    raise PydanticCustomError("duration_text", "must be an ISO 8601 duration without years or months, such as PT48H")


def _in_hours(length: timedelta) -> str:
    """`PT48H`, as the catalogue counts elapsed time, not `P2D`."""
    minutes, rest = divmod(length, timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else ""
    parts = ((f"{hours}", "H"), (f"{minutes}", "M"), (f"{rest.seconds}{fraction}", "S"))
    return "PT" + ("".join(number + unit for number, unit in parts if number != "0") or "0S")


def _each_once(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if len(set(entries)) < len(entries):
        raise PydanticCustomError("entry_repeated", "must not have an entry twice")
    return entries


def _known_category(code: str) -> str:
    if code not in MAIN_CATEGORIES:
        raise PydanticCustomError("category_unknown", "must be the code of a main category")
    return code


_GIVEN = BeforeValidator(_duration_given)
_WRITTEN = PlainSerializer(_in_hours, return_type=str, when_used="json")
_DESCRIBED = WithJsonSchema({"type": "string", "format": "duration", "examples": ["PT48H"]})

Window = Annotated[timedelta, _GIVEN, Field(ge=SHORTEST, le=LONGEST), _WRITTEN, _DESCRIBED]
"""Elapsed time within which something is to happen."""
Margin = Annotated[timedelta, _GIVEN, Field(ge=timedelta(0), le=LONGEST), _WRITTEN, _DESCRIBED]
"""Elapsed time that may also be none."""
Weight = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Whole = Count
Share = Ratio
Points = Score
Money = Yuan
Positive = Annotated[int, Field(strict=True, ge=1, le=MOST)]
ONCE = AfterValidator(_each_once)

CategoryName = Annotated[str, StringConstraints(min_length=1, max_length=64)]
CategoryCode = Annotated[str, AfterValidator(_known_category)]

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
    slow_pickup_to_transit: Window = timedelta(hours=48)
    """SH-08: a parcel longer on its way from pickup to transit is listed as slow."""
    slow_transit_to_delivery: Window = timedelta(hours=120)
    """SH-08: a parcel longer on its way from transit to delivery is listed as slow."""

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
