"""What each story of a cooperation order must come to: how it ended, whether the terms bind, and who is in default."""

from typing import Any

from luyue.cli.demonstration.outcomes import Expected, Fires
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.dispute import DISPUTE

_BROADCAST = ("BroadcastStarted", "ProductShown", "BroadcastEnded")
"""Live sessions are reported as facts: nobody tells the order that it is live, what was shown, or that it is over."""


def _expected(
    rule: str,
    story: str,
    status: str,
    *,
    terms_binding: bool,
    closed_reason: str | None = None,
    cancelled_by: str | None = None,
    accepted_by: str | None = None,
    in_default: str | None = None,
    fires: tuple[Fires, ...] = (),
    reported: tuple[str, ...] = (),
    **others: Any,
) -> Expected:
    """An order's end, whose wording is that of the story's rule."""
    details = {
        "ending.rule": rule,
        "cancelled_by": cancelled_by,
        "accepted_by": accepted_by,
        "terms_binding": terms_binding,
        "in_default": in_default,
    }
    return Expected(
        kind=COOPERATION_ORDER,
        rule=rule,
        story=story,
        status=status,
        closed_reason=closed_reason,
        fires=fires,
        details=tuple((details | others).items()),
        reported=reported,
    )


COMPLETED = _expected(
    "CO-07",
    "agreed and completed",
    "COMPLETED",
    accepted_by="merchant",
    terms_binding=True,
    reported=_BROADCAST,
)
NOT_ACCEPTED = _expected(
    "CO-03",
    "not accepted",
    "EXPIRED",
    closed_reason="acceptance_timeout",
    terms_binding=False,
    fires=(Fires("acceptance_window", clock_starts_with="OrderProposed", leads_to="OrderExpired"),),
)
AGREED_TO_CANCEL = _expected(
    "CO-04",
    "cancelled by agreement",
    "CANCELLED",
    closed_reason="agreed",
    cancelled_by="agreement",
    terms_binding=False,
)
LATEST_TIME_MISSED = _expected(
    "CO-05",
    "one-sided after latest time",
    "CANCELLED",
    closed_reason="latest_broadcast_missed",
    cancelled_by="one_sided",
    terms_binding=True,
    in_default="creator",
    fires=(
        Fires(
            "latest_broadcast",
            clock_starts_with="OrderProposed",
            until="terms.latest_broadcast_at",
            leads_to="LatestBroadcastPassed",
        ),
    ),
)
DELIVERED_BY_ITSELF = _expected(
    "CO-07",
    "delivered, verified by itself",
    "COMPLETED",
    accepted_by="timeout",
    terms_binding=True,
    fires=(
        Fires("auto_delivery", clock_starts_with="BroadcastEnded", since="ended_at", leads_to="OrderDelivered"),
        Fires("verification_window", clock_starts_with="OrderDelivered", leads_to="OrderCompleted"),
    ),
    reported=_BROADCAST,
)
BROADCAST_AGAIN = _expected(
    "CO-07",
    "failed, rebroadcast, verified",
    "COMPLETED",
    accepted_by="merchant",
    terms_binding=True,
    reported=_BROADCAST,
    rebroadcasts=1,
)
RULED_ON = _expected(
    "CO-09",
    "disputed and ruled on",
    "CANCELLED",
    closed_reason="ruling",
    cancelled_by="ruling",
    terms_binding=True,
    in_default="creator",
)
DISPUTE_APPEALED = Expected(
    kind=DISPUTE,
    rule="DS-02",
    story="its dispute: ruled, appealed",
    status="FINAL",
    closed_reason="appeal_dismissed",
    # Arbiters are only reminded: the clock decides nothing (IX-23).
    fires=(Fires("ruling_due", clock_starts_with="DisputeOpened", leads_to="DisputeEscalated"),),
    details=(("ending.rule", "DS-02"), ("opened_by", "merchant"), ("appellant", "creator"), ("lost_by", "creator")),
)
