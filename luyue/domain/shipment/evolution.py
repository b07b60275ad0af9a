"""How each event changes a shipment."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from luyue.domain.messages import Event
from luyue.domain.shipment import messages as m
from luyue.domain.shipment import state as s
from luyue.domain.shipment.findings import ABSENCES, Finding
from luyue.domain.shipment.state import Shipment, Slow, Ticket, Warned

_NOTHING_SCANNED: dict[str, Any] = {
    "picked_up_at": None,
    "picked_up_known_at": None,
    "transit_at": None,
    "transit_known_at": None,
    "out_for_delivery_at": None,
    "out_for_delivery_known_at": None,
    "delivered_at": None,
    "slow": None,
}


def evolve(state: Shipment, event: Event, at: datetime) -> Shipment:
    """The state after one more event of this kind."""
    match event:
        case m.ShipmentRegistered():
            given = event.model_dump(exclude={"found_by"})
            changes = {**given, "status": s.REGISTERED, "clock_since": event.since, "linked": (event.obligation,)}
        case m.ShipmentNumberCorrected():
            given = event.model_dump(exclude={"found_by"})
            known = {name: value for name, value in given.items() if value is not None or name == "caution"}
            changes = {**_NOTHING_SCANNED, **known, "clock_since": event.since, "overdue": (), "pardoned": ()}
            return _under_another_number(state.model_copy(update=changes))
        case m.ShipmentNumberWithdrawn():
            changes = {}
        case m.ShipmentConsigneeKnown():
            region = state.region or event.region
            changes = {"person": event.person, "address": event.address, "region": region}
        case m.ShipmentSlow():
            changes = {"slow": Slow(stage=event.stage, since=event.since)}
        case (
            m.ShipmentPickedUp()
            | m.ShipmentInTransit()
            | m.ShipmentOutForDelivery()
            | m.ShipmentDelivered()
            | m.ShipmentReceived()
            | m.ShipmentReleased()
        ):
            return _moved(state, event, at)
        case _:
            changes = _judged(state, event, at)
    return state.model_copy(update=changes)


def _under_another_number(state: Shipment) -> Shipment:
    """Awaited anew; but what was received has come, and what was refunded is not awaited."""
    changes: dict[str, Any] = {"arrival_known_at": None} if state.received_at is None else {}
    if state.released_because == "untracked":
        changes |= {"released_at": None, "released_because": None}
    awaited = state.model_copy(update=changes)
    return awaited if state.status == s.WARNED else awaited.model_copy(update={"status": awaited.progress})


def _moved(state: Shipment, event: Event, at: datetime) -> Shipment:
    """Further on its way: a status that says so follows, a warning or violation stays."""
    changes: dict[str, Any]
    match event:
        case m.ShipmentPickedUp():
            changes = {"picked_up_at": event.picked_up_at, "picked_up_known_at": at}
        case m.ShipmentInTransit():
            changes = {"transit_at": event.transit_at, "transit_known_at": at, "slow": None}
        case m.ShipmentOutForDelivery():
            is_slow = state.slow is not None and state.slow.stage == "transit_to_delivery"
            changes = {
                "out_for_delivery_at": event.out_for_delivery_at,
                "out_for_delivery_known_at": at,
                "slow": state.slow if is_slow else None,
            }
        case m.ShipmentDelivered():
            changes = {"delivered_at": event.delivered_at, "slow": None}
        case m.ShipmentReceived():
            changes = {"received_at": event.received_at, "slow": None}
        case m.ShipmentReleased():
            changes = {"released_at": at, "released_because": event.because, "slow": None}
    moved = state.model_copy(update=changes)
    known_at = at if state.arrived_at is None and moved.arrived_at is not None else state.arrival_known_at
    status = moved.progress if state.status in (*s.ON_ITS_WAY, s.RELEASED, s.DELIVERED) else state.status
    return moved.model_copy(update={"status": status, "arrival_known_at": known_at})


def _judged(state: Shipment, event: Event, at: datetime) -> dict[str, Any]:
    match event:
        case m.ShipmentWarned():
            warning = Warned(
                at=at,
                due_at=event.due_at,
                again=event.again,
                carrier=state.carrier,
                tracking_no=state.tracking_no,
            )
            until = state.put_right_until if event.again else event.due_at
            return {
                "status": s.WARNED,
                **_found(event.findings),
                "warning": warning,
                "put_right_until": until,
                "too_late": False,
            }
        case m.ShipmentFindingsChanged():
            return _found(event.findings)
        case m.ShipmentCleared():
            changes: dict[str, Any] = {
                "status": state.progress,
                "closed_reason": None,
                **_found(()),
                "warning": None,
                "too_late": False,
                "put_right_until": s.put_right_until(state) if event.by == "number" else None,
                "ticket": None,
                "doubted": False,
            }
            if event.by == "ops":
                # What is missing is awaited anew: it may still come.
                lasting = (one for one in state.findings if one not in ABSENCES - {"no_transit_centre"})
                changes |= {"pardoned": (*state.pardoned, *lasting), "clock_since": at}
            return changes
        case m.ShipmentViolated():
            ticket = Ticket(id=event.ticket, rule=event.rule, points=event.points, at=at)
            return {
                "status": s.VIOLATION,
                "closed_reason": "fake_shipment",
                **_found(event.findings),
                "ticket": ticket,
                "tickets": state.tickets + 1,
                "warning": None,
                "slow": None,
            }
        case m.ShipmentViolationDoubted():
            return {"doubted": True}
        case _:
            raise TypeError(f"a shipment knows no {event.type_name()}")


def _found(findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {"findings": findings, "overdue": tuple(one for one in findings if one in ABSENCES)}


def after(state: Shipment, events: Iterable[Event], at: datetime) -> Shipment:
    """The state after events of this kind that a decision is about to make."""
    for event in events:
        state = evolve(state, event, at)
    return state
