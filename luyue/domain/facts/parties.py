"""Who takes part: creators and merchants, with all that the eligibility rules read. None means: not reported."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from luyue.domain.facts.numbers import Count, Score, Yuan
from luyue.domain.messages import Identifier, Moment, Value

Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A code or a few words of the platform's own, never about a person: reports are kept for good."""


class Risk(Value):
    """The platform's own flags on a creator (SR-01)."""

    level: Literal["low", "medium", "high"] = "low"
    reasons: tuple[Reason, ...] = Field((), max_length=20)


class Creator(Value):
    """PUT /v1/creators/{id}"""

    followers: Count | None = None
    public_original_videos: Count | None = None
    phone_bound: bool | None = None
    real_name_verified: bool | None = None
    risk: Risk | None = None
    disputes_lost: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """At most a million, so that no weight of the policy takes the sum beyond what canonical JSON can hold."""
    bound_shop_id: Identifier | None = None
    """The shop that is bound to the creator's account (CA-04): its merchant's id."""


class FakeTrading(Value):
    """A finding of severe fake trading (CE-06), by the merchant itself or by a related account."""

    found_at: Moment
    by: Literal["merchant", "related_account"]


class Merchant(Value):
    """PUT /v1/merchants/{id}: the alliance's standard (SR-02) and the campaigns' conditions (CE-06)."""

    shop_opened: bool | None = None
    meets_alliance_standard: bool | None = None
    alliance_standard_reasons: tuple[Reason, ...] = Field((), max_length=20)
    """Why the standard is not met."""
    experience_score: Score | None = None
    """Of the last 30 days."""
    main_category: str | None = Field(None, max_length=64)
    trade_medal: Annotated[str, StringConstraints(pattern=r"^[0-5]A$")] | None = None
    """1A to 5A; 0A: none."""
    trustpass: Literal["enterprise", "personal", "none"] | None = None
    trustpass_valid_until: Moment | None = None
    alipay_real_name_bound: bool | None = None
    buyer_protection_joined: bool | None = None
    buyer_protection_deposit: Yuan | None = None
    severe_fake_trading: tuple[FakeTrading, ...] | None = Field(None, max_length=200)
    """Every finding, related accounts included; empty: none was ever found."""
    violation_points_this_year: Count | None = None
    severe_ip_infringement: bool | None = None
    infringing_goods_points: Count | None = None
    prohibited_information_points: Count | None = None
    business_compliance_violation: bool | None = None
    court_dishonest: bool | None = None
    severe_overdue_finance_debt: bool | None = None
    overall_competitiveness_met: bool | None = None
    ships_within_48h_during_event: bool | None = None
    """What the merchant has undertaken."""
