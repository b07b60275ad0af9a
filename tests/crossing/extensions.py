"""Ops extend a deadline while it runs out (CO-03 to CO-08, DS-02, DS-03): exactly when it is due is in time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.crossing.dispute_words import DISPUTED, REQUESTED, RULED
from tests.crossing.order_words import (
    ASKED,
    CLOSED_BY_SYSTEM,
    DELIVERED,
    ENDED,
    IN_EFFECT,
    NEGOTIATED,
    NEGOTIATION_FAILED,
    NEGOTIATION_OVER,
    OFFERED,
    ON_AIR,
    OVERDUE,
    UNSIGNED,
    cancelled,
    completed,
    extends,
)
from tests.crossing.pairs import DAY, THERE, Message, Outcome, Pair, To, dispute, order, over

LATER = 60 * DAY
NOT_RUNNING = "422 extend"
"""The answer where something else runs by then; where nothing does, the status forbids it."""


def _extended(
    stands: Sequence[Message],
    deadline: str,
    extended: Mapping[str, Any],
    passed: Mapping[str, Any],
    too_late: str = "409",
    until: timedelta = LATER,
    to: To = "order",
) -> Pair:
    return Pair(
        f"extend / {deadline}",
        stands,
        extends(deadline, until, to),
        over(deadline, to),
        Outcome("200", "200", extended),
        Outcome(too_late, "200", passed),
    )


EXTENSIONS = [
    _extended(
        OFFERED,
        "acceptance_window",
        order("PROPOSED"),
        order("EXPIRED", closed_reason="acceptance_timeout", **UNSIGNED),
        until=5 * DAY,
    ),
    _extended(
        IN_EFFECT,
        "latest_broadcast",
        order("EFFECTIVE", overdue=False),
        order("EFFECTIVE", overdue=True),
        too_late=NOT_RUNNING,
    ),
    _extended(OVERDUE, "overdue_close", order("EFFECTIVE", overdue=True), CLOSED_BY_SYSTEM),
    _extended(
        ASKED,
        "cancellation_response",
        order("EFFECTIVE", cancellation=THERE),
        cancelled("one_sided", "cancellation_unanswered", "creator"),
    ),
    _extended(
        ON_AIR,
        "broadcast_ceiling",
        order("LIVE", broadcast__ended_at=None),
        order("LIVE", broadcast__deemed_ended=True),
        too_late=NOT_RUNNING,
    ),
    _extended(
        ENDED,
        "auto_delivery",
        order("LIVE", delivery=None),
        order("DELIVERED", delivery__automatic=True),
        too_late=NOT_RUNNING,
    ),
    _extended(DELIVERED, "verification_window", order("DELIVERED"), completed("timeout")),
    _extended(
        NEGOTIATED,
        "rebroadcast_negotiation",
        order("CHANGES_REQUESTED", negotiation_ended=False),
        order("CHANGES_REQUESTED", negotiation_ended=True),
        too_late=NOT_RUNNING,
    ),
    _extended(
        NEGOTIATION_OVER, "negotiation_close", order("CHANGES_REQUESTED", closed_reason=None), NEGOTIATION_FAILED
    ),
]

EXTENSIONS_OF_DISPUTES = [
    _extended(
        DISPUTED,
        "ruling_due",
        dispute("OPEN", escalated_at=None),
        dispute("OPEN", escalated_at=THERE),
        to="dispute",
    ),
    _extended(RULED, "appeal_window", dispute("RULED"), dispute("FINAL", closed_reason="not_appealed"), to="dispute"),
    _extended(
        REQUESTED,
        "more_evidence_window",
        dispute("EVIDENCE_REQUESTED"),
        dispute("FINAL", closed_reason="evidence_not_brought"),
        to="dispute",
    ),
]
