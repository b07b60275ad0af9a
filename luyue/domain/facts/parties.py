"""Who takes part: creators and merchants, with all that the eligibility rules read. None means: not reported."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from luyue.domain.facts.numbers import Count, Flag, Score, Yuan
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Identifier, Moment, Value

Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A code or a few words of the platform's own, never about a person: reports are kept for good."""


class Risk(Value):
    """The platform's own flags on a creator (SR-01)."""

    level: Literal["low", "medium", "high"] = "low"
    reasons: tuple[Reason, ...] = Field((), max_length=20)


class Creator(Value):
    """What the platform knows of a creator; what is left out is not known."""

    followers: Count | None = None
    public_original_videos: Count | None = None
    phone_bound: Flag | None = None
    real_name_verified: Flag | None = None
    risk: Risk | None = None
    banned: Flag | None = None
    """The platform has shut the creator out until it says otherwise (SR-01, IX-15); no waiver lifts that."""
    disputes_lost: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] | None = None
    """At most a million, so that no weight of the policy takes the sum beyond what canonical JSON can hold."""
    bound_shop_id: Identifier | None = None
    """The shop that is bound to the creator's account (CA-04): its merchant's id."""


def _with_its_grade(medal: str) -> str:
    return "1A" if medal == "A" else medal


class FakeTrading(Value):
    """A finding of severe fake trading (CE-06), by the merchant itself or by a related account."""

    found_at: Moment
    by: Literal["merchant", "related_account"]


class Merchant(Value):
    """A merchant: the alliance's standard (SR-02) and the campaigns' conditions (CE-06)."""

    shop_opened: Flag | None = None
    meets_alliance_standard: Flag | None = None
    alliance_standard_reasons: tuple[Reason, ...] = Field((), max_length=20)
    """Why the standard is not met."""
    experience_score: Score | None = None
    """Of the last 30 days."""
    main_category: str | None = Field(None, max_length=64)
    trade_medal: Annotated[str, StringConstraints(pattern=r"^[0-5]?A$"), AfterValidator(_with_its_grade)] | None = None
    """1A to 5A; 0A: none. A is 1A."""
    trustpass: Literal["enterprise", "personal", "none"] | None = None
    trustpass_valid_until: Moment | None = None
    alipay_real_name_bound: Flag | None = None
    buyer_protection_joined: Flag | None = None
    buyer_protection_deposit: Yuan | None = None
    severe_fake_trading: tuple[FakeTrading, ...] | None = Field(None, max_length=200)
    """Every finding, related accounts included; empty: none was ever found."""
    violation_points_this_year: Count | None = None
    violation_points_year: Annotated[int, Field(strict=True, ge=2000, le=8999)] | None = None
    """The year, in Beijing, that the points are of; None: the one in which they are considered (CE-06)."""
    severe_ip_infringement: Flag | None = None
    infringing_goods_points: Count | None = None
    prohibited_information_points: Count | None = None
    business_compliance_violation: Flag | None = None
    court_dishonest: Flag | None = None
    severe_overdue_finance_debt: Flag | None = None
    overall_competitiveness_met: Flag | None = None
    ships_within_48h_during_event: Flag | None = None
    """What the merchant has undertaken."""


Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A keyed digest, in lower-case hexadecimal: equal where what it was made of is, and saying nothing else of it."""


class Consignee(Value):
    """Where a contact's parcels go to, as far as shipments are checked against it (SH-02, SH-03); no personal data."""

    person: Fingerprint
    address: Fingerprint
    region: Region | None = None
