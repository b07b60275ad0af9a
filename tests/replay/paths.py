"""The paths that are recorded, by the kind of process whose house they take, and by name."""

from collections.abc import Mapping

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.shipment import SHIPMENT
from tests.replay import (
    campaign_entry_paths,
    consumer_order_paths,
    dispute_paths,
    merchant_account_paths,
    order_paths,
    sample_request_paths,
    shipment_paths,
    standing_paths,
    workflow_paths,
)
from tests.replay.path import Path

PATHS: Mapping[str, Mapping[str, Path]] = {
    SAMPLE_REQUEST.name: {**sample_request_paths.PATHS, **standing_paths.PATHS, **workflow_paths.PATHS},
    COOPERATION_ORDER.name: {**order_paths.PATHS, **dispute_paths.PATHS},
    CAMPAIGN_ENTRY.name: campaign_entry_paths.PATHS,
    CONSUMER_ORDER.name: consumer_order_paths.PATHS,
    MERCHANT_ACCOUNT.name: merchant_account_paths.PATHS,
    SHIPMENT.name: shipment_paths.PATHS,
}
