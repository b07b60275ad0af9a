"""What tracks say of a parcel: how far it has come, and what is fake about it (SH-01 to SH-05).

Functions of the set of tracks: in which order, how often and in how many reports they came makes no difference.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from luyue.domain.facts import NumberFinding, Track
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Moment, Value
from luyue.domain.policy import Policy
from luyue.domain.shipment.findings import Finding, in_order


class Milestones(Value):
    """The first scan of each sort; `delivered_at` is never before `not_before`: that was another parcel."""

    picked_up_at: Moment | None = None
    transit_at: Moment | None = None
    out_for_delivery_at: Moment | None = None
    delivered_at: Moment | None = None

    @property
    def is_empty(self) -> bool:
        return self == Milestones()


class Known(Value):
    """All that is known of a parcel under one number.

    `since`: when the number was uploaded; `clock_since`: from when the parcel is waited for; `not_before`: when the
    order was paid or the sample approved; `was_anothers`: the number had been another parcel's long before;
    `is_received`: the consignee says so; `may_not_show`: the carrier is one whose tracks may not come;
    `transit_until`, `delivery_until`: later ends that ops have set.
    """

    since: Moment
    clock_since: Moment
    not_before: Moment
    tracks: frozenset[Track] = frozenset()
    said_by_carrier: frozenset[NumberFinding] = frozenset()
    region: Region | None = None
    is_odd: bool = False
    is_reused: bool = False
    was_anothers: bool = False
    may_not_show: bool = False
    is_received: bool = False
    transit_until: Moment | None = None
    delivery_until: Moment | None = None

    def own(self, policy: Policy) -> list[Track]:
        """The scans that can be this parcel's: numbers come again, though not so soon (SH-02).

        One that has come again was scanned for another parcel until this one could be sent.
        """
        earliest = self.since - policy.number_reuse_window
        if self.was_anothers:
            earliest = max(earliest, self.not_before)
        return [track for track in self.tracks if track.at >= earliest and track.kind != "exception"]


def milestones(known: Known, policy: Policy) -> Milestones:
    """How far the parcel has come."""
    scans = known.own(policy)
    return Milestones(
        picked_up_at=_first(scans, "pickup"),
        transit_at=_first(scans, "transit_centre"),
        out_for_delivery_at=_first(scans, "out_for_delivery"),
        delivered_at=_first((scan for scan in scans if scan.at >= known.not_before), "delivered"),
    )


def verdict(known: Known, policy: Policy, overdue: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Everything that is fake about a shipment, nothing where all is well.

    `overdue`: what is missing although its time is over; other absences are not judged, as it may still come. What the
    consignee says it has received is no fake (SH-06).
    """
    if known.is_received:
        return ()
    return in_order((*known.said_by_carrier, *_of_the_number(known), *_of_the_track(known, policy, frozenset(overdue))))


def _of_the_number(known: Known) -> Iterator[Finding]:
    """SH-02"""
    if known.is_reused:
        yield "number_reused"


def _of_the_track(known: Known, policy: Policy, overdue: frozenset[Finding]) -> Iterator[Finding]:
    scans, reached = known.own(policy), milestones(known, policy)
    if _is_elsewhere((scan for scan in scans if scan.at >= known.not_before), known.region):
        yield "region_mismatch"
    if any(scan.at < known.not_before for scan in scans):
        yield "picked_up_early"
    if known.may_not_show and reached.is_empty:
        return
    if _lacks_a_transit_centre(known, reached, policy, is_overdue="no_transit_centre" in overdue):
        yield "no_transit_centre"
    until = delivery_until(known, policy)
    if reached.delivered_at > until if reached.delivered_at is not None else "not_received" in overdue:
        yield "not_received"
    if reached.is_empty and overdue & {"not_shipped", "number_unknown"}:
        yield "number_unknown" if known.is_odd else "not_shipped"


def _is_elsewhere(scans: Iterable[Track], region: Region | None) -> bool:
    """SH-03: where it was delivered is known, and never the consignee's province. On its way it may go astray."""
    regions = {scan.region for scan in scans if scan.kind == "delivered"} - {None}
    return region is not None and bool(regions) and region not in regions


def transit_until(known: Known, picked_up_at: datetime, policy: Policy) -> datetime:
    """Until when a transit centre is to have scanned the parcel, inclusive (SH-04)."""
    until = picked_up_at + policy.transit_window
    return until if known.transit_until is None else max(until, known.transit_until)


def delivery_until(known: Known, policy: Policy) -> datetime:
    """Until when the parcel is to be there, inclusive (SH-05)."""
    until = known.clock_since + policy.reasonable_delivery
    return until if known.delivery_until is None else max(until, known.delivery_until)


def _lacks_a_transit_centre(known: Known, reached: Milestones, policy: Policy, *, is_overdue: bool) -> bool:
    """SH-04 and IX-12: no transit centre in time after the first pickup, and not delivered by then either.

    What has arrived later than that has passed by all that it could: what is missing then is not awaited.
    """
    if reached.picked_up_at is None:
        return False
    until = transit_until(known, reached.picked_up_at, policy)
    if any(at is not None and at <= until for at in (reached.transit_at, reached.delivered_at)):
        return False
    return is_overdue or reached.delivered_at is not None


def _first(scans: Iterable[Track], kind: str) -> datetime | None:
    return min((scan.at for scan in scans if scan.kind == kind), default=None)
