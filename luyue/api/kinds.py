"""The kinds of process that the API serves, and the collections they are found in."""

from dataclasses import dataclass
from typing import Any

from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import state as cooperation_order
from luyue.domain.cooperation_order.notices import NOTICES as COOPERATION_ORDER_NOTICES
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import state as dispute
from luyue.domain.dispute.notices import NOTICES as DISPUTE_NOTICES
from luyue.domain.notices import Notices
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import state as sample_request
from luyue.domain.sample_request.notices import NOTICES as SAMPLE_REQUEST_NOTICES


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
SERVED = (SAMPLE_REQUESTS, COOPERATION_ORDERS, DISPUTES)


def address_of(stream: str) -> str:
    """Where a process is found, by its stream's name."""
    kind, _, id = stream.partition("/")
    found = served(kind)
    assert found is not None, f"nothing serves {stream}"
    return f"/v1/{found.collection}/{id}"


def served(kind: str) -> Served | None:
    """The served kind of a name, such as a stream's first part."""
    return next((one for one in SERVED if one.kind.name == kind), None)
