"""Messages to an order, where it stands when they cross, and how it is found then."""

from datetime import timedelta
from typing import Any

from tests.crossing.pairs import DAY, SESSION, TEXT, THERE, Message, To, creator, fact, merchant, order, over

ACCEPT, DECLINE, WITHDRAW = creator("accept"), creator("decline", reason=TEXT), merchant("withdraw")
ASK_AS_CREATOR, ASK_AS_MERCHANT = (by("request-cancellation", reason=TEXT) for by in (creator, merchant))
CONFIRM_AS_CREATOR, CONFIRM_AS_MERCHANT = (by("confirm-cancellation") for by in (creator, merchant))
REFUSE_AS_CREATOR, REFUSE_AS_MERCHANT = (by("decline-cancellation") for by in (creator, merchant))
CANCEL_AS_CREATOR, CANCEL_AS_MERCHANT = creator("cancel"), merchant("cancel")
GO_LIVE = creator("go-live", live_session_id=SESSION)
LIVE = fact("live", moves="BroadcastStarted")
LIVE_UNHEARD = fact("live", moves=None)
"""An order that is disputed does not hear of it."""
OVER = fact("ended", moves="BroadcastEnded")
LEFT, BACK = (fact(name, moves="MerchantStandingChanged") for name in ("merchant-left", "merchant-back"))
END_BROADCAST, DELIVER = creator("end-broadcast"), creator("deliver", note=TEXT)
VERIFY, REJECT = merchant("verify"), merchant("reject-delivery", reason=TEXT)


def extends(deadline: str, until: timedelta, to: To = "order") -> Message:
    return Message("ops", to, "extend", {"deadline": deadline, "until": until, "reason": TEXT})


OFFERED: list[Message] = []
IN_EFFECT = [ACCEPT]
ASKED = [*IN_EFFECT, ASK_AS_CREATOR]
OVERDUE = [*IN_EFFECT, over("latest_broadcast")]
OVERDUE_AND_ASKED = [*OVERDUE, ASK_AS_MERCHANT]
LONG = extends("cancellation_response", 60 * DAY)
"""A request that is still pending when the latest time passes, and when the system closes the order."""
ASKED_FOR_LONG = [*ASKED, LONG]
OVERDUE_AND_ASKED_FOR_LONG = [*OVERDUE_AND_ASKED, LONG]
MERCHANT_LEFT = [*IN_EFFECT, LEFT]
ON_AIR = [*IN_EFFECT, GO_LIVE]
ENDED = [*ON_AIR, END_BROADCAST]
DELIVERED = [*ON_AIR, DELIVER]
NEGOTIATED = [*DELIVERED, REJECT]
NEGOTIATION_OVER = [*NEGOTIATED, over("rebroadcast_negotiation")]

FIRST, SECOND = 30 * DAY, 35 * DAY
"""Two latest times for a rebroadcast."""


def proposes(by: Any, latest: Any = FIRST) -> Message:
    message: Message = by("propose-rebroadcast", latest_broadcast_at=latest)
    return message


PROPOSED = [*NEGOTIATED, proposes(creator)]
AGREE, AGREE_TO_FIRST = merchant("agree-rebroadcast"), merchant("agree-rebroadcast", latest_broadcast_at=FIRST)
REFUSE_REBROADCAST = merchant("decline-rebroadcast")


def cancelled(by: str, reason: str, in_default: str | None) -> dict[str, Any]:
    """The end of a signed order: void if agreed (CO-04), otherwise binding (CO-05)."""
    return order(
        "CANCELLED", cancelled_by=by, closed_reason=reason, in_default=in_default, terms_binding=by != "agreement"
    )


def completed(by: str) -> dict[str, Any]:
    return order("COMPLETED", accepted_by=by, terms_binding=True, in_default=None)


AGREED = cancelled("agreement", "agreed", None)
CLOSED_BY_SYSTEM = cancelled("system", "overdue", "creator")
NEGOTIATION_FAILED = cancelled("system", "negotiation_failed", "creator")
MISSED = cancelled("one_sided", "latest_broadcast_missed", "creator")
UNSIGNED: dict[str, Any] = {"terms_binding": False, "accepted_at": None}
SIGNED = order("EFFECTIVE", accepted_at=THERE, terms_binding=None)
GONE_LIVE = order("LIVE", cancellation=None, broadcast=THERE)
IN_EFFECT_AGAIN = order("EFFECTIVE", rebroadcasts=1, proposal=None, latest_broadcast_at=FIRST)
STILL_ASKED = order("EFFECTIVE", cancellation__by="creator")
