"""The policy: every parameter of the rules (the catalogue's **P**), in one typed, versioned document."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.facts.numbers import Count, Ratio, Score, Yuan
from luyue.domain.facts.products import EwaybillChannel, Region, Source
from luyue.domain.messages import Moment, Value

ProductTrait = Literal["cross_border", "virtual"]
AddedBy = Literal["search", "taobao_token", "shop_link"]


class Policy(Value):
    """One version of the parameters. Durations are elapsed time, at least a second."""

    version: str = Field(min_length=1, max_length=64)
    service_launched_at: Moment = datetime(2021, 9, 13, 16, tzinfo=UTC)
    """SR-04: 2021-09-14 00:00 in Beijing. Products published before it offer samples unless their merchant says no."""
    approval_window: timedelta = Field(timedelta(hours=48), ge=timedelta(seconds=1))
    """SR-06"""
    shipping_due: timedelta = Field(timedelta(hours=48), ge=timedelta(seconds=1))
    """SR-07"""
    shipping_cutoff: timedelta = Field(timedelta(hours=120), ge=timedelta(seconds=1))
    """SR-08"""
    receipt_window: timedelta = Field(timedelta(hours=168), ge=timedelta(seconds=1))
    """SR-10"""
    promotion_window: timedelta = Field(timedelta(hours=360), ge=timedelta(seconds=1))
    """SR-11"""
    video_retention: timedelta = Field(timedelta(hours=168), ge=timedelta(seconds=1))
    """SR-12"""
    retention_may_outlast_window: bool = True
    """SR-12"""
    live_cart_minimum: timedelta = Field(timedelta(minutes=3), ge=timedelta(seconds=1))
    """SR-13"""
    fact_grace: timedelta = Field(timedelta(hours=1), ge=timedelta(0))
    """SR-14: how long reports of what happened in time may take."""
    due_soon: timedelta = Field(timedelta(hours=6), ge=timedelta(0))
    """How long before an automatic transition both sides are warned; zero: never."""

    risk_points_per_breach: Count = 2
    """SR-01: what a breach on the creator's record weighs."""
    risk_points_per_dispute_lost: Count = 3
    """SR-01"""
    risk_points_of_medium_flag: Count = 3
    """SR-01: what the platform's own flag of medium risk weighs."""
    risk_points_of_high_flag: Count = 6
    """SR-01"""
    risk_medium_from: Annotated[int, Field(ge=1)] = 3
    """SR-01: a creator of so many points or more is of medium risk."""
    risk_high_from: Annotated[int, Field(ge=1)] = 6
    """SR-01: a creator of so many points or more is of high risk, and refused."""
    unsupported_product_traits: tuple[ProductTrait, ...] = ("cross_border", "virtual")
    """SR-03"""

    cart_minimum_followers: Count = 1000
    """CA-01"""
    cart_minimum_videos: Count = 10
    """CA-01: public original ones."""
    grant_all: bool = True
    """CA-03: admission grants all three rights at once; otherwise the showcase alone."""
    product_sources: tuple[Source, ...] = ("taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning")
    """CA-04"""
    shop_level_above: Annotated[str, StringConstraints(pattern=r"^(heart|diamond|crown|gold_crown)_[1-5]$")] = (
        "diamond_1"
    )
    """CA-05: a Taobao shop's level must be above this one."""
    blocked_taobao_categories: tuple[str, ...] = ()
    """CA-05: the source names no list."""
    products_a_video: Annotated[int, Field(ge=1, le=7)] = 7
    """CA-06"""
    alliance_platform_share: Ratio = Decimal("0.10")
    """CA-08: of the commission, taxes paid on the creator's behalf included."""
    technical_service_fee: Ratio | None = None
    """CA-08: of Taobao's and JD's commission; the source states no rate, so ops must."""

    not_freight_free_regions: tuple[Region, ...] = (
        "71", "81", "82", "overseas", "62", "63", "64", "65", "54", "15", "46",
    )  # fmt: skip
    """CE-05: where freight may be charged."""
    shipping_guarantee_at_most: Annotated[int, Field(ge=1)] = 48
    """CE-05, in hours: a guarantee of 48 or 24 h is wanted."""
    pickup_rate_minimum: Ratio = Decimal("0.85")
    """CE-05"""
    no_reason_return_minimum: Count = 7
    """CE-05, in days."""
    ewaybill_channels: tuple[EwaybillChannel, ...] = ("douyin", "main_channels")
    """CE-05"""
    campaign_categories: tuple[str, ...] = tuple(MAIN_CATEGORIES)
    """CE-05, CE-06: codes of the categories admitted."""
    experience_score_minimum: Score = Decimal(2)
    """CE-06"""
    trade_medal_minimum: Annotated[str, StringConstraints(pattern=r"^[0-5]A$")] = "1A"
    """CE-06"""
    buyer_protection_minimum: Yuan = Decimal("3000.00")
    """CE-06, in yuan."""
    fake_trading_months: Annotated[int, Field(ge=1, le=120)] = 3
    """CE-06: no severe fake trading in so many months, by the Beijing calendar."""
    violation_points_below: Annotated[int, Field(ge=1)] = 36
    """CE-06"""
    prohibited_information_points_below: Annotated[int, Field(ge=1)] = 24
    """CE-06"""
    infringing_goods_points_at_most: Count = 0
    """CE-06"""


DEFAULT_POLICY = Policy(version="1")
