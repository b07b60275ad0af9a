"""The kinds of process this service runs: each a domain module and its workflow."""

from dataclasses import dataclass
from typing import Any

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry.notices import NOTICES as CAMPAIGN_ENTRY_NOTICES
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order.links import LINKS as CONSUMER_ORDER_LINKS
from luyue.domain.consumer_order.notices import NOTICES as CONSUMER_ORDER_NOTICES
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order.links import LINKS as COOPERATION_ORDER_LINKS
from luyue.domain.cooperation_order.notices import NOTICES as COOPERATION_ORDER_NOTICES
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute.links import LINKS as DISPUTE_LINKS
from luyue.domain.dispute.notices import NOTICES as DISPUTE_NOTICES
from luyue.domain.links import Links
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account.notices import NOTICES as MERCHANT_ACCOUNT_NOTICES
from luyue.domain.notices import Notices
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.links import LINKS as SAMPLE_REQUEST_LINKS
from luyue.domain.sample_request.notices import NOTICES as SAMPLE_REQUEST_NOTICES
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment.links import LINKS as SHIPMENT_LINKS
from luyue.domain.shipment.notices import NOTICES as SHIPMENT_NOTICES
from luyue.workflows.campaign_entry import CampaignEntryProcess
from luyue.workflows.consumer_order import ConsumerOrderProcess
from luyue.workflows.cooperation_order import CooperationOrderProcess
from luyue.workflows.dispute import DisputeProcess
from luyue.workflows.merchant_account import MerchantAccountProcess
from luyue.workflows.sample_request import SampleRequestProcess
from luyue.workflows.shipment import ShipmentProcess


@dataclass(frozen=True)
class Declared:
    """A kind of process with the workflow that keeps it, whom it tells of its events, and what they mean for others."""

    kind: Kind[Any]
    workflow: type[Any]
    notices: Notices | None = None
    links: Links[Any] | None = None


KINDS = (
    Declared(SAMPLE_REQUEST, SampleRequestProcess, SAMPLE_REQUEST_NOTICES, SAMPLE_REQUEST_LINKS),
    Declared(COOPERATION_ORDER, CooperationOrderProcess, COOPERATION_ORDER_NOTICES, COOPERATION_ORDER_LINKS),
    Declared(DISPUTE, DisputeProcess, DISPUTE_NOTICES, DISPUTE_LINKS),
    Declared(CAMPAIGN_ENTRY, CampaignEntryProcess, CAMPAIGN_ENTRY_NOTICES),
    Declared(SHIPMENT, ShipmentProcess, SHIPMENT_NOTICES, SHIPMENT_LINKS),
    Declared(CONSUMER_ORDER, ConsumerOrderProcess, CONSUMER_ORDER_NOTICES, CONSUMER_ORDER_LINKS),
    Declared(MERCHANT_ACCOUNT, MerchantAccountProcess, MERCHANT_ACCOUNT_NOTICES),
)
