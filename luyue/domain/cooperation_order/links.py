"""What a cooperation order means for the dispute about it: it begins it, and settles it by an agreement (IX-22)."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.arbitration import possible_outcomes
from luyue.domain.cooperation_order.state import DISPUTED, CooperationOrder
from luyue.domain.cooperation_order.view import summary
from luyue.domain.dispute import messages as dispute
from luyue.domain.links import Links, Told
from luyue.domain.messages import Event


def tell(stream: str, before: CooperationOrder, event: Event, _at: datetime) -> Sequence[Told]:
    """CO-09, DS-01 and IX-22."""
    match event:
        case m.OrderDisputed():
            opening = dispute.Open(
                subject=stream,
                opened_by=event.by,
                creator_id=before.creator_id,
                merchant_id=before.merchant_id,
                product_id=summary(before).product_id,
                claim=event.claim,
                evidence=event.evidence,
                outcomes=possible_outcomes(before.status),
            )
            return [Told(process=f"dispute/{event.dispute_id}", name="open", command=opening)]
        case m.OrderCancelled(cancelled_by="agreement") if before.status == DISPUTED:
            return [Told(process=f"dispute/{before.dispute_id}", name="settle", command=dispute.Settle())]
        case _:
            return []


LINKS = Links(events=(m.OrderDisputed, m.OrderCancelled), tell=tell)
