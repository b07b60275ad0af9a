"""What a shipment shows of itself: to lists and the database, to the parties, and as a process answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from luyue.domain.facts import RecordEntry, consignee_subject, parcel_subject
from luyue.domain.policy import Policy
from luyue.domain.process import Role, Summary
from luyue.domain.shipment import state as s
from luyue.domain.shipment.carriers import PARTNERS, carrier_name
from luyue.domain.shipment.endings import ending
from luyue.domain.shipment.findings import MEANINGS
from luyue.domain.shipment.state import Shipment, put_right_until


def summary(state: Shipment) -> Summary:
    """Parties, subjects and record. What has ended still listens: a late track may show that it was otherwise.

    A violation stands on the merchant's record until ops clear it (SH-06).
    """
    subjects: set[str] = set()
    if state.status:
        subjects.add(parcel_subject(state.carrier, state.tracking_no))
        if state.consignee_id is not None and state.person is None:
            subjects.add(consignee_subject(state.consignee_id))
    record = None
    if state.ticket is not None:
        record = RecordEntry(party="merchant", what="fake_shipment", at=state.ticket.at, points=state.ticket.points)
    return Summary(
        closed=state.status not in s.OPEN,
        creator_id=state.creator_id,
        merchant_id=state.merchant_id or None,
        product_id=state.product_id or None,
        subjects=frozenset(subjects),
        record=record,
    )


def allowed_actions(state: Shipment, role: Role) -> Sequence[str]:
    """The commands that the status allows a role: numbers are corrected in the order or request itself."""
    if role != "ops":
        return []
    match state.status:
        case s.WARNED:
            return ["clear", "extend"]
        case s.VIOLATION:
            return ["clear"]
        case s.REGISTERED | s.PICKED_UP | s.IN_TRANSIT:
            return ["extend"]
        case _:
            return []


def details(state: Shipment, policy: Policy) -> Mapping[str, Any]:
    """The part of a process answer that only this kind has. Times are in UTC; no digests are shown."""
    shown = state.model_dump(
        mode="json",
        include={
            "obligation",
            "tracking_no",
            "consignee_id",
            "region",
            "not_before",
            "since",
            "picked_up_at",
            "transit_at",
            "out_for_delivery_at",
            "delivered_at",
            "received_at",
            "released_at",
            "caution",
            "ticket",
            "doubted",
            "slow",
        },
    )
    findings = [
        {
            "finding": one,
            "rule": MEANINGS[one].rule,
            "message": MEANINGS[one].wording.model_dump(),
            "remedy": MEANINGS[one].remedy.model_dump(),
        }
        for one in state.findings
    ]
    warning = None
    if state.warning is not None:
        warning = state.warning.model_dump(mode="json", include={"at", "due_at", "again"})
        until = put_right_until(state)
        warning["put_right_until"] = until.isoformat().replace("+00:00", "Z")
    closing = ending(state)
    return {
        **shown,
        "carrier": {
            "code": state.carrier,
            **carrier_name(state.carrier).model_dump(),
            "partner": state.carrier in PARTNERS,
        },
        "findings": findings,
        "warning": warning,
        "ending": closing.model_dump(mode="json") if closing else None,
    }
