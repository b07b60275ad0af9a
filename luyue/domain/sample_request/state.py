"""What a sample request is: its state, and the moments at which time acts on it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from luyue.domain.messages import Moment, Value, Violation
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Note, State
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
    breached_at: Moment | None = None
    reported_late: tuple[str, ...] = ()

    def live_contents(self) -> list[Candidate]:
        """Counted content that nothing has broken."""
        return [content for content in self.contents if not content.lost]


def open_claim(request: SampleRequest | m.Apply) -> str:
    """What only one open request of a creator for a product may hold (SR-16)."""
    return f"sample:{request.creator_id}:{request.product_id}"


def promoted_prefix(state: SampleRequest) -> str:
    """Claims on content that has fulfilled a request for this product start with this."""
    return f"promoted:{state.creator_id}:{state.product_id}:"


def shipping_cutoff_at(state: SampleRequest, policy: Policy) -> datetime:
    """When an unshipped request is cancelled (SR-08)."""
    assert state.approved_at is not None, "the shipping clocks run from approval"
    return state.extended("shipping_cutoff", state.approved_at + policy.shipping_cutoff)


def receipt_due_at(state: SampleRequest, policy: Policy) -> datetime:
    """When receipt confirms itself (SR-10), while that clock runs."""
    assert state.receipt_since is not None, "the receipt clock runs from shipping"
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
            found = [plain("shipping_cutoff", approved_at, shipping_cutoff_at(state, policy), "cancel")]
            if not state.late:
                due_at = state.extended("shipping_due", approved_at + policy.shipping_due)
                found.append(plain("shipping_due", approved_at, due_at, "record_late"))
            return found
        case "SHIPPED":
            if state.receipt_remaining is not None:
                return []
            assert state.receipt_since is not None
            return [plain("receipt_window", state.receipt_since, receipt_due_at(state, policy), "confirm_receipt")]
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
