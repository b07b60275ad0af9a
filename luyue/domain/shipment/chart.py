"""The state chart of shipments."""

from luyue.domain.chart import START, Transition
from luyue.domain.shipment import messages as m
from luyue.domain.shipment import state as s

_ON_ITS_WAY = (s.REGISTERED, s.PICKED_UP, s.IN_TRANSIT)
_ANY_PROGRESS = (*_ON_ITS_WAY, s.RELEASED, s.DELIVERED)

TRANSITIONS = (
    Transition(START, m.ShipmentRegistered, s.REGISTERED),
    Transition(s.REGISTERED, m.ShipmentPickedUp, s.PICKED_UP),
    Transition(s.REGISTERED, m.ShipmentInTransit, s.IN_TRANSIT),
    Transition(s.REGISTERED, m.ShipmentOutForDelivery, s.IN_TRANSIT),
    Transition(s.PICKED_UP, m.ShipmentInTransit, s.IN_TRANSIT),
    Transition(s.PICKED_UP, m.ShipmentOutForDelivery, s.IN_TRANSIT),
    *(Transition(one, m.ShipmentDelivered, s.DELIVERED) for one in (*_ON_ITS_WAY, s.RELEASED)),
    *(Transition(one, m.ShipmentReceived, s.DELIVERED) for one in (*_ON_ITS_WAY, s.RELEASED)),
    *(Transition(one, m.ShipmentReleased, s.RELEASED) for one in _ON_ITS_WAY),
    *(Transition(one, m.ShipmentNumberCorrected, s.REGISTERED) for one in _ANY_PROGRESS if one != s.REGISTERED),
    *(Transition(one, m.ShipmentWarned, s.WARNED) for one in _ANY_PROGRESS),
    *(Transition(s.WARNED, m.ShipmentCleared, one) for one in _ANY_PROGRESS),
    Transition(s.WARNED, m.ShipmentViolated, s.VIOLATION),
    *(Transition(s.VIOLATION, m.ShipmentCleared, one) for one in _ANY_PROGRESS),
)
