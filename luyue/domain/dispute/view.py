"""What a dispute shows of itself: to lists and the database, to the parties, and as a process answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from luyue.domain.dispute import state as s
from luyue.domain.dispute.endings import ending
from luyue.domain.dispute.state import Dispute
from luyue.domain.facts import RecordEntry
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary


def summary(state: Dispute) -> Summary:
    """Parties, claim and record. A withdrawn dispute keeps its side from asking again, for good (DS-01).

    Who lost has it on its record from the ruling on, which takes effect at once (DS-02), until an appeal strikes it
    (IX-24).
    """
    claim = record = None
    if state.status == s.OPEN:
        claim = s.open_claim(state)
    elif state.status == s.WITHDRAWN:
        claim = s.withdrawn_claim(state)
    if state.lost_by is not None:
        assert state.ruling is not None, "lost without a ruling"
        record = RecordEntry(party=state.lost_by, what="dispute_lost", at=state.ruling.at)
    return Summary(
        closed=state.status not in s.UNDECIDED,
        creator_id=state.creator_id,
        merchant_id=state.merchant_id,
        product_id=state.product_id,
        claim=claim,
        record=record,
    )


def allowed_actions(state: Dispute, role: Role) -> Sequence[str]:
    """The commands that the status allows a role; services may do what the parties may."""
    sides = {side: _of_side(state, side) for side in ("creator", "merchant", "ops")}
    if role == "service":
        return list(dict.fromkeys([*sides["creator"], *sides["merchant"]]))
    return sides[role]


def _of_side(state: Dispute, side: str) -> list[str]:
    is_ops = side == "ops"
    match state.status:
        case s.OPEN:
            found = ["add-evidence"]
            if state.opened_by == side:
                found.append("withdraw")
            if is_ops:
                found += ["rule"] if state.escalated_at else ["rule", "extend"]
            return found
        case s.RULED:
            return ["extend"] if is_ops else ["appeal"]
        case s.APPEALED:
            return ["add-evidence", "decide-appeal"] if is_ops else ["add-evidence"]
        case s.EVIDENCE_REQUESTED:
            if is_ops:
                return ["extend"]
            return ["add-evidence"] if state.appellant == side else []
        case _:
            return []


def details(state: Dispute, policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has. Times are in UTC, money in yuan."""
    shown = state.model_dump(
        mode="json",
        include={
            "subject",
            "opened_by",
            "outcomes",
            "evidence",
            "escalated_at",
            "appellant",
            "appealed_at",
            "evidence_requested_at",
            "deposit_return_requested_at",
        },
    )
    ruling = None
    if state.ruling is not None:
        ruling = state.ruling.model_dump(mode="json", exclude={"reason"})
        ruling["reason_id"] = state.ruling.reason.id if state.ruling.reason else None
    claim_id = state.claim.id if state.claim else None
    closing = ending(state)
    return {
        **shown,
        "claim_id": claim_id,
        "ruling": ruling,
        "lost_by": state.lost_by,
        "ending": closing.model_dump(mode="json") if closing else None,
    }
