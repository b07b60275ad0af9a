"""What a sample request is: its state, and the moments at which time acts on it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from luyue.domain.messages import Moment, Value, Violation
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Note, State
from luyue.domain.promotion import Candidate, Form, Pause
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
UNSHIPPED = frozenset({PENDING, AWAITING_SHIPMENT})
OPEN = frozenset({*UNSHIPPED, SHIPPED, CONTENT_PENDING})


class Shipment(Value):
    carrier: str
    tracking_no: str
    shipped_at: Moment
    claimed_shipped_at: Moment | None = None
    corrected_at: Moment | None = None
    delivered_at: Moment | None = None


class ShipmentWarning(Value):
    """The shipment looks fake by a rule; it can be put right until `due_at` (IX-09)."""

    shipment: str
    rule: str
    due_at: Moment
    warned_at: Moment


class Paused(Value):
    """The promotion's clocks stand still since then, because the product cannot be had (IX-13)."""

    because: m.Absence
    since: Moment


class SampleRequest(State):
    """`promotion_since` starts the promotion window; `promotion_due_at` is its end since it was resumed (IX-30).

    `receipt_remaining` is set while the receipt clock is stopped: by the creator's report of non-receipt, by a warning
    of the shipment, or by both. `paused` is set while the promotion's clocks are stopped, and `pauses` are over.
    """

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
    non_receipt_reported: bool = False
    warning: ShipmentWarning | None = None
    received_at: Moment | None = None
    received_automatically: bool = False
    promotion_since: Moment | None = None
    promotion_due_at: Moment | None = None
    promotion_resumed_at: Moment | None = None
    paused: Paused | None = None
    pauses: tuple[Pause, ...] = ()
    promotion_window_ended: bool = False
    contents: tuple[Candidate, ...] = ()
    fulfilled_by: str | None = None
    fulfilled_at: Moment | None = None
    breached_at: Moment | None = None
    cancelled_at: Moment | None = None
    reported_late: tuple[str, ...] = ()

    def live_contents(self) -> list[Candidate]:
        """Counted content that nothing has broken."""
        return [content for content in self.contents if not content.lost]

    def is_paused_at(self, moment: datetime) -> bool:
        """Whether the promotion's clocks stood still at a moment, as far as is known now."""
        return self.paused is not None and self.paused.since <= moment


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
    """The promotion window's end (SR-11); while it is paused, the one that it had before."""
    assert state.promotion_since is not None, "the promotion window runs from receipt"
    due_at = state.promotion_due_at or state.promotion_since + policy.promotion_window
    return state.extended("promotion_window", due_at)


def must_be_back_by(state: SampleRequest, policy: Policy) -> datetime | None:
    """When the request is cancelled unless its product can be had again (IX-13): at the promotion window's end.

    Where that is over, at the end of the last retention that was stopped; either as it was before the pause. None where
    no pause began in time.
    """
    paused = state.paused
    if state.status != CONTENT_PENDING or paused is None:
        return None
    if state.promotion_window_ended:
        return max((one.due_at for one in state.live_contents() if one.due_at > paused.since), default=None)
    closes_at = promotion_closes_at(state, policy)
    return closes_at if state.is_paused_at(closes_at) else None


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
    """Only what was complete before a pause is still awaited in it, and the end that the request then comes to."""
    ends_at = must_be_back_by(state, policy)
    running = [one for one in state.live_contents() if state.paused is None or one.due_at <= state.paused.since]
    found = [_of_content(one, policy, "fulfil") for one in running]
    if state.promotion_window_ended:
        last = [one for one in state.live_contents() if one.due_at == ends_at]
        return [*found, *(_of_content(one, policy, "cancel") for one in last[:1])]
    assert state.promotion_since is not None
    closes_at = promotion_closes_at(state, policy)
    goes_on = "await_retention" if state.live_contents() else "breach"
    window = Deadline(
        name="promotion_window",
        since=max(state.promotion_since, state.promotion_resumed_at or state.promotion_since),
        due_at=closes_at,
        judged_at=closes_at + policy.fact_grace,
        then=goes_on if ends_at is None else "cancel",
    )
    return [*found, window]


def _of_content(content: Candidate, policy: Policy, then: str) -> Deadline:
    return Deadline(
        name="video_retention" if content.form == "video" else "live_cart_minimum",
        subject=content.content,
        since=content.since,
        due_at=content.due_at,
        judged_at=content.due_at + policy.fact_grace,
        then=then,
    )
