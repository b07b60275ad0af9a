"""What each story of a sample request must come to: one for every deadline."""

from typing import Any

from luyue.cli.demonstration.outcomes import Expected, Fires
from luyue.domain.sample_request import SAMPLE_REQUEST


def _expected(
    rule: str,
    story: str,
    fires: Fires,
    status: str,
    *,
    closed_reason: str | None = None,
    reported: tuple[str, ...] = (),
    **details: Any,
) -> Expected:
    return Expected(
        kind=SAMPLE_REQUEST,
        rule=rule,
        story=story,
        fires=(fires,),
        status=status,
        closed_reason=closed_reason,
        details=tuple(details.items()),
        reported=reported,
    )


UNANSWERED = _expected(
    "SR-06",
    "nobody answers",
    Fires("approval_window", clock_starts_with="SampleRequested", leads_to="SampleRequestCancelled"),
    "CANCELLED",
    closed_reason="approval_timeout",
)
SHIPPED_LATE = _expected(
    "SR-07",
    "the merchant is late to ship",
    Fires("shipping_due", clock_starts_with="SampleRequestApproved", leads_to="ShipmentOverdue"),
    "AWAITING_SHIPMENT",
    late=True,
)
NEVER_SHIPPED = _expected(
    "SR-08",
    "the merchant never ships",
    Fires("shipping_cutoff", clock_starts_with="SampleRequestApproved", leads_to="SampleRequestCancelled"),
    "CANCELLED",
    closed_reason="shipment_timeout",
)
RECEIPT_UNCONFIRMED = _expected(
    "SR-10",
    "receipt is not confirmed",
    Fires("receipt_window", clock_starts_with="SampleShipped", leads_to="ReceiptConfirmed"),
    "CONTENT_PENDING",
    received_automatically=True,
)
PROMOTED_BY_VIDEO = _expected(
    "SR-12",
    "fulfilled by a video",
    Fires("video_retention", clock_starts_with="ContentCounted", since="since", leads_to="SampleRequestFulfilled"),
    "COMPLETED",
)
PROMOTED_LIVE = _expected(
    "SR-13",
    "fulfilled live",
    Fires("live_cart_minimum", clock_starts_with="ContentCounted", since="since", leads_to="SampleRequestFulfilled"),
    "COMPLETED",
    reported=("ContentCounted",),
)
NEVER_PROMOTED = _expected(
    "SR-14",
    "the creator never promotes it",
    Fires("promotion_window", clock_starts_with="ReceiptConfirmed", leads_to="SampleRequestBreached"),
    "BREACHED",
    closed_reason="promotion_timeout",
)
