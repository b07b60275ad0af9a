"""Who may do what: the one table that the API asks before it judges anything else, and that docs/permissions.md shows.

How it is asked is authorisation's matter; whether a process's status allows a command is the process's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from luyue.api.kinds import SERVED
from luyue.domain.process import Role

Relation = Literal["own", "any"]
"""What a role may touch: only what is its own, or anybody's."""


@dataclass(frozen=True)
class Permission:
    """What each role may touch by one operation; None: nothing at all."""

    creator: Relation | None = None
    merchant: Relation | None = None
    service: Relation | None = None
    ops: Relation | None = None

    def relation(self, role: Role) -> Relation | None:
        """What the role may touch."""
        found: Relation | None = getattr(self, role)
        return found


NOBODY = Permission()
EVERYBODY = Permission(creator="any", merchant="any", service="any", ops="any")
ALL_BUT_CREATORS = Permission(merchant="any", service="any", ops="any")
EVERYBODY_THEIR_OWN = Permission(creator="own", merchant="own", service="own", ops="own")
THEIR_OWN_AND_OPS = Permission(creator="own", merchant="own", service="own", ops="any")
PARTIES = Permission(creator="own", merchant="own", service="any")
CREATOR = Permission(creator="own", service="any")
MERCHANT = Permission(merchant="own", service="any")
SERVICES = Permission(service="any")
OPS = Permission(ops="any")
SERVICES_AND_OPS = Permission(service="any", ops="any")
PARTIES_AND_OPS = Permission(creator="own", merchant="own", service="any", ops="any")
CREATOR_AND_OPS = Permission(creator="own", service="any", ops="any")
MERCHANT_AND_OPS = Permission(merchant="own", service="any", ops="any")

COMMANDS: Mapping[str, Mapping[str, Permission]] = {
    "sample-request": {
        "apply": CREATOR,
        "withdraw": CREATOR,
        "confirm-receipt": CREATOR,
        "report-non-receipt": CREATOR,
        "link-video": CREATOR,
        "link-live": CREATOR,
        "approve": MERCHANT,
        "reject": MERCHANT,
        "ship": MERCHANT,
        "correct-shipment": MERCHANT,
        "extend": OPS,
        "reinstate": OPS,
        "cancel": OPS,
    },
    "cooperation-order": {
        "propose": MERCHANT,
        "withdraw": MERCHANT,
        "verify": MERCHANT,
        "reject-delivery": MERCHANT,
        "accept": CREATOR,
        "decline": CREATOR,
        "go-live": CREATOR,
        "end-broadcast": CREATOR,
        "deliver": CREATOR,
        "request-cancellation": PARTIES,
        "confirm-cancellation": PARTIES,
        "decline-cancellation": PARTIES,
        "cancel": PARTIES,
        "propose-rebroadcast": PARTIES,
        "agree-rebroadcast": PARTIES,
        "decline-rebroadcast": PARTIES,
        "open-dispute": PARTIES,
        "extend": OPS,
    },
    "dispute": {
        "add-evidence": PARTIES_AND_OPS,
        "withdraw": PARTIES_AND_OPS,
        "appeal": PARTIES,
        "rule": OPS,
        "decide-appeal": OPS,
        "extend": OPS,
    },
    "campaign-entry": {
        "leave": MERCHANT,
        "approve": OPS,
        "reject": OPS,
        "remove": OPS,
        "extend": OPS,
    },
    "merchant-account": {
        "open": MERCHANT,
        "update-profile": MERCHANT,
        "set-categories": MERCHANT,
        "set-automatic-deduction": MERCHANT,
        "submit-invoice": MERCHANT,
        "close-shop": MERCHANT,
        "review-closing": MERCHANT_AND_OPS,
        "pay-deposit": SERVICES,
        "record-subsidy": SERVICES,
        "review-licence": OPS,
        "finish-closing": OPS,
        "lift-freeze": OPS,
        "record-deposit-return": SERVICES_AND_OPS,
        "extend": OPS,
    },
    "shipment": {
        "clear": OPS,
        "extend": OPS,
    },
    "consumer-order": {
        "place": SERVICES,
        "confirm-receipt": SERVICES,
        "refund-request": SERVICES,
        "ship": MERCHANT,
        "correct-shipment": MERCHANT,
        "answer-refund": MERCHANT,
        "report-abnormal-shipping": MERCHANT,
        "report-force-majeure": OPS,
        "extend": OPS,
    },
}
"""By kind and command; a command that is not here cannot be sent by HTTP. One's own process is one it is party to."""

PROCESS_READS = PARTIES_AND_OPS
"""Seeing a process of any kind, with all that belongs to it. What a caller cannot see is not there for it."""

OPERATIONS: Mapping[str, Permission] = {
    "GET /v1/sample-requests/{id}/progress": PROCESS_READS,
    "POST /v1/sample-requests/{id}/open-dispute": OPS,
    "POST /v1/test-clock/{kind}/{id}/advance": SERVICES_AND_OPS,
    "GET /v1/events": PROCESS_READS,
    "GET /v1/inbox": EVERYBODY_THEIR_OWN,
    "POST /v1/inbox/{id}/read": EVERYBODY_THEIR_OWN,
    "POST /v1/webhooks": EVERYBODY_THEIR_OWN,
    "GET /v1/webhooks": THEIR_OWN_AND_OPS,
    "GET /v1/webhooks/{id}": THEIR_OWN_AND_OPS,
    "DELETE /v1/webhooks/{id}": THEIR_OWN_AND_OPS,
    "POST /v1/webhooks/{id}/rotate-secret": EVERYBODY_THEIR_OWN,
    "POST /v1/webhooks/{id}/disable": THEIR_OWN_AND_OPS,
    "POST /v1/webhooks/{id}/enable": THEIR_OWN_AND_OPS,
    "GET /v1/webhooks/{id}/deliveries": THEIR_OWN_AND_OPS,
    "POST /v1/webhooks/{id}/deliveries/redeliver": THEIR_OWN_AND_OPS,
    "POST /v1/webhooks/{id}/deliveries/{event_id}/redeliver": THEIR_OWN_AND_OPS,
    "GET /v1/creators": ALL_BUT_CREATORS,
    "PUT /v1/creators/{id}": SERVICES,
    "GET /v1/creators/{id}": CREATOR_AND_OPS,
    "PUT /v1/creators/{id}/risk-waiver": OPS,
    "GET /v1/creators/{id}/risk-waiver": CREATOR_AND_OPS,
    "PUT /v1/merchants/{id}": SERVICES,
    "GET /v1/merchants/{id}": MERCHANT_AND_OPS,
    "GET /v1/merchants/{id}/record": MERCHANT_AND_OPS,
    "GET /v1/merchants/{id}/slow-parcels": MERCHANT_AND_OPS,
    "GET /v1/merchants/{id}/blacklist": MERCHANT_AND_OPS,
    "PUT /v1/merchants/{id}/blacklist/{buyer_id}": MERCHANT,
    "GET /v1/merchants/{id}/blacklist/{buyer_id}": MERCHANT_AND_OPS,
    "DELETE /v1/merchants/{id}/blacklist/{buyer_id}": MERCHANT,
    "PUT /v1/skus/{id}": MERCHANT,
    "GET /v1/skus/{id}": MERCHANT_AND_OPS,
    "POST /v1/purchase-checks": MERCHANT,
    "POST /v1/purchases": SERVICES,
    "POST /v1/content-quality": EVERYBODY,
    "GET /v1/products": EVERYBODY,
    "PUT /v1/products/{id}": SERVICES,
    "GET /v1/products/{id}": EVERYBODY,
    "PUT /v1/products/{id}/sample-offer": MERCHANT,
    "GET /v1/products/{id}/sample-offer": EVERYBODY,
    "GET /v1/products/{id}/order-channel": EVERYBODY,
    "PUT /v1/products/{id}/delisting": SERVICES_AND_OPS,
    "GET /v1/products/{id}/delisting": EVERYBODY,
    "PUT /v1/videos/{id}": SERVICES,
    "GET /v1/videos/{id}": CREATOR_AND_OPS,
    "PUT /v1/live-sessions/{id}": SERVICES,
    "GET /v1/live-sessions/{id}": CREATOR_AND_OPS,
    "PUT /v1/campaigns/{id}": OPS,
    "GET /v1/campaigns/{id}": EVERYBODY,
    "POST /v1/campaigns/{id}/entries": MERCHANT,
    "POST /v1/campaigns/{campaign_id}/entries/{id}/approve": OPS,
    "POST /v1/campaigns/{campaign_id}/entries/{id}/reject": OPS,
    "POST /v1/campaigns/{campaign_id}/entries/{id}/leave": MERCHANT,
    "PUT /v1/contacts/{id}": SERVICES,
    "GET /v1/contacts/{id}": SERVICES_AND_OPS,
    "DELETE /v1/contacts/{id}": SERVICES,
    "POST /v1/parcels/{carrier}/{tracking_no}/tracks": SERVICES,
    "GET /v1/parcels/{carrier}/{tracking_no}/tracks": SERVICES_AND_OPS,
    "DELETE /v1/parcels/{carrier}/{tracking_no}/tracks": SERVICES_AND_OPS,
    "GET /v1/shipments/{id}/tracks": PROCESS_READS,
    "GET /v1/carriers": EVERYBODY,
    "GET /v1/eligibility/samples": CREATOR_AND_OPS,
    "GET /v1/eligibility/cart-access": CREATOR_AND_OPS,
    "GET /v1/eligibility/showcase": CREATOR_AND_OPS,
    "GET /v1/eligibility/campaigns/{id}": MERCHANT_AND_OPS,
    "POST /v1/cart-access": CREATOR_AND_OPS,
    "GET /v1/cart-access/{creator_id}": CREATOR_AND_OPS,
    "DELETE /v1/cart-access/{creator_id}/{right}": OPS,
    "GET /v1/creators/{id}/showcase": CREATOR_AND_OPS,
    "PUT /v1/creators/{id}/showcase/{product_id}": CREATOR,
    "GET /v1/creators/{id}/showcase/{product_id}": CREATOR_AND_OPS,
    "DELETE /v1/creators/{id}/showcase/{product_id}": CREATOR,
    "POST /v1/commission-quotes": EVERYBODY,
    "GET /v1/policies": EVERYBODY,
    "GET /v1/policies/{version}": EVERYBODY,
    "POST /v1/policies": OPS,
    "GET /v1/outages": SERVICES_AND_OPS,
    "GET /v1/outages/{id}": SERVICES_AND_OPS,
    "POST /v1/outages": OPS,
    "POST /v1/outages/{id}/release": OPS,
}
"""By method and path: everything else that the API does, beside what every kind of process has."""

WORDS_OF_TRACKS = "tracks.place, tracks.text"

READERS: Mapping[str, frozenset[Role]] = {
    "added_by": frozenset({"service", "ops"}),
    WORDS_OF_TRACKS: frozenset({"service", "ops"}),
    "temporal": frozenset({"ops"}),
}
"""Members of answers that not everybody reads who reads the rest: who added a policy, what a parcel's scans say in
words, Temporal's page of a process.

What events and details keep from whom is the journal's matter: `luyue.journal.readable`.
"""

PUBLIC = frozenset({"/healthz", "/readyz", "/problems", "/openapi.json", "/.well-known/luyue-dossier-keys.json"})
"""The paths that ask nobody who they are."""


def _of_every_kind() -> dict[str, Permission]:
    permissions: dict[str, Permission] = {}
    for served in SERVED:
        processes = f"/v1/{served.collection}"
        reads = (processes, *(f"{processes}/{{id}}{part}" for part in ("", "/events", "/texts", "/dossier")))
        permissions |= {f"GET {path}": PROCESS_READS for path in reads}
        for command, permission in COMMANDS[served.kind.name].items():
            path = processes if command == served.opens_with else f"{processes}/{{id}}/{command}"
            permissions[f"POST {path}"] = permission
    return permissions


PERMISSIONS: Mapping[str, Permission] = {**_of_every_kind(), **OPERATIONS}
"""Every operation under /v1, by its method and path."""
