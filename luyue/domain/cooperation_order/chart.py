"""The state chart of cooperation orders."""

from luyue.domain.chart import START, Transition
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import state as s

TRANSITIONS = (
    Transition(START, m.OrderProposed, s.PROPOSED),
    Transition(s.PROPOSED, m.OrderAccepted, s.EFFECTIVE),
    Transition(s.PROPOSED, m.OrderDeclined, s.DECLINED),
    Transition(s.PROPOSED, m.OrderWithdrawn, s.WITHDRAWN),
    Transition(s.PROPOSED, m.OrderExpired, s.EXPIRED),
    Transition(s.EFFECTIVE, m.BroadcastStarted, s.LIVE),
    Transition(s.EFFECTIVE, m.OrderCancelled, s.CANCELLED),
    Transition(s.EFFECTIVE, m.OrderDisputed, s.DISPUTED),
    Transition(s.LIVE, m.OrderDelivered, s.DELIVERED),
    Transition(s.LIVE, m.OrderDisputed, s.DISPUTED),
    Transition(s.DELIVERED, m.OrderCompleted, s.COMPLETED),
    Transition(s.DELIVERED, m.DeliveryRejected, s.CHANGES_REQUESTED),
    Transition(s.DELIVERED, m.OrderDisputed, s.DISPUTED),
    Transition(s.CHANGES_REQUESTED, m.RebroadcastAgreed, s.EFFECTIVE),
    Transition(s.CHANGES_REQUESTED, m.OrderCompleted, s.COMPLETED),
    Transition(s.CHANGES_REQUESTED, m.OrderCancelled, s.CANCELLED),
    Transition(s.CHANGES_REQUESTED, m.OrderDisputed, s.DISPUTED),
    Transition(s.DISPUTED, m.OrderResumed, s.EFFECTIVE),
    Transition(s.DISPUTED, m.OrderResumed, s.LIVE),
    Transition(s.DISPUTED, m.OrderResumed, s.DELIVERED),
    Transition(s.DISPUTED, m.OrderResumed, s.CHANGES_REQUESTED),
    Transition(s.DISPUTED, m.OrderCompleted, s.COMPLETED),
    Transition(s.DISPUTED, m.OrderCancelled, s.CANCELLED),
)
