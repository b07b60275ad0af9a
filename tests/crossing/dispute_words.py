"""Messages about and to a dispute, where it stands when they cross, and how both are found then."""

from typing import Any

from tests.crossing.order_words import ASKED, DELIVERED, IN_EFFECT, cancelled
from tests.crossing.pairs import TEXT, Message, Sender, creator, dispute, in_dispute, merchant, order


def piece(number: int) -> dict[str, str]:
    return {"reference": f"evidence/ev-{number}", "sha256": f"{number:064x}"}


DISPUTE_AS_CREATOR, DISPUTE_AS_MERCHANT = (
    by("open-dispute", claim=TEXT, evidence=[piece(1)]) for by in (creator, merchant)
)
WITHDRAW_DISPUTE = in_dispute("creator", "withdraw", note=TEXT)
UPHOLD, STRIKE = (in_dispute("ops", "decide-appeal", decision=one) for one in ("upheld", "struck"))
MORE_WANTED = in_dispute("ops", "decide-appeal", decision="needs_more_evidence")


def rules(outcome: str, in_default: str | None = None) -> Message:
    return in_dispute("ops", "rule", outcome=outcome, in_default=in_default, reason=TEXT)


def appeals(by: Sender) -> Message:
    return in_dispute(by, "appeal", evidence=[piece(2)])


def adds(by: Sender, number: int) -> Message:
    return in_dispute(by, "add-evidence", evidence=[piece(number)])


CANCEL, COMPLETE, RESUME = rules("cancel", "creator"), rules("complete"), rules("resume")
DISPUTED = [*IN_EFFECT, DISPUTE_AS_CREATOR]
DELIVERED_AND_DISPUTED = [*DELIVERED, DISPUTE_AS_CREATOR]
ASKED_AND_DISPUTED = [*ASKED, DISPUTE_AS_CREATOR]
RULED = [*DISPUTED, CANCEL]
APPEALED = [*RULED, appeals("creator")]
REQUESTED = [*APPEALED, MORE_WANTED]


def stopped(opened_by: str, **details: Any) -> dict[str, Any]:
    return order("DISPUTED", **details) | dispute("OPEN", opened_by=opened_by)


BY_RULING = cancelled("ruling", "ruling", "creator")
SETTLED = dispute("WITHDRAWN", closed_reason="settled", lost_by=None)
WITHDRAWN = dispute("WITHDRAWN", closed_reason=None, lost_by=None)
RESUMED = order("EFFECTIVE", terms_binding=None)
