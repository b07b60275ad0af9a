"""Where cooperation orders stand when a test begins: merchant m1 offers creator c1 terms for products p1 and p2."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from luyue.domain.arbitration import Outcome
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import OfferedProduct, Side
from luyue.domain.facts import CartAccess
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.process import Note
from tests import eligible
from tests.unit.given_when_then import START, Platform, Process, hours

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OFFERED = START
ACCEPTED = OFFERED + hours(1)
LATEST = OFFERED + 10 * DAY
"""The latest broadcast time of the terms."""
OVERDUE = LATEST + SECOND
LIVE = ACCEPTED + DAY
ASKED = ACCEPTED + hours(1)
ENDED = LIVE + hours(4)
DELIVERED = ENDED + hours(1)
REJECTED = DELIVERED + DAY
NEW_LATEST = REJECTED + 5 * DAY
"""The latest time of the first rebroadcast."""
WHY = Note(id="note-1", digest="digest-1")
DISPUTE = "ds_1"


def platform(policy: Policy = DEFAULT_POLICY, **changes: object) -> Platform:
    """A platform that knows creators c1 and c2, merchants m1 and m2, m1's products p1 to p25 and m2's product q1."""
    stage = Platform(policy.model_copy(update=changes))
    for creator in ("c1", "c2"):
        stage.report(f"creator/{creator}", eligible.CREATOR, OFFERED)
        stage.report(f"cart-access/{creator}", CartAccess(rights=("showcase", "video_cart", "live_cart")), OFFERED)
    for merchant in ("m1", "m2"):
        stage.report(f"merchant/{merchant}", eligible.MERCHANT, OFFERED)
    for number in range(1, 26):
        stage.report(f"product/p{number}", eligible.product(), OFFERED)
    stage.report("product/q1", eligible.product("m2"), OFFERED)
    return stage


def new_order(stage: Platform) -> Process:
    return Process(stage, COOPERATION_ORDER, lambda stream: m.Observe(source=stream))


def offer(*products: str, **changes: Any) -> m.Propose:
    """Terms for p1 and p2, unless other products are named."""
    offered = tuple(OfferedProduct(product_id=one, commission_rate=Decimal("0.15")) for one in products or ("p1", "p2"))
    terms: dict[str, Any] = {
        "merchant_id": "m1",
        "creator_id": "c1",
        "form": "live",
        "products": offered,
        "latest_broadcast_at": LATEST,
    }
    return m.Propose(**(terms | changes))


def proposed(stage: Platform | None = None, command: m.Propose | None = None) -> Process:
    order = new_order(stage or platform())
    order.issue(command or offer(), OFFERED)
    return order


def effective(stage: Platform | None = None, command: m.Propose | None = None) -> Process:
    order = proposed(stage, command)
    order.issue(m.Accept(), ACCEPTED)
    return order


def asked(by: Side = "creator", at: datetime = ASKED, stage: Platform | None = None) -> Process:
    """An order in effect that one side asks to cancel."""
    order = effective(stage)
    order.issue(m.RequestCancellation(by=by, reason=WHY), at)
    return order


def overdue(stage: Platform | None = None) -> Process:
    order = effective(stage)
    order.time_to(OVERDUE)
    assert order.state.overdue
    return order


def on_air(stage: Platform | None = None) -> Process:
    order = effective(stage)
    order.issue(m.GoLive(live_session_id="l1"), LIVE)
    return order


def ended(stage: Platform | None = None) -> Process:
    order = on_air(stage)
    order.issue(m.EndBroadcast(), ENDED)
    return order


def delivered(stage: Platform | None = None) -> Process:
    order = ended(stage)
    order.issue(m.Deliver(), DELIVERED)
    return order


def rejected(stage: Platform | None = None) -> Process:
    """An order whose rebroadcast is negotiated."""
    order = delivered(stage)
    order.issue(m.RejectDelivery(reason=WHY), REJECTED)
    return order


def negotiation_over(stage: Platform | None = None) -> Process:
    order = rejected(stage)
    order.time_to(REJECTED + 7 * DAY + SECOND)
    assert order.state.negotiation_ended
    return order


def rebroadcast(stage: Platform | None = None) -> Process:
    """An order in effect again, towards a new delivery."""
    order = rejected(stage)
    order.issue(propose("creator"), REJECTED + hours(1))
    order.issue(m.AgreeRebroadcast(by="merchant"), REJECTED + hours(2))
    return order


def propose(by: Side, latest: datetime = NEW_LATEST) -> m.ProposeRebroadcast:
    return m.ProposeRebroadcast(by=by, latest_broadcast_at=latest)


def dispute(by: Side = "creator", id: str = DISPUTE) -> m.OpenDispute:
    return m.OpenDispute(by=by, dispute_id=id, claim=WHY)


def disputed(order: Process, at: datetime) -> Process:
    order.issue(dispute(), at)
    return order


def ruled(outcome: Outcome = "resume", in_default: Side | None = None) -> m.DisputeEnded:
    return m.DisputeEnded(dispute_id=DISPUTE, outcome=outcome, in_default=in_default)


def end(order: Process) -> tuple[Any, ...]:
    """How an order was cancelled: by what, why, whether the terms bind, and who is in default."""
    state = order.state
    assert order.status == "CANCELLED"
    return state.cancelled_by, state.closed_reason, state.terms_binding, state.in_default


def ending_rule(order: Process) -> str:
    """The rule behind an order's end, as its details name it."""
    shown = order.kind.details(order.state, order.policy)["ending"]
    assert shown["wording"]["zh"]
    assert shown["wording"]["en"]
    return str(shown["rule"])
