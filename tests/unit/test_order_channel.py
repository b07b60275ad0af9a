"""CA-09: where a buyer follows an order."""

import pytest

from luyue.domain.facts.products import Source
from luyue.domain.order_channel import OrderChannel, order_channel


@pytest.mark.parametrize(
    ("source", "follow_in", "needs_consent", "status_messages"),
    [
        ("taobao_tmall", "taobao_app", False, False),
        ("alliance", "platform_orders", False, True),
        ("own_shop", "platform_orders", False, True),
        ("jd", "platform_orders", True, False),
        ("kaola", "platform_orders", True, False),
        ("vip", "platform_orders", True, False),
        ("suning", "platform_orders", True, False),
    ],
)
def test_by_source(source: Source, follow_in: str, needs_consent: bool, status_messages: bool) -> None:
    """CA-09"""
    expected = {"follow_in": follow_in, "needs_consent": needs_consent, "status_messages": status_messages}
    assert order_channel(source) == OrderChannel.model_validate(expected)
