"""What a buyer is owed where an order was not shipped in time, or not really (SH-09). Money is in yuan."""

from decimal import ROUND_HALF_UP, Decimal

from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.state import ConsumerOrder
from luyue.domain.consumer_order.terms import Scenario, TakenBackBecause
from luyue.domain.facts.numbers import FEN
from luyue.domain.messages import Event
from luyue.domain.policy import Policy

NOTHING = Decimal("0.00")


def amount(paid: Decimal, policy: Policy) -> Decimal:
    """The compensation by the paid amount, to the fen; halves of a fen go up. SH-09"""
    if paid <= policy.compensation_free_up_to:
        return NOTHING
    if paid < policy.compensation_share_from:
        return policy.compensation_flat
    share = (paid * policy.compensation_share).quantize(FEN, rounding=ROUND_HALF_UP)
    return min(share, policy.compensation_most)


def owed(state: ConsumerOrder, cause: Scenario, policy: Policy) -> Decimal:
    """What is owed for a violation now: once an order (IX-27), and nothing for lateness by force majeure (SH-09)."""
    if state.claim is not None or is_excused(state, cause):
        return NOTHING
    return amount(state.paid_amount, policy)


def is_excused(state: ConsumerOrder, cause: Scenario) -> bool:
    """Force majeure keeps nobody from shipping really (SH-09)."""
    return cause == "late_shipment" and state.force_majeure_at is not None


def claim(state: ConsumerOrder, cause: Scenario, policy: Policy) -> list[Event]:
    """The claim that is made by itself; none where nothing is owed."""
    due = owed(state, cause, policy)
    if due == NOTHING:
        return []
    return [m.CompensationClaimed(amount=due, cause=cause, found_by=claims_of(state.buyer_id))]


def claims_of(buyer_id: str | None) -> str | None:
    """By which a buyer's claims are found."""
    return f"compensated:{buyer_id}" if buyer_id is not None else None


def take_back(state: ConsumerOrder, because: TakenBackBecause) -> list[Event]:
    """A claim that was not owed after all is void; as long as lateness or a fake shipment is left, it is owed."""
    if state.claim is None or state.is_late_unexcused or state.is_fake:
        return []
    found_by = claims_of(state.buyer_id)
    return [m.CompensationTakenBack(amount=state.claim.amount, because=because, found_by=found_by)]
