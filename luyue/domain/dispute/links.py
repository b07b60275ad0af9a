"""What a dispute means for its subject: it is known there, and its end is followed (CO-09)."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.cooperation_order.commands import DisputeEnded
from luyue.domain.dispute import messages as m
from luyue.domain.dispute.state import Dispute
from luyue.domain.links import Links, Told
from luyue.domain.messages import Event
from luyue.domain.process import Link

FOLLOWING = "cooperation-order/"
"""The subjects that a ruling resumes or ends; of what becomes of others ops decide themselves."""


def tell(stream: str, before: Dispute, event: Event, _at: datetime) -> Sequence[Told]:
    """The subject learns of its dispute, and an order of how it ended."""
    if isinstance(event, m.DisputeOpened):
        return [Told(process=event.subject, name="link", command=Link(process=stream))]
    if not before.subject.startswith(FOLLOWING):
        return []
    id = stream.partition("/")[2]
    match event:
        case m.DisputeRuled():
            ended = DisputeEnded(dispute_id=id, outcome=event.outcome, in_default=event.in_default)
        case m.DisputeWithdrawn() if event.by != "ops":
            ended = DisputeEnded(dispute_id=id, outcome="resume", withdrawn_by=event.by)
        case _:
            return []
    return [Told(process=before.subject, name="dispute-ended", command=ended)]


LINKS = Links(events=(m.DisputeOpened, m.DisputeRuled, m.DisputeWithdrawn), tell=tell)
