"""Example facts: on parties that the rules are content with, so that the examples of what builds on them come true."""

from collections.abc import Mapping
from typing import Any

CREATOR, MERCHANT, PRODUCT = "c1", "m1", "p1"
MOMENT = "2026-03-02T09:00:00Z"

FACTS: Mapping[str, Mapping[str, Any]] = {
    "Creator": {
        "followers": 25000,
        "public_original_videos": 42,
        "phone_bound": True,
        "real_name_verified": True,
        "risk": {"level": "low", "reasons": []},
        "disputes_lost": 0,
    },
    "RiskWaiver": {"waived": True, "reason": "checked by hand", "until": "2026-06-02T09:00:00Z"},
    "Merchant": {
        "shop_opened": True,
        "meets_alliance_standard": True,
        "experience_score": "4.8",
        "main_category": "food_and_beverages",
        "trade_medal": "3A",
        "trustpass": "enterprise",
        "trustpass_valid_until": "2099-01-01T00:00:00Z",
        "alipay_real_name_bound": True,
        "buyer_protection_joined": True,
        "buyer_protection_deposit": "5000.00",
        "severe_fake_trading": [],
        "violation_points_this_year": 0,
        "severe_ip_infringement": False,
        "infringing_goods_points": 0,
        "prohibited_information_points": 0,
        "business_compliance_violation": False,
        "court_dishonest": False,
        "severe_overdue_finance_debt": False,
        "overall_competitiveness_met": True,
        "ships_within_48h_during_event": True,
    },
    "Product": {
        "merchant_id": MERCHANT,
        "title": "West Lake Longjing tea, 250 g",
        "category": "food_and_beverages",
        "source": "alliance",
        "in_alliance": True,
        "meets_alliance_standard": True,
        "cross_border": False,
        "virtual": False,
        "dropship": True,
        "freight_free": True,
        "not_freight_free_regions": [],
        "shipping_guarantee_hours": 48,
        "pickup_rate_48h": "0.95",
        "alipay_escrow": True,
        "no_reason_return_days": 7,
        "ewaybill_channels": ["douyin", "main_channels"],
    },
    "SampleOffer": {"offers_samples": True},
    "Delisting": {
        "merchant_id": MERCHANT,
        "state": "delisted",
        "reason": "false_advertising",
        "severity": "normal",
        "since": MOMENT,
    },
    "Video": {"creator_id": CREATOR, "product_ids": [PRODUCT], "state": "published", "published_at": MOMENT},
    "LiveSession": {"creator_id": CREATOR, "started_at": MOMENT, "ended_at": "2026-03-02T12:00:00Z", "cart": []},
    "Campaign": {
        "title": "Spring sale",
        "registration_from": "2026-03-01T00:00:00Z",
        "registration_until": "2026-03-08T00:00:00Z",
        "event_from": "2026-03-15T00:00:00Z",
        "event_until": "2026-03-22T00:00:00Z",
        "parameters": {"pickup_rate_minimum": "0.90", "instant_refund_max": "300.00"},
        "benefits": [{"kind": "venue", "text": {"zh": "专属会场曝光", "en": "Shown in a venue of its own"}}],
    },
}
"""Examples of reports, by the schema's name."""
