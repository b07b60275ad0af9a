"""What each story of a parcel must come to: the parcel, and the sample or the order that it was to bring (SH-06)."""

from luyue.cli.demonstration.consumer_outcomes import order_expected
from luyue.cli.demonstration.outcomes import Expected, Fires
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.shipment import SHIPMENT


def _parcel(rule: str, story: str, status: str, fires: tuple[Fires, ...], ticket: str | None) -> Expected:
    """How far a parcel came; `ticket` is the rule that its penalty ticket names, where it has one."""
    return Expected(
        kind=SHIPMENT,
        rule=rule,
        story=story,
        status=status,
        closed_reason="fake_shipment" if ticket else None,
        fires=fires,
        details=(("ticket.rule", ticket), ("ticket.points", 4 if ticket else None)),
    )


_NO_TRANSIT = Fires(
    "transit_window", clock_starts_with="ShipmentPickedUp", since="picked_up_at", leads_to="ShipmentWarned"
)
_NOT_PUT_RIGHT = Fires(
    "warning_window", clock_starts_with="ShipmentWarned", until="due_at", leads_to="ShipmentViolated"
)

NO_TRANSIT_CENTRE = _parcel(
    "SH-04",
    "its parcel, not put right",
    "VIOLATION",
    (
        _NO_TRANSIT,
        Fires(
            "slow_pickup_to_transit",
            clock_starts_with="ShipmentPickedUp",
            since="picked_up_at",
            leads_to="ShipmentSlow",
        ),
        _NOT_PUT_RIGHT,
    ),
    ticket="SH-04",
)
SAMPLE_CANCELLED = Expected(
    kind=SAMPLE_REQUEST,
    rule="IX-09",
    story="sample, by a fake number",
    status="CANCELLED",
    closed_reason="fake_shipment",
    fires=(
        Fires(
            "warning_window",
            clock_starts_with="SampleShipmentWarned",
            until="due_at",
            leads_to="SampleRequestCancelled",
            told=True,
        ),
    ),
)
CORRECTED = _parcel("SH-06", "its parcel, put right", "DELIVERED", (_NO_TRANSIT,), ticket=None)
SAMPLE_RECEIVED = Expected(
    kind=SAMPLE_REQUEST,
    rule="IX-09",
    story="sample, by a new number",
    status="CONTENT_PENDING",
    fires=(Fires("receipt_window", clock_starts_with="ShipmentCorrected", leads_to="ReceiptConfirmed"),),
    details=(("received_automatically", True),),
)
NEVER_SCANNED = _parcel(
    "SH-05",
    "its parcel, never scanned",
    "VIOLATION",
    (
        Fires("pickup_window", clock_starts_with="ShipmentRegistered", since="since", leads_to="ShipmentWarned"),
        _NOT_PUT_RIGHT,
    ),
    ticket="SH-05",
)
ORDER_REFUNDED = order_expected(
    "SH-09",
    "order, not really shipped",
    "REFUNDED",
    closed_reason="fake_shipment",
    compensation="3.00",
    refunded="58.00",
    fires=(
        Fires(
            "warning_window",
            clock_starts_with="OrderShipmentWarned",
            until="due_at",
            leads_to="OrderShipmentFoundFake",
            told=True,
        ),
    ),
)
LOST_FROM_SIGHT = _parcel(
    "SH-05",
    "its parcel, not fake after all",
    "IN_TRANSIT",
    (
        Fires(
            "slow_transit_to_delivery",
            clock_starts_with="ShipmentInTransit",
            since="transit_at",
            leads_to="ShipmentSlow",
        ),
        Fires("reasonable_delivery", clock_starts_with="ShipmentRegistered", since="since", leads_to="ShipmentWarned"),
    ),
    ticket=None,
)
ORDER_COMPLETED = order_expected(
    "IX-30",
    "order, received by itself",
    "COMPLETED",
    received_by="timeout",
    fires=(
        Fires(
            "order_receipt_window",
            clock_starts_with="OrderShipmentCleared",
            until="receipt_due_at",
            leads_to="ConsumerOrderReceived",
        ),
    ),
)
