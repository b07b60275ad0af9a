"""The values that an order's commands, events and state speak of: sides, terms, and how an order can end."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from luyue.domain.facts.numbers import WRITTEN, Ratio, Yuan
from luyue.domain.messages import Identifier, Moment, Sender, Value
from luyue.domain.process import Note
from luyue.domain.promotion import Form

Side = Literal["merchant", "creator"]
Sending = Annotated[Side, Sender()]
CancelledBy = Literal["agreement", "one_sided", "system", "ruling"]
AcceptedBy = Literal["merchant", "timeout", "ruling"]
ClosedReason = Literal[
    "declined",
    "withdrawn",
    "acceptance_timeout",
    "agreed",
    "cancellation_unanswered",
    "latest_broadcast_missed",
    "merchant_left",
    "overdue",
    "negotiation_failed",
    "ruling",
]

_DECIMAL = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,10})?")


def _decimal_given(value: object) -> object:
    # A float is not what was written: 0.1 is no tenth.
    if isinstance(value, Decimal) or (isinstance(value, str) and _DECIMAL.fullmatch(value)):
        return value
    raise ValueError('must be a decimal in a string, such as "0.15"')


OfferedRate = Annotated[
    Decimal,
    BeforeValidator(_decimal_given),
    WRITTEN,
    WithJsonSchema({"type": "string", "pattern": f"^{_DECIMAL.pattern}$", "examples": ["0.15"]}),
]
"""A rate as somebody offers it: whether it is one at all is for CO-01 to say, together with all else that is wrong."""


class OfferedProduct(Value):
    product_id: Identifier
    commission_rate: OfferedRate


class PromisedProduct(Value):
    """A product to be promoted, and the share of its price that the creator earns: 0 to 1, exact."""

    product_id: Identifier
    commission_rate: Ratio


class Advertising(Value):
    """What the merchant spends on advertising the broadcast, in yuan."""

    budget: Yuan


class Terms(Value):
    """What both sides sign (CO-01); never changed: other terms are another order."""

    form: Form
    products: tuple[PromisedProduct, ...] = Field(min_length=1)
    advertising: Advertising | None
    latest_broadcast_at: Moment
    note: Note | None

    @property
    def product_ids(self) -> tuple[str, ...]:
        return tuple(product.product_id for product in self.products)


def other(side: Side) -> Side:
    """The one whom a side deals with."""
    return "creator" if side == "merchant" else "merchant"
