"""What a shipment means for the order or request that it is to meet (SH-06, IX-09)."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain import shipment_told as told
from luyue.domain.links import Links, Told
from luyue.domain.messages import Command, Event
from luyue.domain.shipment import messages as m
from luyue.domain.shipment import state as s
from luyue.domain.shipment.state import Shipment


def tell(stream: str, before: Shipment, event: Event, _at: datetime) -> Sequence[Told]:
    """The obligation learns of a warning, its end, a violation, and of a delivery that nothing speaks against."""

    def news(name: str, command: Command) -> Told:
        return Told(process=before.obligation, name=f"shipment-{name}", command=command)

    match event:
        case m.ShipmentWarned():
            return [news("warned", told.ShipmentWarned(shipment=stream, rule=event.rule, due_at=event.due_at))]
        case m.ShipmentCleared():
            cleared = news("cleared", told.ShipmentCleared(shipment=stream, corrected=event.by == "number"))
            if before.delivered_at is None:
                return [cleared]
            return [
                cleared,
                news("delivered", told.ShipmentDelivered(shipment=stream, delivered_at=before.delivered_at)),
            ]
        case m.ShipmentViolated():
            return [news("violated", told.ShipmentViolated(shipment=stream, rule=event.rule))]
        case m.ShipmentDelivered() if before.status in (*s.ON_ITS_WAY, s.DELIVERED):
            return [news("delivered", told.ShipmentDelivered(shipment=stream, delivered_at=event.delivered_at))]
        case _:
            return []


LINKS = Links(
    events=(m.ShipmentWarned, m.ShipmentCleared, m.ShipmentViolated, m.ShipmentDelivered),
    tell=tell,
)
