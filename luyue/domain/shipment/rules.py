"""The rules of a shipment: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from luyue.domain.facts import Facts, Needs
from luyue.domain.messages import Command, Event, Refusal
from luyue.domain.policy import Policy
from luyue.domain.process import ClockAdvanced, TimePassed, not_allowed
from luyue.domain.shipment import judging
from luyue.domain.shipment import messages as m
from luyue.domain.shipment import state as s
from luyue.domain.shipment.carriers import caution
from luyue.domain.shipment.evolution import after
from luyue.domain.shipment.findings import Finding, rule_of
from luyue.domain.shipment.judging import judge
from luyue.domain.shipment.state import Shipment, found_by, put_right_until

OVERDUE: dict[str, Finding] = {
    "transit_window": "no_transit_centre",
    "pickup_window": "not_shipped",
    "reasonable_delivery": "not_received",
}
"""What is missing when a deadline is over."""


CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of two machines may be apart."""


def needs(state: Shipment, command: Command) -> Needs:
    """Which facts a command is decided on."""
    unknown = state.consignee_id if state.person is None else None
    match command:
        case m.Register():
            return judging.needs(command.carrier, command.tracking_no, command.consignee_id)
        case m.Correct():
            return judging.needs(command.carrier, command.tracking_no, unknown)
        case m.Observe() | m.Receive() | TimePassed() if state.status:
            return judging.needs(state.carrier, state.tracking_no, unknown)
        case _:
            return Needs()


def decide(state: Shipment, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    match state.status, command:
        case "", m.Register():
            return _register(state, command, facts, policy, at)
        case s.WARNED, m.Correct():
            return _correct(state, command, facts, policy, at)
        case ((s.REGISTERED | s.PICKED_UP | s.IN_TRANSIT | s.RELEASED | s.DELIVERED), m.Correct()) if (
            state.released_because != "refunded"
        ):
            return _correct(state, command, facts, policy, at)
        case _, m.Receive() if state.status:
            return _receive(state, command, facts, policy, at)
        case _, m.Release() if state.status:
            is_over = state.released_because == "refunded" or state.arrived_at is not None
            return [] if is_over else [m.ShipmentReleased(because="refunded")]
        case _, m.Observe() if state.status:
            return judge(state, facts, policy, at) if _tracks_count(state, policy, at) else []
        case ((s.WARNED | s.VIOLATION), m.Clear()):
            return [m.ShipmentCleared(by="ops", reason=command.reason)]
        case _, TimePassed():
            return _time_passed(state, command, facts, policy)
        case s.VIOLATION, m.Correct():
            raise _too_late(state)
        case _:
            raise not_allowed(state, _name(command))


def _register(state: Shipment, command: m.Register, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    consignee = judging.consignee_of(command.consignee_id, facts)
    registered = m.ShipmentRegistered(
        **{**dict(command), "region": command.region or (consignee.region if consignee else None)},
        person=consignee.person if consignee else None,
        address=consignee.address if consignee else None,
        caution=caution(command.carrier, command.tracking_no),
        policy_version=policy.version,
        found_by=found_by(command.carrier, command.tracking_no),
    )
    # The order's or request's test clock may have been advanced: the parcel's then goes by it from the beginning.
    ahead = command.since - at
    clock: list[Event] = [ClockAdvanced(wall_at=at, by=ahead)] if ahead > CLOCKS_DIFFER else []
    known = after(state, [registered], at)
    return [registered, *clock, *judge(known, facts, policy, max(at, command.since))]


def _correct(state: Shipment, command: m.Correct, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """SH-06: a number that is fake by what is known of it leaves a warning as it is; it may be corrected again.

    One that comes too late is known, too, as the order or request has it, but puts nothing right.
    """
    before, now = (found_by(one.carrier, one.tracking_no) for one in (state, command))
    if before == now:
        return []
    withdrawn: list[Event] = [] if state.is_scanned else [m.ShipmentNumberWithdrawn(found_by=before)]
    corrected = m.ShipmentNumberCorrected(
        **dict(command),
        consignee_id=state.consignee_id,
        person=state.person,
        address=state.address,
        since=at,
        caution=caution(command.carrier, command.tracking_no),
        too_late=state.warning is not None and at > put_right_until(state),
        found_by=now,
    )
    return [*withdrawn, corrected, *judge(after(state, [corrected], at), facts, policy, at)]


def _receive(state: Shipment, command: m.Receive, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    received_at = min(command.received_at, at)
    if state.received_at is not None and state.received_at <= received_at:
        return []
    received = m.ShipmentReceived(received_at=received_at)
    return [received, *judge(after(state, [received], at), facts, policy, at)]


def _tracks_count(state: Shipment, policy: Policy, at: datetime) -> bool:
    """Some time after its arrival a parcel is left alone; its number will be another's."""
    if state.status != s.DELIVERED:
        return True
    assert state.arrival_known_at is not None
    return at <= state.arrival_known_at + policy.tracks_count_after_delivery


def _time_passed(state: Shipment, command: TimePassed, facts: Facts, policy: Policy) -> Sequence[Event]:
    deadline = command.deadline
    overdue = (OVERDUE[deadline.name],) if deadline.name in OVERDUE else ()
    events = judge(state, facts, policy, deadline.judged_at, overdue)
    left = after(state, events, deadline.due_at)
    match deadline.name:
        case "reasonable_delivery" if left.is_untracked and left.released_at is None:
            return [*events, m.ShipmentReleased(because="untracked")]
        case "warning_window" if left.status == s.WARNED:
            return [*events, _violated(left, policy)]
        case "slow_pickup_to_transit" if left.progress == s.PICKED_UP:
            return [*events, m.ShipmentSlow(stage="pickup_to_transit", since=deadline.since)]
        case "slow_transit_to_delivery" if left.arrived_at is None:
            return [*events, m.ShipmentSlow(stage="transit_to_delivery", since=deadline.since)]
        case _:
            return events


def _violated(state: Shipment, policy: Policy) -> Event:
    ticket = f"pt_{state.obligation.partition('/')[2]}_{state.tickets + 1}"
    return m.ShipmentViolated(
        rule=rule_of(state.findings), findings=state.findings, ticket=ticket, points=policy.fake_shipment_points
    )


def _too_late(state: Shipment) -> Refusal:
    return Refusal.of(
        "status",
        "SH-06",
        zh="整改期限已过,已认定违规,单号不可再更正。",
        en="The time to put the shipment right is over: it is a violation, and its number can't be corrected any more.",
        observed=state.status,
    )


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))
