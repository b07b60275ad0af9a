"""The values that examples are made of: one story of one creator, one merchant and one product.

`MEMBERS` is asked by a member's name, `SCHEMAS` by a schema's where its parts have to fit together.
"""

from collections.abc import Mapping
from typing import Any

from luyue.api.document.example_facts import CREATOR, FACTS, MERCHANT, MOMENT, PRODUCT

SAMPLE_REQUEST = "sr_01kd3m8y7q5w2e4r6t8y0p1a3s"
ORDER = "co_01kd3m8y7q5w2e4r6t8y0p1a3s"
DISPUTE = "ds_01kd3m8y7q5w2e4r6t8y0p1a3s"
SHIPMENT = f"sh_{SAMPLE_REQUEST}"
CONSUMER_ORDER = "uo_01kd3m8y7q5w2e4r6t8y0p1a3s"
CAMPAIGN_ENTRY = "ce_01kd3m8y7q5w2e4r6t8y0p1a3s"
WEBHOOK = "wh_01kd3m8y7q5w2e4r6t8y0p1a3s"
OUTAGE = "ou_01kd3m8y7q5w2e4r6t8y0p1a3s"
EVENT = "0b9d1c52-6f0e-5b8e-9a55-0d5c3f3f9a10"
LATER = "2026-03-04T09:00:00Z"
_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_CURSOR = "AAAAAAAAAAEAAAAAAAAAAQ"

MEMBERS: Mapping[str, Any] = {
    "creator_id": CREATOR,
    "merchant_id": MERCHANT,
    "product_id": PRODUCT,
    "product_ids": [PRODUCT],
    "contact_id": "k1",
    "video_id": "v1",
    "live_session_id": "l1",
    "live_session_ids": ["l1"],
    "event_id": EVENT,
    "buyer_id": "b1",
    "sku_id": "sku-1",
    "purchase_id": "purchase-1",
    "statement": "2026-02",
    "categories": ["food_and_beverages"],
    "industry": "food_and_beverages",
    "licence": "documents/licence-1",
    "logo": "documents/logo-1",
    "background": "documents/background-1",
    "introduction": "Tea from our own garden.",
    "promotion_form": "video",
    "form": "video",
    "carrier": "SF",
    "tracking_no": "SF1234567890",
    "note": "Looking forward to it.",
    "reason": "The parcel was held at customs.",
    "claim": "The product was not shown.",
    "text": "Looking forward to it.",
    "deadline": "approval_window",
    "until": "2026-04-02T09:00:00Z",
    "latest_broadcast_at": "2026-03-20T12:00:00Z",
    "commission_rate": "0.15",
    "rate": "0.15",
    "amount": "100.00",
    "budget": "500.00",
    "reference": "chat/2026-03-21/17",
    "sha256": _DIGEST,
    "command_id": _DIGEST,
    "next_page_token": None,
    "next_cursor": _CURSOR,
    "cursor": _CURSOR,
    "after": _CURSOR,
    "policy_version": "1",
    "request_id": "5f2c7a90b1d84e6c",
    "actor": f"merchant:{MERCHANT}",
    "stream": f"sample-request/{SAMPLE_REQUEST}",
    "status": "AWAITING_SHIPMENT",
    "title": "West Lake Longjing tea, 250 g",
    "category": "food_and_beverages",
    "main_category": "food_and_beverages",
    "trade_medal": "3A",
    "shop_level": "crown_2",
    "place": "Hangzhou",
    "phone": "13800000000",
    "region": "Zhejiang",
    "address": "1 Beishan Street, Hangzhou",
    "name": "Li Lei",
    "q": "tea",
    "by": "PT48H",
    "overlap": "PT24H",
    "at": MOMENT,
    "to": LATER,
    "due_at": LATER,
    "next_deadline_at": LATER,
    "ended_at": LATER,
    "effective_from": "2099-01-01T00:00:00Z",
    "registration_until": LATER,
    "event_from": "2026-03-05T09:00:00Z",
    "event_until": "2026-03-09T09:00:00Z",
}
"""What members and parameters of a name are, wherever their schema allows it."""

_LINKS: Mapping[str, Any] = {
    "events": f"/v1/sample-requests/{SAMPLE_REQUEST}/events",
    "processes": [],
    "temporal": None,
}
_PROCESS = {
    "id": SAMPLE_REQUEST,
    "kind": "sample_request",
    "status": "AWAITING_SHIPMENT",
    "closed_reason": None,
    "version": 2,
    "creator_id": CREATOR,
    "merchant_id": MERCHANT,
    "product_id": PRODUCT,
    "created_at": "2026-03-01T09:00:00Z",
    "updated_at": MOMENT,
    "policy_version": "1",
    "deadlines": [{"name": "shipping_cutoff", "due_at": LATER, "then": "cancel"}],
    "next_deadline_at": LATER,
    "allowed_actions": ["ship"],
    "details": {"promotion_form": "video"},
    "links": _LINKS,
}
SCHEMAS: Mapping[str, Any] = {
    **FACTS,
    "ProcessAnswer": _PROCESS,
    "EventAnswer": {
        "id": EVENT,
        "stream": f"sample-request/{SAMPLE_REQUEST}",
        "type": "SampleRequestApproved",
        "version": 2,
        "occurred_at": MOMENT,
        "recorded_at": "2026-03-02T09:00:00.120000Z",
        "actor": f"merchant:{MERCHANT}",
        "command_id": _DIGEST,
        "data": {"note": None},
        "cursor": _CURSOR,
    },
    "Advance": {"by": "PT48H"},
    "TracksBody": {"tracks": [{"at": MOMENT, "kind": "pickup", "place": "Hangzhou, Zhejiang", "text": "Picked up"}]},
    "SampleRequestRejectBody": {"reason": "out_of_stock", "note": "Back in stock in April."},
    "SampleRequestLinkLiveBody": {"live_session_id": "l1"},
    "CooperationOrderGoLiveBody": {"live_session_id": "l1"},
    "PolicyBody": {"version": "2026-04", "parameters": {"approval_window": "PT72H"}},
    "OutageBody": {"starts_at": MOMENT, "reason": "Power failure in the data centre."},
    "ReleaseBody": {"extend_by": "PT8H"},
    "OutageAnswer": {
        "id": OUTAGE,
        "starts_at": MOMENT,
        "ends_at": LATER,
        "reason": "Power failure in the data centre.",
        "declared_at": MOMENT,
        "declared_by": "ops:night-shift",
        "release": {"released_at": LATER, "released_by": "ops:day-shift", "extend_by": "PT48H"},
    },
    "EntryBody": {"category": "Tea", "recommended": True},
    "ListedCreator": {
        "id": CREATOR,
        "followers": 25000,
        "public_original_videos": 42,
        "rights": ["showcase", "video_cart", "live_cart"],
    },
    "CheckAnswer": {
        "rule": "SR-04",
        "passed": True,
        "observed": True,
        "required": True,
        "missing": [],
        "message": None,
        "remedy": None,
    },
    "InboxAnswer": {
        "id": EVENT,
        "stream": f"sample-request/{SAMPLE_REQUEST}",
        "message": "sample-request.approved",
        "text": "Your request for a sample was approved.",
        "parameters": {},
        "occurred_at": MOMENT,
        "read_at": None,
    },
}
"""Whole examples, by the schema's name."""

IDS: Mapping[str, str] = {
    "sample-requests": SAMPLE_REQUEST,
    "cooperation-orders": ORDER,
    "disputes": DISPUTE,
    "consumer-orders": CONSUMER_ORDER,
    "campaign-entries": CAMPAIGN_ENTRY,
    "webhooks": WEBHOOK,
    "merchant-accounts": MERCHANT,
    "skus": "sku-1",
    "creators": CREATOR,
    "merchants": MERCHANT,
    "products": PRODUCT,
    "videos": "v1",
    "live-sessions": "l1",
    "campaigns": "spring-sale",
    "eligibility": "spring-sale",
    "contacts": "k1",
    "shipments": SHIPMENT,
    "inbox": EVENT,
    "test-clock": SAMPLE_REQUEST,
    "outages": OUTAGE,
}
"""What `{id}` is in the paths of a collection."""

OF_KINDS: Mapping[str, Mapping[str, Any]] = {
    "shipments": {
        "id": SHIPMENT,
        "kind": "shipment",
        "status": "PICKED_UP",
        "deadlines": [{"name": "transit_window", "due_at": LATER, "then": "warn"}],
        "allowed_actions": [],
        "details": {"obligation": f"sample-request/{SAMPLE_REQUEST}"},
        "links": {
            "events": f"/v1/shipments/{SHIPMENT}/events",
            "processes": [f"/v1/sample-requests/{SAMPLE_REQUEST}"],
            "temporal": None,
        },
    },
    "cooperation-orders": {
        "id": ORDER,
        "kind": "cooperation_order",
        "status": "EFFECTIVE",
        "product_id": None,
        "deadlines": [{"name": "latest_broadcast", "due_at": "2026-03-20T12:00:00Z", "then": "late"}],
        "next_deadline_at": "2026-03-20T12:00:00Z",
        "allowed_actions": ["request-cancellation"],
        "details": {"form": "video"},
        "links": {**_LINKS, "events": f"/v1/cooperation-orders/{ORDER}/events"},
    },
    "disputes": {
        "id": DISPUTE,
        "kind": "dispute",
        "status": "OPEN",
        "deadlines": [],
        "next_deadline_at": None,
        "allowed_actions": ["add-evidence"],
        "details": {"subject": f"cooperation-order/{ORDER}"},
        "links": {
            "events": f"/v1/disputes/{DISPUTE}/events",
            "processes": [f"/v1/cooperation-orders/{ORDER}"],
            "temporal": None,
        },
    },
    "campaign-entries": {
        "id": CAMPAIGN_ENTRY,
        "kind": "campaign_entry",
        "status": "UNDER_REVIEW",
        "creator_id": None,
        "deadlines": [{"name": "review_window", "due_at": LATER, "then": "escalate"}],
        "allowed_actions": ["leave"],
        "details": {"campaign_id": "spring-sale"},
        "links": {**_LINKS, "events": f"/v1/campaign-entries/{CAMPAIGN_ENTRY}/events"},
    },
    "consumer-orders": {
        "id": CONSUMER_ORDER,
        "kind": "consumer_order",
        "status": "AWAITING_SHIPMENT",
        "creator_id": None,
        "deadlines": [{"name": "shipping_due", "due_at": LATER, "then": "record_late"}],
        "allowed_actions": ["ship", "report-abnormal-shipping"],
        "details": {"paid_amount": "100.00", "ship_within": "PT48H", "late": False, "compensation": None},
        "links": {**_LINKS, "events": f"/v1/consumer-orders/{CONSUMER_ORDER}/events"},
    },
    "merchant-accounts": {
        "id": MERCHANT,
        "kind": "merchant_account",
        "status": "OPEN",
        "creator_id": None,
        "product_id": None,
        "deadlines": [{"name": "invoice_due", "due_at": "2026-03-31T15:59:59.999999Z", "then": "freeze"}],
        "next_deadline_at": "2026-03-31T15:59:59.999999Z",
        "allowed_actions": ["submit-invoice", "close-shop"],
        "details": {"categories": ["food_and_beverages"]},
        "links": {**_LINKS, "events": f"/v1/merchant-accounts/{MERCHANT}/events"},
    },
}
"""How a process of another kind differs from a sample request's example, by collection."""
