"""Consumer orders (SH-08, SH-09, CE-07 to CE-09): what a buyer has paid for is shipped in time, or made good."""

from luyue.domain.consumer_order.kind import CONSUMER_ORDER

__all__ = ["CONSUMER_ORDER"]
