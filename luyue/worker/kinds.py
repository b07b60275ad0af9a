"""The kinds of process this service runs: each a domain module and its workflow."""

from dataclasses import dataclass
from typing import Any

from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order.links import LINKS as COOPERATION_ORDER_LINKS
from luyue.domain.cooperation_order.notices import NOTICES as COOPERATION_ORDER_NOTICES
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute.links import LINKS as DISPUTE_LINKS
from luyue.domain.dispute.notices import NOTICES as DISPUTE_NOTICES
from luyue.domain.links import Links
from luyue.domain.notices import Notices
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.notices import NOTICES as SAMPLE_REQUEST_NOTICES
from luyue.workflows.cooperation_order import CooperationOrderProcess
from luyue.workflows.dispute import DisputeProcess
from luyue.workflows.sample_request import SampleRequestProcess


@dataclass(frozen=True)
class Declared:
    """A kind of process with the workflow that keeps it, whom it tells of its events, and what they mean for others."""

    kind: Kind[Any]
    workflow: type[Any]
    notices: Notices | None = None
    links: Links[Any] | None = None


KINDS = (
    Declared(SAMPLE_REQUEST, SampleRequestProcess, SAMPLE_REQUEST_NOTICES),
    Declared(COOPERATION_ORDER, CooperationOrderProcess, COOPERATION_ORDER_NOTICES, COOPERATION_ORDER_LINKS),
    Declared(DISPUTE, DisputeProcess, DISPUTE_NOTICES, DISPUTE_LINKS),
)
