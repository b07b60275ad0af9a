"""The state chart of consumer orders."""

from luyue.domain.chart import START, Transition
from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order import state as s

TRANSITIONS = (
    Transition(START, m.ConsumerOrderPlaced, s.AWAITING_SHIPMENT),
    Transition(s.AWAITING_SHIPMENT, m.ConsumerOrderShipped, s.SHIPPED),
    Transition(s.AWAITING_SHIPMENT, m.ConsumerOrderRefunded, s.REFUNDED),
    Transition(s.SHIPPED, m.ConsumerOrderCompleted, s.COMPLETED),
    Transition(s.SHIPPED, m.ConsumerOrderRefunded, s.REFUNDED),
    Transition(s.COMPLETED, m.ConsumerOrderRefunded, s.REFUNDED),
)
