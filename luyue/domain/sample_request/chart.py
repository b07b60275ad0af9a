"""The state chart of sample requests."""

from luyue.domain.chart import START, Transition
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s

TRANSITIONS = (
    Transition(START, m.SampleRequested, s.PENDING),
    Transition(START, m.SampleRequestRefused, s.REFUSED),
    Transition(s.PENDING, m.SampleRequestApproved, s.AWAITING_SHIPMENT),
    Transition(s.PENDING, m.SampleRequestRejected, s.REJECTED),
    Transition(s.PENDING, m.SampleRequestWithdrawn, s.CANCELLED),
    Transition(s.PENDING, m.SampleRequestCancelled, s.CANCELLED),
    Transition(s.AWAITING_SHIPMENT, m.SampleShipped, s.SHIPPED),
    Transition(s.AWAITING_SHIPMENT, m.SampleRequestWithdrawn, s.CANCELLED),
    Transition(s.AWAITING_SHIPMENT, m.SampleRequestCancelled, s.CANCELLED),
    Transition(s.SHIPPED, m.ReceiptConfirmed, s.CONTENT_PENDING),
    Transition(s.SHIPPED, m.SampleRequestCancelled, s.CANCELLED),
    Transition(s.CONTENT_PENDING, m.SampleRequestFulfilled, s.COMPLETED),
    Transition(s.CONTENT_PENDING, m.SampleRequestBreached, s.BREACHED),
    Transition(s.CONTENT_PENDING, m.SampleRequestCancelled, s.CANCELLED),
    Transition(s.BREACHED, m.SampleRequestReinstated, s.CONTENT_PENDING),
)
