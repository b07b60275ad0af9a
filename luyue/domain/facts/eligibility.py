"""What was granted or decided: cart access, decisions on it, a lifted risk."""

from typing import Literal

from pydantic import Field

from luyue.domain.evaluation import Evaluation
from luyue.domain.facts.numbers import Flag
from luyue.domain.facts.parties import Reason
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
