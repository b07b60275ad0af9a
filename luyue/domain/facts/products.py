"""What is promoted: products with all that the eligibility rules read. None means: not reported."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from luyue.domain.facts.numbers import Count, Flag, Ratio, Score
from luyue.domain.facts.parties import Reason
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Identifier, Moment, Value

Source = Literal["taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning"]
AddedBy = Literal["search", "taobao_token", "shop_link"]
"""How a product was put into a showcase (CA-04)."""
EwaybillChannel = Literal["douyin", "main_channels"]


class ShopScore(Value):
    """One of a Taobao shop's scores beside its industry's average."""

    score: Score
    industry_average: Score


class ShopScores(Value):
    """CA-05"""

    description: ShopScore | None = None
    service: ShopScore | None = None
    logistics: ShopScore | None = None


class Product(Value):
    """A product of a merchant; `published_at` is when it was published in the alliance (SR-04)."""

    merchant_id: Identifier
    title: str = Field(min_length=1, max_length=200)
    category: str | None = Field(None, max_length=64)
    source: Source | None = None
    in_alliance: Flag | None = None
    meets_alliance_standard: Flag | None = None
    alliance_standard_reasons: tuple[Reason, ...] = Field((), max_length=20)
    """Why the standard is not met (SR-02)."""
    cross_border: Flag | None = None
    virtual: Flag | None = None
    published_at: Moment | None = None
    in_taobao_alliance: Flag | None = None
    shop_scores: ShopScores | None = None
    shop_level: Annotated[str, StringConstraints(pattern=r"^(heart|diamond|crown|gold_crown)_[1-5]$")] | None = None
    """The Taobao shop's (CA-05)."""
    dropship: Flag | None = None
    freight_free: Flag | None = None
    not_freight_free_regions: tuple[Region, ...] | None = Field(None, max_length=40)
    """Where freight is charged all the same (CE-05); empty: nowhere."""
    shipping_guarantee_hours: Count | None = None
    pickup_rate_48h: Ratio | None = None
    """Of the last 30 days."""
    alipay_escrow: Flag | None = None
    no_reason_return_days: Count | None = None
    ewaybill_channels: tuple[EwaybillChannel, ...] | None = Field(None, max_length=2)
    stock: Count | None = None
    """As the merchant declares it (SH-08)."""


class SampleOffer(Value):
    """Whether samples of a product are offered: the merchant's choice (SR-04)."""

    offers_samples: Flag


DelistingReason = Literal[
    "counterfeit", "false_advertising", "substandard", "material_mismatch", "rights_misuse", "prohibited"
]
"""MA-05"""
Severity = Literal["normal", "severe"]


class Delisting(Value):
    """A product taken off the platform or put back (MA-05); `since`: when that took effect, if not when reported."""

    merchant_id: Identifier
    state: Literal["delisted", "relisted"]
    reason: DelistingReason | None = None
    severity: Severity = "normal"
    since: Moment | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "Delisting":
        if self.state == "delisted" and self.reason is None:
            raise ValueError("reason is required where a product is delisted")
        return self
