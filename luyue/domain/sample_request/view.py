"""What a sample request shows of itself: to lists and the database, to the parties, and as a process answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from luyue.domain.facts import RecordEntry, content_subject, parcel_subject
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.endings import ending
from luyue.domain.sample_request.state import SampleRequest


def summary(state: SampleRequest) -> Summary:
    """Parties, claim, subjects and record. A fulfilled request keeps its content to itself for good (IX-06).

    A breach stands on the creator's record until ops reinstate the request (SR-14).
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
    return Summary(
        closed=state.status not in s.OPEN,
        creator_id=state.creator_id or None,
        merchant_id=state.merchant_id,
        product_id=state.product_id or None,
        claim=claim,
        subjects=frozenset(subjects),
        record=RecordEntry(party="creator", what="breach", at=state.breached_at) if state.breached_at else None,
    )


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
            if _stands_still(state):
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
        "note_id": note_id,
        "receipt_clock_stopped": _stands_still(state),
        "ending": closing.model_dump(mode="json") if closing else None,
    }


def _stands_still(state: SampleRequest) -> bool:
    """The receipt clock was stopped, and ops have not decided yet (IX-08)."""
    return state.status == s.SHIPPED and state.receipt_remaining is not None
