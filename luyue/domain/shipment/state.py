"""What a shipment is: its state, and the moments at which time acts on it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.facts import plain_number
from luyue.domain.facts.parties import Fingerprint
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, State
from luyue.domain.shipment import messages as m
from luyue.domain.shipment.carriers import Caution
from luyue.domain.shipment.findings import Finding

REGISTERED = "REGISTERED"
PICKED_UP = "PICKED_UP"
IN_TRANSIT = "IN_TRANSIT"
DELIVERED = "DELIVERED"
WARNED = "WARNED"
VIOLATION = "VIOLATION"
RELEASED = "RELEASED"
"""Nobody waits for it any more (CE-09, SH-07)."""
ON_ITS_WAY = frozenset({REGISTERED, PICKED_UP, IN_TRANSIT})
OPEN = ON_ITS_WAY | {WARNED}


class Warned(Value):
    """SH-06; the number is the one that the warning was given for."""

    at: Moment
    due_at: Moment
    again: bool
    carrier: str
    tracking_no: str


class Ticket(Value):
    """A penalty ticket (SH-06)."""

    id: str
    rule: str
    points: int
    at: Moment


class Slow(Value):
    """SH-08"""

    stage: m.Stage
    since: Moment


class Shipment(State):
    """`since` is when the present number was uploaded, `clock_since` from when the parcel is waited for.

    `put_right_until`: the time that the merchant had to put a fake shipment right, also after it did; `pardoned` are
    findings that ops have found wrong. `overdue`: what was found missing under the present number when its time was
    over; `too_late`: that number came when it could no longer put a fake shipment right.
    """

    obligation: str = ""
    merchant_id: str = ""
    creator_id: str | None = None
    product_id: str = ""
    carrier: str = ""
    tracking_no: str = ""
    caution: Caution | None = None
    consignee_id: str | None = None
    person: Fingerprint | None = None
    address: Fingerprint | None = None
    region: Region | None = None
    not_before: Moment | None = None
    since: Moment | None = None
    clock_since: Moment | None = None
    picked_up_at: Moment | None = None
    picked_up_known_at: Moment | None = None
    transit_at: Moment | None = None
    transit_known_at: Moment | None = None
    out_for_delivery_at: Moment | None = None
    out_for_delivery_known_at: Moment | None = None
    delivered_at: Moment | None = None
    received_at: Moment | None = None
    arrival_known_at: Moment | None = None
    released_at: Moment | None = None
    released_because: m.ReleasedBecause | None = None
    findings: tuple[Finding, ...] = ()
    overdue: tuple[Finding, ...] = ()
    pardoned: tuple[Finding, ...] = ()
    warning: Warned | None = None
    put_right_until: Moment | None = None
    too_late: bool = False
    tickets: int = 0
    ticket: Ticket | None = None
    doubted: bool = False
    slow: Slow | None = None

    @property
    def arrived_at(self) -> datetime | None:
        """When it was delivered or received, whichever was first."""
        return min((at for at in (self.delivered_at, self.received_at) if at is not None), default=None)

    @property
    def progress(self) -> str:
        """The status that the parcel's way gives it."""
        if self.arrived_at is not None:
            return DELIVERED
        if self.released_at is not None:
            return RELEASED
        if self.transit_at is not None or self.out_for_delivery_at is not None:
            return IN_TRANSIT
        return REGISTERED if self.picked_up_at is None else PICKED_UP

    @property
    def is_untracked(self) -> bool:
        """Nothing was ever scanned, and its carrier is one whose tracks may not show (SH-07)."""
        return self.caution == "other_carrier" and not self.is_scanned and self.received_at is None

    @property
    def is_scanned(self) -> bool:
        """Whether the parcel has come any way under its present number."""
        scans = (self.picked_up_at, self.transit_at, self.out_for_delivery_at, self.delivered_at)
        return any(at is not None for at in scans)

    def put_off(self, deadline: str, since: datetime) -> datetime | None:
        """The latest end that ops have set for a deadline whose clock has run since then."""
        ends = (one.until for one in self.extensions if one.deadline == deadline and one.at >= since)
        return max(ends, default=None)


def found_by(carrier: str, tracking_no: str) -> str:
    """What uses of a number are found by, whoever made them (SH-02)."""
    return f"number:{carrier}:{plain_number(tracking_no)}"


def put_right_until(state: Shipment) -> datetime:
    """Until when a warning can still be put right, inclusive (SH-06)."""
    assert state.warning is not None
    assert state.put_right_until is not None
    later = state.put_off("warning_window", state.warning.at)
    return state.put_right_until if later is None else max(later, state.put_right_until)


def deadlines(state: Shipment, policy: Policy) -> Sequence[Deadline]:
    """The moments at which time acts: all hang on facts, so they are judged when reports of what was in time are in."""
    if state.status not in OPEN:
        return []
    # Of a number that came too late nothing is awaited any more, nor of a parcel that nobody waits for.
    is_awaited = not state.too_late and state.released_at is None
    found = [*_awaited(state, policy), *_slow(state, policy)] if is_awaited else []
    if state.warning is not None:
        due_at = state.put_off("warning_window", state.warning.at) or state.warning.due_at
        found.append(_deadline("warning_window", state.warning.at, due_at, "violate", policy))
    return found


def _awaited(state: Shipment, policy: Policy) -> list[Deadline]:
    """What is fake if it does not come in time (SH-04, SH-05)."""
    then = "warn" if state.warning is None else "add_finding"
    since = state.clock_since
    assert since is not None
    assert state.since is not None
    missing = {*state.overdue, *state.pardoned}
    found = []
    if state.arrived_at is not None:
        return []
    if state.progress == REGISTERED and not state.is_untracked and not missing & {"not_shipped", "number_unknown"}:
        due_at = max(since + policy.pickup_window, state.put_off("pickup_window", since) or since)
        found.append(_deadline("pickup_window", since, due_at, then, policy))
    if "not_received" not in missing:
        due_at = max(since + policy.reasonable_delivery, state.put_off("reasonable_delivery", since) or since)
        found.append(_deadline("reasonable_delivery", since, due_at, "release" if state.is_untracked else then, policy))
    picked_up_at, known_at = state.picked_up_at, state.picked_up_known_at
    if picked_up_at is not None and known_at is not None and "no_transit_centre" not in missing:
        until = max(picked_up_at + policy.transit_window, state.put_off("transit_window", state.since) or picked_up_at)
        if state.transit_at is None or state.transit_at > until:
            # A pickup that was reported late leaves no time for reports of what came after it.
            found.append(_deadline("transit_window", known_at, max(until, known_at), then, policy))
    return found


def _slow(state: Shipment, policy: Policy) -> list[Deadline]:
    """What is listed as slow if no further scan comes (SH-08); where ops have cleared a violation, from then on."""
    if state.arrived_at is not None:
        return []
    stage, known_at = "transit_to_delivery", state.transit_known_at or state.out_for_delivery_known_at
    since = state.transit_at or state.out_for_delivery_at
    if since is None:
        stage, since, known_at = "pickup_to_transit", state.picked_up_at, state.picked_up_known_at
    if since is None or (state.slow is not None and state.slow.stage == stage):
        return []
    assert known_at is not None
    assert state.clock_since is not None
    earliest = max(known_at, state.clock_since)
    if stage == "pickup_to_transit":
        due_at = max(since + policy.slow_pickup_to_transit, earliest)
        return [_deadline("slow_pickup_to_transit", since, due_at, "list_slow", policy, subject=stage)]
    due_at = max(since + policy.slow_transit_to_delivery, earliest)
    return [_deadline("slow_transit_to_delivery", since, due_at, "list_slow", policy, subject=stage)]


def _deadline(
    name: str, since: datetime, due_at: datetime, then: str, policy: Policy, subject: str | None = None
) -> Deadline:
    judged_at = due_at + policy.fact_grace
    return Deadline(name=name, since=since, due_at=due_at, judged_at=judged_at, then=then, subject=subject)
