"""Where a buyer follows an order of a product, by the product's source (CA-09)."""

from typing import Literal

from luyue.domain.facts.products import Source
from luyue.domain.messages import Value

_THIRD_PARTIES = frozenset({"jd", "kaola", "vip", "suning"})
_THE_PLATFORMS_OWN = frozenset({"own_shop", "alliance"})


class OrderChannel(Value):
    """Where an order is followed. CA-09"""

    follow_in: Literal["taobao_app", "platform_orders"]
    needs_consent: bool
    """Whether the buyer must consent to third parties' orders being shown, when first opening the list."""
    status_messages: bool
    """Whether the buyer is told of the order's status by message."""


def order_channel(source: Source) -> OrderChannel:
    """Taobao's orders are in Taobao's app, all others in the platform's list. CA-09"""
    return OrderChannel(
        follow_in="taobao_app" if source == "taobao_tmall" else "platform_orders",
        needs_consent=source in _THIRD_PARTIES,
        status_messages=source in _THE_PLATFORMS_OWN,
    )
