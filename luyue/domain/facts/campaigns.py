"""What ops announce of a campaign: its windows, what it asks for, and what it offers."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from luyue.domain.categories import MAIN_CATEGORIES, category_code
from luyue.domain.durations import Window
from luyue.domain.facts.in_order import not_earlier_than
from luyue.domain.facts.numbers import MOST, Count, Flag, Ratio, Score, Yuan
from luyue.domain.facts.products import EwaybillChannel
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Moment, Text, Value
from luyue.domain.provinces import PROVINCES

SECOND = timedelta(seconds=1)

RuleSetName = Literal["campaign-merchant", "campaign-product"]
"""CE-06, CE-05"""


def _known_category(name: str) -> str:
    if category_code(name) not in MAIN_CATEGORIES:
        raise PydanticCustomError("category_not_known", "must be the code or a name of a main category")
    return name


def _known_region(code: str) -> str:
    if code not in PROVINCES:
        raise PydanticCustomError("region_not_known", "must be the two-digit code of a province, or overseas")
    return code


_Positive = Annotated[int, Field(strict=True, ge=1, le=MOST)]


class Period(Value):
    """A stretch of time: from `begins_at`, and before `ends_at`."""

    begins_at: Moment
    ends_at: Moment

    def covers(self, at: datetime) -> bool:
        """Whether a moment belongs to it."""
        return self.begins_at <= at < self.ends_at


def through(begins_at: datetime, last_second: datetime) -> Period:
    """A window that includes its ends to the second (CE-01): of the last second named, all of it."""
    return Period(begins_at=begins_at, ends_at=last_second.replace(microsecond=0) + SECOND)


class CampaignParameters(Value):
    """Parameters of the policy that a campaign has its own of, by the policy's names; None: as the policy has it."""

    review_window: Window | None = None
    """CE-03"""
    shipping_guarantee_at_most: _Positive | None = None
    """CE-05, in hours."""
    pickup_rate_minimum: Ratio | None = None
    """CE-05"""
    no_reason_return_minimum: Count | None = None
    """CE-05, in days."""
    ewaybill_channels: tuple[EwaybillChannel, ...] | None = Field(None, max_length=2)
    """CE-05"""
    experience_score_minimum: Score | None = None
    """CE-06"""
    trade_medal_minimum: Annotated[str, StringConstraints(pattern=r"^[0-5]A$")] | None = None
    """CE-06"""
    buyer_protection_minimum: Yuan | None = None
    """CE-06, in yuan."""
    fake_trading_months: Annotated[int, Field(strict=True, ge=1, le=120)] | None = None
    """CE-06"""
    violation_points_below: _Positive | None = None
    """CE-06"""
    prohibited_information_points_below: _Positive | None = None
    """CE-06"""
    infringing_goods_points_at_most: Count | None = None
    """CE-06"""
    instant_refund_max: Yuan | None = None
    """CE-09, in yuan."""


class Benefit(Value):
    """What taking part brings (CE-07): traffic, or a place in a venue; in the words that merchants read."""

    kind: Literal["traffic", "venue"]
    text: Text


class Campaign(Value):
    """A campaign, as ops announce it. Both windows include their ends to the second (CE-01): an `until` names the
    last second, which counts whole. Given in Beijing time with its offset, kept in UTC."""

    title: str = Field(min_length=1, max_length=200)
    registration_from: Moment
    registration_until: Annotated[Moment, AfterValidator(not_earlier_than("registration_from"))]
    event_from: Moment
    event_until: Annotated[Moment, AfterValidator(not_earlier_than("event_from"))]
    rule_sets: tuple[RuleSetName, ...] = Field(("campaign-merchant", "campaign-product"), max_length=2)
    """What is checked of those who register."""
    parameters: CampaignParameters = CampaignParameters()
    """The rules' parameters that this campaign has its own of."""
    categories: tuple[Annotated[str, AfterValidator(_known_category)], ...] | None = Field(None, max_length=200)
    """The categories admitted, by code or name as merchants and products give theirs; None: those of the policy."""
    not_freight_free_regions: tuple[Annotated[Region, AfterValidator(_known_region)], ...] | None = Field(
        None, max_length=40
    )
    """Where freight may be charged; None: those of the policy."""
    benefits: tuple[Benefit, ...] = Field((), max_length=20)
    warehousing_needed: Flag = False
    """Whether goods are to be brought to the platform's warehouse first (CE-07)."""

    @property
    def registration(self) -> Period:
        """When products can be registered (CE-01)."""
        return through(self.registration_from, self.registration_until)

    @property
    def event(self) -> Period:
        """When the campaign runs (CE-01)."""
        return through(self.event_from, self.event_until)
