"""What a sample request means for the shipment that is to meet it: what to watch for, and until when (SR-09, IX-09)."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.links import Links, Told
from luyue.domain.messages import Event
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.state import SampleRequest
from luyue.domain.shipment import messages as shipment


def shipment_of(id: str) -> str:
    """The stream of the process that watches the parcel of the request with this id."""
    return f"shipment/sh_{id}"


def tell(stream: str, before: SampleRequest, event: Event, at: datetime) -> Sequence[Told]:
    """Where and since when to look for the parcel, and since when the creator has it: time alone delivers nothing."""
    parcel = shipment_of(stream.partition("/")[2])
    match event:
        case m.SampleShipped():
            assert before.merchant_id is not None
            assert before.approved_at is not None
            registering = shipment.Register(
                obligation=stream,
                merchant_id=before.merchant_id,
                creator_id=before.creator_id,
                product_id=before.product_id,
                carrier=event.carrier,
                tracking_no=event.tracking_no,
                consignee_id=before.contact_id,
                not_before=before.approved_at,
                since=at,
            )
            return [Told(process=parcel, name="register", command=registering)]
        case m.ShipmentCorrected():
            correcting = shipment.Correct(carrier=event.carrier, tracking_no=event.tracking_no)
            return [Told(process=parcel, name="correct", command=correcting)]
        case m.ReceiptConfirmed(automatic=False):
            return [Told(process=parcel, name="receive", command=shipment.Receive(received_at=at))]
        case _:
            return []


LINKS = Links(events=(m.SampleShipped, m.ShipmentCorrected, m.ReceiptConfirmed), tell=tell)
