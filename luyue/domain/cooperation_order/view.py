"""What a cooperation order shows of itself: to lists and the database, to the parties, and as a process answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from luyue.domain.cooperation_order import broadcast
from luyue.domain.cooperation_order import state as s
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.cooperation_order.endings import ending
from luyue.domain.cooperation_order.state import CooperationOrder
from luyue.domain.facts import RecordEntry, merchant_subject
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary


def summary(state: CooperationOrder) -> Summary:
    """Parties, subjects and record. Several orders between the same two may be open; one product alone is named.

    What is published before acceptance does not count, and what is published during a dispute is read after it.
    The side in default has it on its record (CO-05). Not so where a ruling ended the order: there the lost dispute is
    on record, once for one matter, and goes by itself if the ruling is struck (IX-24).
    """
    products = state.terms.product_ids if state.terms is not None else ()
    listens = state.status in (s.EFFECTIVE, s.LIVE, s.DELIVERED)
    standing = {merchant_subject(state.merchant_id)} if state.status == s.EFFECTIVE else set()
    return Summary(
        closed=state.status not in s.OPEN,
        creator_id=state.creator_id or None,
        merchant_id=state.merchant_id or None,
        product_id=products[0] if len(products) == 1 else None,
        subjects=frozenset({*broadcast.subjects(state), *standing}) if listens else frozenset(),
        record=_default(state),
    )


def _default(state: CooperationOrder) -> RecordEntry | None:
    if state.in_default is None or state.cancelled_by == "ruling":
        return None
    assert state.last_at is not None, "in default by an event"
    return RecordEntry(party=state.in_default, what="default", at=state.last_at)


def allowed_actions(state: CooperationOrder, role: Role) -> Sequence[str]:
    """The commands that the status allows a role; services may do what the parties may."""
    match role:
        case "creator" | "merchant":
            return _of_side(state, role)
        case "service":
            return list(dict.fromkeys([*_of_side(state, "creator"), *_of_side(state, "merchant")]))
        case "ops":
            return ["extend"] if state.status in s.OPEN - {s.DISPUTED} else []


def details(state: CooperationOrder, policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has. Times are in UTC, texts the ids of what is kept elsewhere.

    `ending` has the rule behind the end of the order, and its wording.
    """
    shown = state.model_dump(
        mode="json",
        include={
            "accepted_at",
            "latest_broadcast_at",
            "overdue",
            "merchant_left",
            "broadcast",
            "evidence",
            "rejected_at",
            "proposal",
            "negotiation_ended",
            "rebroadcasts",
            "dispute_id",
            "paused",
            "cancelled_by",
            "accepted_by",
            "terms_binding",
            "in_default",
        },
    )
    terms = state.terms.model_dump(mode="json", exclude={"note"}) if state.terms else None
    closing = ending(state)
    return {
        **shown,
        "terms": terms,
        "note_id": _id(state.terms.note if state.terms else None),
        "latest_broadcast_at": _latest(state),
        "cancellation": _with_text(state.cancellation, "reason"),
        "delivery": _with_text(state.delivery, "note"),
        "rejection_reason_id": _id(state.rejection_reason),
        "rebroadcasts_at_most": policy.rebroadcast_rounds,
        "ending": closing.model_dump(mode="json") if closing else None,
    }


def _of_side(state: CooperationOrder, side: Side) -> list[str]:
    own = _creators(state) if side == "creator" else _merchants(state)
    is_open = state.status in (s.EFFECTIVE, s.LIVE, s.DELIVERED, s.CHANGES_REQUESTED)
    return [*own, *(["open-dispute"] if is_open and side not in state.gave_up_disputing else [])]


def _creators(state: CooperationOrder) -> list[str]:
    match state.status:
        case s.PROPOSED:
            return ["accept", "decline"]
        case s.EFFECTIVE:
            alone = ["cancel"] if state.merchant_left else []
            return ["go-live", *_cancelling(state, "creator"), *alone]
        case s.LIVE:
            return ["end-broadcast", "deliver"] if s.is_on_air(state) else ["deliver"]
        case _:
            return [*_negotiating(state, "creator")]


def _merchants(state: CooperationOrder) -> list[str]:
    match state.status:
        case s.PROPOSED:
            return ["withdraw"]
        case s.EFFECTIVE:
            return [*_cancelling(state, "merchant"), *(["cancel"] if state.overdue else [])]
        case s.DELIVERED:
            return ["verify", "reject-delivery"]
        case s.CHANGES_REQUESTED:
            return ["verify", *_negotiating(state, "merchant")]
        case _:
            return [*_negotiating(state, "merchant")]


def _cancelling(state: CooperationOrder, side: Side) -> Iterable[str]:
    if state.cancellation is None:
        yield "request-cancellation"
    elif state.cancellation.by != side:
        yield from ("request-cancellation", "confirm-cancellation", "decline-cancellation")


def _negotiating(state: CooperationOrder, side: Side) -> Iterable[str]:
    """Either side's part after a failed verification; of a dispute, settling it (IX-22)."""
    if state.status == s.DISPUTED and state.cancellation is not None and state.cancellation.by != side:
        yield from ("request-cancellation", "confirm-cancellation")
    if state.status != s.CHANGES_REQUESTED:
        return
    yield from _cancelling(state, side)
    if not state.negotiation_ended:
        yield "propose-rebroadcast"
    if state.proposal is not None and state.proposal.by != side:
        yield from ("agree-rebroadcast", "decline-rebroadcast")


def _latest(state: CooperationOrder) -> str | None:
    """By when the order must be live, with what ops or a dispute have added."""
    if state.latest_broadcast_at is None:
        return None
    return s.latest_broadcast_at(state).isoformat().replace("+00:00", "Z")


def _with_text(value: s.Cancellation | s.Delivery | None, text: str) -> dict[str, Any] | None:
    if value is None:
        return None
    return {**value.model_dump(mode="json", exclude={text}), f"{text}_id": _id(getattr(value, text))}


def _id(note: Any) -> str | None:
    return note.id if note is not None else None
