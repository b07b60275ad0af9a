"""Messages that cross in a dispute (DS-01 to DS-03, IX-23, IX-24)."""

from tests.crossing.dispute_words import (
    APPEALED,
    BY_RULING,
    CANCEL,
    COMPLETE,
    DELIVERED_AND_DISPUTED,
    DISPUTED,
    MORE_WANTED,
    REQUESTED,
    RESUMED,
    RULED,
    STRIKE,
    UPHOLD,
    WITHDRAW_DISPUTE,
    WITHDRAWN,
    adds,
    appeals,
)
from tests.crossing.order_words import completed
from tests.crossing.pairs import THERE, Outcome, Pair, dispute, over

RULINGS = [
    Pair(
        "DS-01 rule / withdraw",
        DISPUTED,
        CANCEL,
        WITHDRAW_DISPUTE,
        Outcome("200", "409 DS-01", BY_RULING | dispute("RULED", lost_by="creator")),
        Outcome("409 DS-01", "200", RESUMED | WITHDRAWN),
    ),
    Pair(
        "DS-02 two rulings",
        DELIVERED_AND_DISPUTED,
        COMPLETE,
        CANCEL,
        Outcome("200", "409 DS-02", completed("ruling") | dispute("RULED", lost_by=None)),
        Outcome("409 DS-02", "200", BY_RULING | dispute("RULED", lost_by="creator")),
    ),
    Pair(
        "DS-02 rule / add evidence",
        DISPUTED,
        CANCEL,
        adds("merchant", 2),
        Outcome("200", "409 DS-02", BY_RULING | dispute("RULED")),
        Outcome("200", "200", BY_RULING | dispute("RULED")),
    ),
    Pair(
        "IX-23 withdraw / the escalation",
        DISPUTED,
        WITHDRAW_DISPUTE,
        over("ruling_due", "dispute"),
        Outcome("200", "409", RESUMED | WITHDRAWN | dispute("WITHDRAWN", escalated_at=None)),
        Outcome("200", "200", RESUMED | WITHDRAWN | dispute("WITHDRAWN", escalated_at=THERE)),
    ),
    Pair(
        "IX-23 rule / the escalation",
        DELIVERED_AND_DISPUTED,
        COMPLETE,
        over("ruling_due", "dispute"),
        Outcome("200", "200", completed("ruling") | dispute("RULED", escalated_at=None)),
        Outcome("200", "200", completed("ruling") | dispute("RULED", escalated_at=THERE)),
    ),
]

APPEALS = [
    Pair(
        "DS-02 both appeal",
        RULED,
        appeals("creator"),
        appeals("merchant"),
        Outcome("200", "409 DS-02", BY_RULING | dispute("APPEALED", appellant="creator")),
        Outcome("409 DS-02", "200", BY_RULING | dispute("APPEALED", appellant="merchant")),
    ),
    Pair(
        "DS-02 appeal / the end of the time to appeal",
        RULED,
        appeals("creator"),
        over("appeal_window", "dispute"),
        Outcome("200", "200", dispute("APPEALED", appellant="creator")),
        Outcome("409 DS-02", "200", dispute("FINAL", closed_reason="not_appealed", lost_by="creator")),
    ),
    Pair(
        "DS-02 uphold / strike the ruling",
        APPEALED,
        UPHOLD,
        STRIKE,
        Outcome("200", "409", BY_RULING | dispute("FINAL", closed_reason="appeal_dismissed", lost_by="creator")),
        # IX-24: the order stays as it is.
        Outcome("409", "200", BY_RULING | dispute("FINAL", closed_reason="ruling_struck", lost_by=None)),
    ),
    Pair(
        "DS-02 uphold the ruling / add evidence",
        APPEALED,
        UPHOLD,
        adds("creator", 3),
        Outcome("200", "409", dispute("FINAL", closed_reason="appeal_dismissed")),
        Outcome("200", "200", dispute("FINAL", closed_reason="appeal_dismissed")),
    ),
    Pair(
        "DS-03 more evidence / the end of its time",
        REQUESTED,
        adds("creator", 3),
        over("more_evidence_window", "dispute"),
        Outcome("200", "200", dispute("APPEALED", closed_reason=None)),
        Outcome("409 DS-03", "200", dispute("FINAL", closed_reason="evidence_not_brought")),
    ),
    Pair(
        "DS-03 ask for more evidence / add it",
        APPEALED,
        MORE_WANTED,
        adds("creator", 3),
        Outcome("200", "200", dispute("APPEALED", evidence_requested_at=THERE)),
        # What came before the request is no answer to it.
        Outcome("200", "200", dispute("EVIDENCE_REQUESTED", evidence_requested_at=THERE)),
    ),
]
