"""Cooperation orders (CO-01 to CO-09): merchant and creator agree on terms, broadcast, deliver, verify; or cancel."""

from luyue.domain.cooperation_order.kind import COOPERATION_ORDER

__all__ = ["COOPERATION_ORDER"]
