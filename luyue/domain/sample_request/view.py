"""What a sample request shows of itself: to lists and the database, to the parties, and as a process answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from luyue.domain.facts import (
    RecordEntry,
    content_subject,
    creator_subject,
    merchant_subject,
    parcel_subject,
    product_subject,
)
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.endings import ending
from luyue.domain.sample_request.links import shipment_of
from luyue.domain.sample_request.state import SampleRequest

UNLESS_PUT_RIGHT = "cancel"
"""What becomes of a request whose shipment's warning is not over when it is due (IX-09)."""


def summary(state: SampleRequest) -> Summary:
    """Parties, claim, subjects and record. A fulfilled request keeps its content to itself for good (IX-06).

    A breach stands on the creator's record until ops reinstate the request (SR-14); on the merchant's, that it left
    before it had shipped (IX-14).
    """
    claim = None
    subjects: set[str] = set()
    if state.status in s.OPEN:
        claim = s.open_claim(state)
    elif state.status == s.COMPLETED:
        claim = f"{s.promoted_prefix(state)}{state.fulfilled_by}"
    # Already when shipped: content reported while receipt is being confirmed would otherwise reach nobody.
    if state.status in (s.SHIPPED, s.CONTENT_PENDING, s.BREACHED) and state.shipment is not None:
        subjects.add(parcel_subject(state.shipment.carrier, state.shipment.tracking_no))
        subjects.add(content_subject(state.creator_id, state.product_id))
    if state.status in s.OPEN and state.merchant_id is not None:
        subjects |= {product_subject(state.product_id), merchant_subject(state.merchant_id)}
    if state.status in s.UNSHIPPED:
        subjects.add(creator_subject(state.creator_id))
    return Summary(
        closed=state.status not in s.OPEN,
        creator_id=state.creator_id or None,
        merchant_id=state.merchant_id,
        product_id=state.product_id or None,
        claim=claim,
        subjects=frozenset(subjects),
        record=_record(state),
    )


def _record(state: SampleRequest) -> RecordEntry | None:
    if state.breached_at is not None:
        return RecordEntry(party="creator", what="breach", at=state.breached_at)
    if state.closed_reason == "merchant_left" and state.cancelled_at is not None:
        return RecordEntry(party="merchant", what="merchant_left", at=state.cancelled_at)
    return None


def beside(id: str, state: SampleRequest) -> Sequence[str]:
    """The process that watches the parcel of the request with this id, once there is a parcel."""
    return [shipment_of(id)] if state.shipment is not None else []


def allowed_actions(state: SampleRequest, role: Role) -> Sequence[str]:
    """The commands that the status allows a role; services may do what the parties may."""
    creator: list[str] = []
    merchant: list[str] = []
    ops: list[str] = []
    match state.status:
        case s.PENDING:
            creator, merchant = ["withdraw"], ["approve", "reject"]
        case s.AWAITING_SHIPMENT:
            creator, merchant = ["withdraw"], ["ship"]
        case s.SHIPPED:
            creator, merchant = ["confirm-receipt"], ["correct-shipment"]
            if state.non_receipt_reported:
                ops.append("reinstate")
            else:
                creator.append("report-non-receipt")
        case s.CONTENT_PENDING:
            creator = ["link-video", "link-live"]
        case s.BREACHED:
            ops = ["reinstate"]
    if state.status in s.OPEN:
        ops += ["cancel"] if _stands_still(state) or state.promotion_window_ended else ["extend", "cancel"]
    return {"creator": creator, "merchant": merchant, "service": creator + merchant, "ops": ops}[role]


def details(state: SampleRequest, policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has. Times are in UTC; `ending` is the rule behind the end."""
    shown = state.model_dump(
        mode="json",
        include={
            "promotion_form",
            "contact_id",
            "rejection_reason",
            "approved_at",
            "late",
            "shipment",
            "received_at",
            "received_automatically",
            "warning",
            "paused",
            "promotion_window_ended",
            "contents",
            "fulfilled_by",
            "fulfilled_at",
            "reported_late",
            "violations",
        },
    )
    note_id = state.note.id if state.note else None
    closing = ending(state)
    return {
        **shown,
        "warning": {**shown["warning"], "then": _then(state)} if state.warning is not None else None,
        "note_id": note_id,
        "receipt_clock_stopped": _stands_still(state),
        "ending": closing.model_dump(mode="json") if closing else None,
    }


def _then(state: SampleRequest) -> str | None:
    return UNLESS_PUT_RIGHT if state.status == s.SHIPPED else None


def _stands_still(state: SampleRequest) -> bool:
    """The receipt clock was stopped, until ops decide (IX-08) or the shipment's warning is over (IX-09)."""
    return state.status == s.SHIPPED and state.receipt_remaining is not None
