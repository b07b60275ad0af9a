"""Events of a sample request that between them need every text of its notices."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

from luyue.domain.messages import Event, Text, Violation
from luyue.domain.process import ClockAdvanced, DeadlineApproaching, DeadlineExtended, Note, ProcessLinked
from luyue.domain.sample_request import messages as m

AT = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)
SECRET = Note(id="secret-note", digest="secret-digest")
VIOLATION = Violation(rule="SR-05", message=Text(zh="该商品未开通样品服务。", en="The product offers no samples."))
REFUSED = m.SampleRequestRefused(
    creator_id="c1", merchant_id="m1", product_id="p1", violations=(VIOLATION,) * 2, policy_version="1"
)
ASKED = m.SampleRequested(
    creator_id="c1",
    merchant_id="m1",
    product_id="p1",
    promotion_form="video",
    contact_id="secret-contact",
    note=SECRET,
    policy_version="1",
)
DEADLINES = (
    ("approval_window", "cancel"),
    ("shipping_due", "record_late"),
    ("shipping_cutoff", "cancel"),
    ("receipt_window", "confirm_receipt"),
    ("promotion_window", "breach"),
    ("promotion_window", "await_retention"),
    ("promotion_window", "cancel"),
)


def _until_shipped() -> Iterable[Event]:
    yield from (ASKED, REFUSED, m.SampleRequestApproved(note=SECRET))
    yield from (
        m.SampleRequestRejected(reason=reason, note=SECRET)
        for reason in get_args(m.Reject.model_fields["reason"].annotation)
    )
    yield m.SampleRequestWithdrawn(note=SECRET)
    yield from (m.SampleRequestCancelled(closed_reason=reason, reason=SECRET) for reason in get_args(m.ClosedReason))
    yield m.ShipmentOverdue(due_at=AT)


def _until_received() -> Iterable[Event]:
    yield m.SampleShipped(carrier="SF", tracking_no="1234", claimed_shipped_at=None)
    yield m.ShipmentCorrected(carrier="SF", tracking_no="1234")
    yield m.ParcelDelivered(carrier="SF", tracking_no="1234", delivered_at=AT)
    yield m.NonReceiptReported(remaining=timedelta(hours=1), note=SECRET)
    yield from (m.ReceiptClockResumed(due_at=due_at, reason=SECRET) for due_at in (AT, None))
    yield m.SampleShipmentWarned(shipment="shipment/sh_1", rule="SH-04", due_at=AT, remaining=timedelta(hours=1))
    for corrected in (True, False):
        goes_on = m.SampleShipmentCleared(
            shipment="shipment/sh_1", corrected=corrected, receipt_due_at=AT, remaining=None
        )
        yield goes_on
        yield goes_on.model_copy(update={"receipt_due_at": None, "remaining": timedelta(hours=1)})
    yield from (m.ReceiptConfirmed(automatic=automatic) for automatic in (True, False))


def _until_promoted() -> Iterable[Event]:
    yield from (m.PromotionPaused(because=absence, since=AT) for absence in get_args(m.Absence))
    yield from (m.PromotionResumed(promotion_due_at=due_at) for due_at in (AT, None))
    yield m.ContentCounted(content="video/v1", form="video", since=AT, due_at=AT)
    yield m.ContentLost(content="video/v1", lost_at=AT)
    yield m.PromotionWindowEnded()
    yield m.SampleRequestFulfilled(content="video/v1", form="video", fulfilled_at=AT)
    yield m.SampleRequestBreached()
    yield m.PromotionReportedLate(content="video/v1", form="video", since=AT, due_at=AT)
    yield from (m.SampleRequestReinstated(reason=SECRET, promotion_restarts=restarts) for restarts in (True, False))


def _of_time() -> Iterable[Event]:
    yield from (DeadlineApproaching(deadline=name, due_at=AT, then=then) for name, then in DEADLINES)
    for name in dict(DEADLINES):
        yield DeadlineExtended(deadline=name, due_at=AT, until=AT, reason=SECRET)
    yield ClockAdvanced(wall_at=AT, by=timedelta(hours=1))
    yield ProcessLinked(process="dispute/ds_1")


EVENTS: Sequence[Event] = (*_until_shipped(), *_until_received(), *_until_promoted(), *_of_time())
