"""What the platform reports about the world, and how a decision says which of it it needs.

A fact is a stream of reports (`video/v1`); each report replaces the one before, except tracks, which add up.
A subject (`content:c1:p1`, `parcel:SF:123`) is what reports speak of and processes listen to.
"""

from luyue.domain.facts.content import Carrier, CartEntry, LiveSession, ParcelTracks, Track, TrackingNumber, Video
from luyue.domain.facts.eligibility import Campaign, CartAccess, Decided, Right, RiskWaiver
from luyue.domain.facts.knowledge import (
    FACTS,
    NOTHING_KNOWN,
    Facts,
    FactStream,
    Needs,
    Report,
    content_subject,
    merchant_subject,
    parcel_subject,
    subjects_of,
)
from luyue.domain.facts.parties import Creator, FakeTrading, Merchant, Risk
from luyue.domain.facts.products import Product, SampleOffer, ShopScore, ShopScores
from luyue.domain.facts.record import Mark, OnRecord, RecordEntry

__all__ = [
    "FACTS",
    "NOTHING_KNOWN",
    "Campaign",
    "Carrier",
    "CartAccess",
    "CartEntry",
    "Creator",
    "Decided",
    "FactStream",
    "Facts",
    "FakeTrading",
    "LiveSession",
    "Mark",
    "Merchant",
    "Needs",
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
    "content_subject",
    "merchant_subject",
    "parcel_subject",
    "subjects_of",
]
