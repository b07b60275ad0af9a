"""What the platform reports about the world, and how a decision says which of it it needs.

A fact is a stream of reports (`video/v1`); each report replaces the one before, except tracks, which add up.
A subject (`content:c1:p1`, `parcel:SF:123`) is what reports speak of and processes listen to.
"""

from luyue.domain.facts.campaigns import Campaign, CampaignParameters
from luyue.domain.facts.content import (
    Carrier,
    CartEntry,
    LiveSession,
    NumberFinding,
    ParcelTracks,
    Track,
    TrackingNumber,
    Video,
    plain_number,
)
from luyue.domain.facts.eligibility import CartAccess, Decided, Right, RiskWaiver
from luyue.domain.facts.knowledge import (
    CLOSING,
    FACTS,
    NOTHING_KNOWN,
    Facts,
    FactStream,
    Found,
    Needs,
    Report,
    closing_began,
    closing_claim,
    consignee_subject,
    content_subject,
    creator_subject,
    delistings_subject,
    merchant_subject,
    parcel_stream,
    parcel_subject,
    product_subject,
    subjects_of,
)
from luyue.domain.facts.parties import Consignee, Creator, FakeTrading, Merchant, Risk
from luyue.domain.facts.products import Delisting, Product, SampleOffer, ShopScore, ShopScores
from luyue.domain.facts.record import Mark, OnRecord, RecordEntry

__all__ = [
    "CLOSING",
    "FACTS",
    "NOTHING_KNOWN",
    "Campaign",
    "CampaignParameters",
    "Carrier",
    "CartAccess",
    "CartEntry",
    "Consignee",
    "Creator",
    "Decided",
    "Delisting",
    "FactStream",
    "Facts",
    "FakeTrading",
    "Found",
    "LiveSession",
    "Mark",
    "Merchant",
    "Needs",
    "NumberFinding",
    "OnRecord",
    "ParcelTracks",
    "Product",
    "RecordEntry",
    "Report",
    "Right",
    "Risk",
    "RiskWaiver",
    "SampleOffer",
    "ShopScore",
    "ShopScores",
    "Track",
    "TrackingNumber",
    "Video",
    "closing_began",
    "closing_claim",
    "consignee_subject",
    "content_subject",
    "creator_subject",
    "delistings_subject",
    "merchant_subject",
    "parcel_stream",
    "parcel_subject",
    "plain_number",
    "product_subject",
    "subjects_of",
]
