"""What reports lead to: how far the parcel has come, and whether anything looks fake (SH-01 to SH-06, IX-11, IX-12).

What the tracks say is read in parcel.py.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeGuard

from luyue.domain.facts import Consignee, Facts, Found, Needs, ParcelTracks, Track, parcel_subject
from luyue.domain.messages import Event
from luyue.domain.policy import Policy
from luyue.domain.shipment import messages as m
from luyue.domain.shipment import state as s
from luyue.domain.shipment.evolution import after
from luyue.domain.shipment.findings import ABSENCES, Finding, in_order, rule_of
from luyue.domain.shipment.parcel import Known, milestones, verdict
from luyue.domain.shipment.state import Shipment, found_by


def needs(carrier: str, tracking_no: str, consignee_id: str | None) -> Needs:
    """The parcel's tracks, who else has used its number, and where it goes to."""
    return Needs(
        streams=(f"consignee/{consignee_id}",) if consignee_id is not None else (),
        subjects=(parcel_subject(carrier, tracking_no),),
        found_by=(found_by(carrier, tracking_no),),
    )


def consignee_of(consignee_id: str | None, facts: Facts) -> Consignee | None:
    """What is known of a contact as a consignee."""
    return facts.known(f"consignee/{consignee_id}", Consignee) if consignee_id is not None else None


def judge(state: Shipment, facts: Facts, policy: Policy, now: datetime, overdue: Sequence[Finding] = ()) -> list[Event]:
    """The events that all reports lead to that were in by `now`; `overdue` is what has become overdue just now."""
    events: list[Event] = list(_consignee_known(state, facts))
    state = after(state, events, now)
    known = known_of(state, facts, policy)
    progress = list(_progress(state, known, policy))
    overdue = (*state.overdue, *overdue)
    found = in_order(set(verdict(known, policy, overdue)) - _not_held_against(state))
    return [*events, *_led_to(state, found, progress, policy, now)]


def _not_held_against(state: Shipment) -> set[Finding]:
    """What ops have pardoned, and what is missing of a parcel that nobody waits for, unless it was missing before."""
    not_awaited = ABSENCES - set(state.findings) if state.released_at is not None else frozenset()
    return {*state.pardoned, *not_awaited}


def known_of(state: Shipment, facts: Facts, policy: Policy) -> Known:
    """All that was reported of the parcel. A scan counts from then on, whatever its own time: clocks differ.

    Deadlines run from its milestones: what was taken for the parcel's own scan stays so.
    """
    assert state.since is not None
    assert state.clock_since is not None
    assert state.not_before is not None
    earliest, uses, seen = state.since - policy.number_reuse_window, list(_uses(facts)), list(_seen_before(state))
    began_early = any(track.at < state.not_before for track in seen)
    return Known(
        since=state.since,
        clock_since=state.clock_since,
        not_before=state.not_before,
        tracks=frozenset((*seen, *(track for fact in _of_parcel(facts) for track in fact.tracks))),
        said_by_carrier=frozenset(fact.finding for fact in _of_parcel(facts) if fact.finding is not None),
        region=state.region,
        is_odd=state.caution == "odd_number",
        is_reused=any(earliest <= _since(use) <= state.since and _is_for_another(state, use) for use in uses),
        was_anothers=not began_early and any(_since(use) < earliest for use in uses),
        may_not_show=state.caution == "other_carrier",
        is_received=state.received_at is not None,
        transit_until=state.put_off("transit_window", state.since),
        delivery_until=state.put_off("reasonable_delivery", state.clock_since),
    )


def _led_to(
    state: Shipment, found: tuple[Finding, ...], progress: list[Event], policy: Policy, now: datetime
) -> list[Event]:
    """What is found, as news: a warning, its end or another reason for it, a doubt of a violation (SH-06)."""
    match state.status:
        case s.VIOLATION:
            is_news = not found and not state.doubted
            return [*progress, m.ShipmentViolationDoubted()] if is_news else progress
        case s.WARNED if state.received_at is not None:
            return [*progress, m.ShipmentCleared(by="receipt")]
        case s.WARNED if state.too_late:
            return progress
        case s.WARNED if not found:
            return [*progress, m.ShipmentCleared(by="number" if _is_corrected(state) else "tracks")]
        case s.WARNED if found != state.findings:
            return [*progress, m.ShipmentFindingsChanged(rule=rule_of(found), findings=found)]
        case s.WARNED:
            return progress
        case _ if found:
            # First the warning: what arrives while it is open has not arrived for the order or request.
            return [_warning(state, found, policy, now), *progress]
        case _:
            return progress


def _warning(state: Shipment, found: tuple[Finding, ...], policy: Policy, now: datetime) -> Event:
    """SH-06: one time to put it right, that of the first warning, as long as what was done was not effective."""
    before = state.put_right_until
    due_at = now + policy.warning_window if before is None else max(before, now + policy.fact_grace)
    return m.ShipmentWarned(rule=rule_of(found), findings=found, due_at=due_at, again=before is not None)


def _is_corrected(state: Shipment) -> bool:
    warning = state.warning
    assert warning is not None
    return found_by(state.carrier, state.tracking_no) != found_by(warning.carrier, warning.tracking_no)


def _consignee_known(state: Shipment, facts: Facts) -> Iterator[Event]:
    consignee = consignee_of(state.consignee_id, facts)
    if consignee is None or state.person is not None:
        return
    assert state.since is not None
    yield m.ShipmentConsigneeKnown(
        consignee_id=state.consignee_id,
        person=consignee.person,
        address=consignee.address,
        region=consignee.region,
        since=state.since,
        found_by=found_by(state.carrier, state.tracking_no),
    )


def _progress(state: Shipment, known: Known, policy: Policy) -> Iterator[Event]:
    """What has come, or is known to have come earlier than was thought."""
    reached = milestones(known, policy)
    if _is_earlier(reached.picked_up_at, state.picked_up_at):
        yield m.ShipmentPickedUp(picked_up_at=reached.picked_up_at)
    if _is_earlier(reached.transit_at, state.transit_at):
        yield m.ShipmentInTransit(transit_at=reached.transit_at)
    if _is_earlier(reached.out_for_delivery_at, state.out_for_delivery_at):
        yield m.ShipmentOutForDelivery(out_for_delivery_at=reached.out_for_delivery_at)
    if _is_earlier(reached.delivered_at, state.delivered_at):
        yield m.ShipmentDelivered(delivered_at=reached.delivered_at)


def _is_earlier(reached: datetime | None, before: datetime | None) -> TypeGuard[datetime]:
    return reached is not None and (before is None or reached < before)


def _seen_before(state: Shipment) -> Iterator[Track]:
    for kind, at in (
        ("pickup", state.picked_up_at),
        ("transit_centre", state.transit_at),
        ("out_for_delivery", state.out_for_delivery_at),
        ("delivered", state.delivered_at),
    ):
        if at is not None:
            yield Track(at=at, kind=kind)


def _of_parcel(facts: Facts) -> Iterator[ParcelTracks]:
    for _, reports in facts.histories(ParcelTracks):
        for report in reports:
            if isinstance(report.fact, ParcelTracks):
                yield report.fact


def _uses(facts: Facts) -> Iterator[Found]:
    """Where others have uploaded the number, or said for whom; not what they withdrew as a slip of the pen (SH-02)."""
    withdrawn = [one for one in facts.found if one.type == m.ShipmentNumberWithdrawn.type_name()]
    for use in facts.found:
        if use not in withdrawn and not any(one.stream == use.stream and one.at >= use.at for one in withdrawn):
            yield use


def _since(use: Found) -> datetime:
    return datetime.fromisoformat(use.data["since"])


def _is_for_another(state: Shipment, use: Found) -> bool:
    """IX-11: for the same consignee and address is legal; where either is not known, nothing is said."""
    person, address = use.data["person"], use.data["address"]
    return None not in (person, state.person) and (person, address) != (state.person, state.address)
