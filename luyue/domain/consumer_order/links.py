"""What a consumer order means for the shipment that is to meet it: what to watch for, and until when (SH-06)."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.state import ConsumerOrder
from luyue.domain.consumer_order.view import shipment_of
from luyue.domain.links import Links, Told
from luyue.domain.messages import Event
from luyue.domain.shipment import messages as shipment


def tell(stream: str, before: ConsumerOrder, event: Event, at: datetime) -> Sequence[Told]:
    """What the buyer says has come is watched no more, nor what was refunded; what counts as received by time is."""
    parcel = shipment_of(stream.partition("/")[2])
    match event:
        case m.ConsumerOrderShipped():
            assert before.paid_at is not None
            registering = shipment.Register(
                obligation=stream,
                merchant_id=before.merchant_id,
                product_id=before.product_id,
                carrier=event.carrier,
                tracking_no=event.tracking_no,
                consignee_id=before.consignee_id,
                region=before.region,
                not_before=before.paid_at,
                since=at,
            )
            return [Told(process=parcel, name="register", command=registering)]
        case m.OrderShipmentCorrected():
            correcting = shipment.Correct(carrier=event.carrier, tracking_no=event.tracking_no)
            return [Told(process=parcel, name="correct", command=correcting)]
        case m.ConsumerOrderReceived(by="buyer"):
            return [Told(process=parcel, name="receive", command=shipment.Receive(received_at=at))]
        case m.ConsumerOrderRefunded() if before.shipment is not None and event.because != "fake_shipment":
            return [Told(process=parcel, name="release", command=shipment.Release())]
        case _:
            return []


LINKS = Links(
    events=(m.ConsumerOrderShipped, m.OrderShipmentCorrected, m.ConsumerOrderReceived, m.ConsumerOrderRefunded),
    tell=tell,
)
