"""What a sample request is: its state folded from events, its deadlines, and what it shows of itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from luyue.domain.facts import content_subject, parcel_subject
from luyue.domain.messages import Event, Moment, Value, Violation
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Note, Role, State, Summary
from luyue.domain.promotion import Candidate, Form
from luyue.domain.sample_request import messages as m

PENDING = "PENDING"
AWAITING_SHIPMENT = "AWAITING_SHIPMENT"
SHIPPED = "SHIPPED"
CONTENT_PENDING = "CONTENT_PENDING"
COMPLETED = "COMPLETED"
REFUSED = "REFUSED"
REJECTED = "REJECTED"
CANCELLED = "CANCELLED"
BREACHED = "BREACHED"
OPEN = frozenset({PENDING, AWAITING_SHIPMENT, SHIPPED, CONTENT_PENDING})


class Shipment(Value):
    carrier: str
    tracking_no: str
    shipped_at: Moment
    claimed_shipped_at: Moment | None = None
    delivered_at: Moment | None = None


class SampleRequest(State):
    """`promotion_since` starts the promotion window; `receipt_remaining` is set while the receipt clock is stopped."""

    creator_id: str = ""
    merchant_id: str | None = None
    product_id: str = ""
    promotion_form: Form | None = None
    contact_id: str | None = None
    note: Note | None = None
    violations: tuple[Violation, ...] = ()
    rejection_reason: str | None = None
    approved_at: Moment | None = None
    late: bool = False
    shipment: Shipment | None = None
    receipt_since: Moment | None = None
    receipt_due_at: Moment | None = None
    receipt_remaining: timedelta | None = None
    received_at: Moment | None = None
    received_automatically: bool = False
    promotion_since: Moment | None = None
    promotion_window_ended: bool = False
    contents: tuple[Candidate, ...] = ()
    fulfilled_by: str | None = None
    fulfilled_at: Moment | None = None
    reported_late: tuple[str, ...] = ()

    def live_contents(self) -> list[Candidate]:
        """Counted content that nothing has broken."""
        return [content for content in self.contents if not content.lost]


def evolve(state: SampleRequest, event: Event, at: datetime) -> SampleRequest:
    """The state after one more event of this kind."""
    changes: dict[str, Any]
    match event:
        case m.SampleRequested():
            changes = {"status": PENDING, **event.model_dump()}
            changes["note"] = event.note
        case m.SampleRequestRefused():
            changes = {
                "status": REFUSED,
                "creator_id": event.creator_id,
                "merchant_id": event.merchant_id,
                "product_id": event.product_id,
                "violations": event.violations,
                "policy_version": event.policy_version,
            }
        case m.SampleRequestApproved():
            changes = {"status": AWAITING_SHIPMENT, "approved_at": at}
        case m.SampleRequestRejected():
            changes = {"status": REJECTED, "rejection_reason": event.reason}
        case m.SampleRequestWithdrawn():
            changes = {"status": CANCELLED, "closed_reason": "withdrawn"}
        case m.SampleRequestCancelled():
            changes = {"status": CANCELLED, "closed_reason": event.closed_reason}
        case m.ShipmentOverdue():
            changes = {"late": True}
        case m.SampleShipped():
            shipment = Shipment(
                carrier=event.carrier,
                tracking_no=event.tracking_no,
                shipped_at=at,
                claimed_shipped_at=event.claimed_shipped_at,
            )
            changes = {"status": SHIPPED, "shipment": shipment, "receipt_since": at}
        case m.ShipmentCorrected():
            number = {"carrier": event.carrier, "tracking_no": event.tracking_no, "delivered_at": None}
            changes = {"shipment": _shipment(state).model_copy(update=number)}
        case m.ParcelDelivered():
            changes = {"shipment": _shipment(state).model_copy(update={"delivered_at": event.delivered_at})}
        case m.NonReceiptReported():
            changes = {"receipt_remaining": event.remaining}
        case m.ReceiptClockResumed():
            changes = {"receipt_remaining": None, "receipt_due_at": event.due_at, "receipt_since": at}
        case m.ReceiptConfirmed():
            changes = {
                "status": CONTENT_PENDING,
                "received_at": at,
                "received_automatically": event.automatic,
                "receipt_remaining": None,
                "promotion_since": at,
            }
        case m.ContentCounted():
            counted = Candidate(content=event.content, form=event.form, since=event.since, due_at=event.due_at)
            others = tuple(one for one in state.contents if one.content != event.content)
            changes = {"contents": (*others, counted)}
        case m.ContentLost():
            changes = {
                "contents": tuple(
                    one.model_copy(update={"lasted_until": event.lost_at}) if one.content == event.content else one
                    for one in state.contents
                )
            }
        case m.PromotionWindowEnded():
            changes = {"promotion_window_ended": True}
        case m.SampleRequestFulfilled():
            changes = {"status": COMPLETED, "fulfilled_by": event.content, "fulfilled_at": event.fulfilled_at}
        case m.SampleRequestBreached():
            changes = {"status": BREACHED, "closed_reason": "promotion_timeout"}
        case m.PromotionReportedLate():
            changes = {"reported_late": (*state.reported_late, event.content)}
        case m.SampleRequestReinstated():
            changes = {"status": CONTENT_PENDING, "closed_reason": None, "reported_late": ()}
            if event.promotion_restarts:
                changes |= {"promotion_since": at, "promotion_window_ended": False}
        case _:
            raise TypeError(f"a sample request knows no {event.type_name()}")
    return state.model_copy(update=changes)


def _shipment(state: SampleRequest) -> Shipment:
    assert state.shipment is not None, "corrected or delivered before it was shipped"
    return state.shipment


def receipt_due_at(state: SampleRequest, policy: Policy) -> datetime | None:
    """When receipt confirms itself (SR-10); None while the clock does not run."""
    if state.receipt_since is None or state.receipt_remaining is not None:
        return None
    due_at = state.receipt_due_at or state.receipt_since + policy.receipt_window
    return state.extended("receipt_window", due_at)


def promotion_closes_at(state: SampleRequest, policy: Policy) -> datetime:
    """The promotion window's end (SR-11)."""
    assert state.promotion_since is not None, "the promotion window runs from receipt"
    return state.extended("promotion_window", state.promotion_since + policy.promotion_window)


def deadlines(state: SampleRequest, policy: Policy) -> Sequence[Deadline]:
    """The moments at which time acts, for the status at hand."""

    def plain(name: str, since: datetime, due_at: datetime, then: str) -> Deadline:
        return Deadline(name=name, since=since, due_at=due_at, judged_at=due_at, then=then)

    match state.status:
        case "PENDING":
            assert state.created_at is not None
            due_at = state.extended("approval_window", state.created_at + policy.approval_window)
            return [plain("approval_window", state.created_at, due_at, "cancel")]
        case "AWAITING_SHIPMENT":
            approved_at = state.approved_at
            assert approved_at is not None
            cutoff = state.extended("shipping_cutoff", approved_at + policy.shipping_cutoff)
            found = [plain("shipping_cutoff", approved_at, cutoff, "cancel")]
            if not state.late:
                due_at = state.extended("shipping_due", approved_at + policy.shipping_due)
                found.append(plain("shipping_due", approved_at, due_at, "record_late"))
            return found
        case "SHIPPED":
            receipt = receipt_due_at(state, policy)
            if receipt is None or state.receipt_since is None:
                return []
            return [plain("receipt_window", state.receipt_since, receipt, "confirm_receipt")]
        case "CONTENT_PENDING":
            return _promotion_deadlines(state, policy)
        case _:
            return []


def _promotion_deadlines(state: SampleRequest, policy: Policy) -> list[Deadline]:
    found = [
        Deadline(
            name="video_retention" if content.form == "video" else "live_cart_minimum",
            subject=content.content,
            since=content.since,
            due_at=content.due_at,
            judged_at=content.due_at + policy.fact_grace,
            then="fulfil",
            warns=False,
        )
        for content in state.live_contents()
    ]
    if not state.promotion_window_ended:
        assert state.promotion_since is not None
        closes_at = promotion_closes_at(state, policy)
        found.append(
            Deadline(
                name="promotion_window",
                since=state.promotion_since,
                due_at=closes_at,
                judged_at=closes_at + policy.fact_grace,
                then="await_retention" if state.live_contents() else "breach",
            )
        )
    return found


def summary(state: SampleRequest) -> Summary:
    """Parties, claim and subjects. A fulfilled request keeps its content to itself for good (IX-06)."""
    claim = None
    subjects: set[str] = set()
    if state.status in OPEN:
        claim = open_claim(state)
    elif state.status == COMPLETED:
        claim = f"{promoted_prefix(state)}{state.fulfilled_by}"
    if state.status in (SHIPPED, CONTENT_PENDING) and state.shipment is not None:
        subjects.add(parcel_subject(state.shipment.carrier, state.shipment.tracking_no))
    if state.status in (CONTENT_PENDING, BREACHED):
        subjects.add(content_subject(state.creator_id, state.product_id))
    return Summary(
        closed=state.status not in OPEN,
        creator_id=state.creator_id or None,
        merchant_id=state.merchant_id,
        product_id=state.product_id or None,
        claim=claim,
        subjects=frozenset(subjects),
    )


def open_claim(state: SampleRequest) -> str:
    """What only one open request of a creator for a product may hold (SR-16)."""
    return f"sample:{state.creator_id}:{state.product_id}"


def promoted_prefix(state: SampleRequest) -> str:
    """Claims on content that has fulfilled a request for this product start with this."""
    return f"promoted:{state.creator_id}:{state.product_id}:"


def allowed_actions(state: SampleRequest, role: Role) -> Sequence[str]:
    """The commands that the status allows a role; services may do what the parties may."""
    creator: list[str] = []
    merchant: list[str] = []
    ops: list[str] = []
    match state.status:
        case "PENDING":
            creator, merchant = ["withdraw"], ["approve", "reject"]
        case "AWAITING_SHIPMENT":
            creator, merchant = ["withdraw"], ["ship"]
        case "SHIPPED":
            creator, merchant = ["confirm-receipt"], ["correct-shipment"]
            if state.receipt_remaining is None:
                creator.append("report-non-receipt")
            else:
                ops.append("reinstate")
        case "CONTENT_PENDING":
            creator = ["link-video", "link-live"]
        case "BREACHED":
            ops = ["reinstate"]
    if state.status in OPEN:
        ops += ["extend", "cancel"]
    return {"creator": creator, "merchant": merchant, "service": creator + merchant, "ops": ops}[role]


def details(state: SampleRequest, policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has. Times are in UTC."""
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
    paused = state.status == SHIPPED and state.receipt_remaining is not None
    return {**shown, "note_id": state.note.id if state.note else None, "receipt_clock_stopped": paused}
