"""The kinds of process that the API serves, and the collections they are found in."""

from dataclasses import dataclass
from typing import Any

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import state as campaign_entry
from luyue.domain.campaign_entry.notices import NOTICES as CAMPAIGN_ENTRY_NOTICES
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order import state as consumer_order
from luyue.domain.consumer_order.notices import NOTICES as CONSUMER_ORDER_NOTICES
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import state as cooperation_order
from luyue.domain.cooperation_order.notices import NOTICES as COOPERATION_ORDER_NOTICES
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import state as dispute
from luyue.domain.dispute.notices import NOTICES as DISPUTE_NOTICES
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account import state as merchant_account
from luyue.domain.merchant_account.notices import NOTICES as MERCHANT_ACCOUNT_NOTICES
from luyue.domain.notices import Notices
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import state as sample_request
from luyue.domain.sample_request.notices import NOTICES as SAMPLE_REQUEST_NOTICES
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import state as shipment
from luyue.domain.shipment.notices import NOTICES as SHIPMENT_NOTICES


@dataclass(frozen=True)
class Served:
    """A kind with its collection's name in paths, the statuses that it can be in, and the words of its notices.

    `opens_with` is the command that begins a process: it has a route of its own, if any.
    """

    kind: Kind[Any]
    opens_with: str
    collection: str
    statuses: frozenset[str]
    notices: Notices


SAMPLE_REQUESTS = Served(
    SAMPLE_REQUEST,
    "apply",
    "sample-requests",
    sample_request.OPEN
    | {
        sample_request.COMPLETED,
        sample_request.REFUSED,
        sample_request.REJECTED,
        sample_request.CANCELLED,
        sample_request.BREACHED,
    },
    SAMPLE_REQUEST_NOTICES,
)
COOPERATION_ORDERS = Served(
    COOPERATION_ORDER,
    "propose",
    "cooperation-orders",
    cooperation_order.OPEN | cooperation_order.CLOSED,
    COOPERATION_ORDER_NOTICES,
)
DISPUTES = Served(DISPUTE, "open", "disputes", dispute.UNDECIDED | {dispute.FINAL, dispute.WITHDRAWN}, DISPUTE_NOTICES)
CAMPAIGN_ENTRIES = Served(
    CAMPAIGN_ENTRY,
    "register",
    "campaign-entries",
    campaign_entry.OPEN | campaign_entry.CLOSED,
    CAMPAIGN_ENTRY_NOTICES,
)
MERCHANT_ACCOUNTS = Served(
    MERCHANT_ACCOUNT,
    "open",
    "merchant-accounts",
    frozenset({merchant_account.OPEN, merchant_account.CLOSING, merchant_account.CLOSED}),
    MERCHANT_ACCOUNT_NOTICES,
)
SHIPMENTS = Served(
    SHIPMENT,
    "register",
    "shipments",
    shipment.OPEN | {shipment.RELEASED, shipment.DELIVERED, shipment.VIOLATION},
    SHIPMENT_NOTICES,
)
CONSUMER_ORDERS = Served(
    CONSUMER_ORDER,
    "place",
    "consumer-orders",
    consumer_order.OPEN | consumer_order.CLOSED,
    CONSUMER_ORDER_NOTICES,
)
SERVED = (
    SAMPLE_REQUESTS,
    COOPERATION_ORDERS,
    DISPUTES,
    CAMPAIGN_ENTRIES,
    MERCHANT_ACCOUNTS,
    SHIPMENTS,
    CONSUMER_ORDERS,
)


def address_of(stream: str) -> str:
    """Where a process is found, by its stream's name."""
    kind, _, id = stream.partition("/")
    found = served(kind)
    assert found is not None, f"nothing serves {stream}"
    return f"/v1/{found.collection}/{id}"


def served(kind: str) -> Served | None:
    """The served kind of a name, such as a stream's first part."""
    return next((one for one in SERVED if one.kind.name == kind), None)
