"""What was granted, decided or set up: cart access, decisions on it, a lifted risk, a campaign's configuration."""

from typing import Literal

from pydantic import Field, model_validator

from luyue.domain.evaluation import Evaluation
from luyue.domain.facts.numbers import Flag
from luyue.domain.facts.parties import Reason
from luyue.domain.facts.products import Region
from luyue.domain.messages import Moment, Value

Right = Literal["showcase", "video_cart", "live_cart"]


class CartAccess(Value):
    """The product-sharing rights that a creator holds (CA-03), since its admission; empty: all were taken away."""

    rights: tuple[Right, ...] = Field((), max_length=3)


class Decided(Value):
    """A decision on cart access (CA-01 to CA-03) or on a showcase's product (CA-03 to CA-05), as it was made.

    The evaluation is in its kept form, with the policy's version and the facts', so that this alone explains it.
    """

    granted: Flag
    evaluation: Evaluation


class RiskWaiver(Value):
    """Of ops: a high risk does not refuse the creator meanwhile (SR-01)."""

    waived: Flag
    reason: Reason
    until: Moment | None = None


class Campaign(Value):
    """A campaign, as ops announce it. Both windows include their ends (CE-01); given in Beijing time, kept in UTC."""

    title: str = Field(min_length=1, max_length=200)
    registration_from: Moment
    registration_until: Moment
    event_from: Moment
    event_until: Moment
    categories: tuple[str, ...] | None = Field(None, max_length=200)
    """Codes of the categories admitted; None: those of the policy."""
    not_freight_free_regions: tuple[Region, ...] | None = Field(None, max_length=40)
    """Where freight may be charged; None: those of the policy."""

    @model_validator(mode="after")
    def _in_order(self) -> "Campaign":
        if self.registration_until < self.registration_from:
            raise ValueError("registration_until is earlier than registration_from")
        if self.event_until < self.event_from:
            raise ValueError("event_until is earlier than event_from")
        return self
