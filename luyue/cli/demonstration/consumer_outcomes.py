"""What each story of a consumer order must come to: how it ended, what was refunded and what is owed, in yuan."""

from luyue.cli.demonstration.outcomes import Expected, Fires
from luyue.domain.consumer_order import CONSUMER_ORDER


def order_expected(
    rule: str,
    story: str,
    status: str,
    *,
    closed_reason: str | None = None,
    late: bool = False,
    compensation: str | None = None,
    refunded: str = "0.00",
    received_by: str | None = None,
    fires: tuple[Fires, ...] = (),
    reported: tuple[str, ...] = (),
) -> Expected:
    """An order's end; `compensation` is what the buyer is owed without having asked (SH-09)."""
    return Expected(
        kind=CONSUMER_ORDER,
        rule=rule,
        story=story,
        status=status,
        closed_reason=closed_reason,
        fires=fires,
        details=(
            ("late", late),
            ("compensation.amount", compensation),
            ("refunded", refunded),
            ("received_by", received_by),
        ),
        reported=reported,
    )


_OVERDUE = Fires(
    "shipping_due",
    clock_starts_with="ConsumerOrderPlaced",
    since="paid_at",
    lasts="ship_within",
    leads_to="ConsumerOrderOverdue",
)

SHIPPED_LATE = order_expected(
    "SH-09",
    "shipped late, compensated",
    "COMPLETED",
    late=True,
    compensation="12.88",
    received_by="carrier",
    fires=(_OVERDUE,),
    reported=("ConsumerOrderReceived",),
)
REFUNDED_AT_ONCE = order_expected(
    "CE-09", "refunded at once", "REFUNDED", closed_reason="refund_only", refunded="300.00"
)
REFUND_UNANSWERED = order_expected(
    "CE-09",
    "refund is not answered",
    "REFUNDED",
    closed_reason="refund_only",
    refunded="300.01",
    fires=(Fires("refund_answer", clock_starts_with="RefundRequested", leads_to="RefundMade"),),
)
NEVER_SHIPPED = order_expected(
    "SH-09",
    "never shipped, refunded",
    "REFUNDED",
    closed_reason="unshipped",
    late=True,
    compensation="3.00",
    refunded="299.99",
    fires=(_OVERDUE, Fires("unshipped_refund", clock_starts_with="ConsumerOrderOverdue", leads_to="RefundMade")),
)
