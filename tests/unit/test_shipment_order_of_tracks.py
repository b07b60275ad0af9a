"""The verdict on a shipment never depends on the order in which tracks arrive, only on what they say (SH-01 to SH-06).

Random tracks come in any order, in any batches, more than once, before or after their own time, all of them before what
time judges is judged; or one by one as they happen.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luyue.domain.facts import ParcelTracks, Track
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import Process, hours
from tests.unit.shipment_stories import (
    APPROVED,
    DAY,
    GRACE,
    NUMBER,
    OTHER_NUMBER,
    SHANGHAI,
    UPLOADED,
    ZHEJIANG,
    correction,
    platform,
    registered,
    tracks,
)

ARRIVAL = UPLOADED + hours(60)
"""When the first report comes; some of the scans are dated later."""
MINUTE = timedelta(minutes=1)
PLACES = st.sampled_from([None, ZHEJIANG, SHANGHAI])
MOMENTS = st.one_of(
    st.integers(-800, 90).map(lambda hour: UPLOADED + hours(hour)),
    st.integers(-12, 90).map(lambda hour: UPLOADED + hours(hour)),
)
KINDS = st.sampled_from(["pickup", "transit_centre", "out_for_delivery", "delivered", "exception"])
TRACKS = st.lists(st.builds(Track, kind=KINDS, at=MOMENTS, region=PLACES), max_size=7)
SAID = st.sets(st.sampled_from(["number_abnormal", "duplicate_track"]), max_size=1)

profile = settings(max_examples=150, derandomize=True, deadline=None)


@st.composite
def arrivals(draw: Any, scans: Sequence[Track], said: Sequence[str]) -> list[ParcelTracks]:
    """Reports that together say the same: each scan once or twice, in any order and any batches."""
    again = draw(st.lists(st.sampled_from(scans), max_size=3)) if scans else []
    parts = [*([scan] for scan in (*scans, *again)), *said]
    ordered = draw(st.permutations(parts))
    cuts = draw(st.lists(st.booleans(), min_size=len(ordered), max_size=len(ordered)))
    batches: list[list[Any]] = []
    for part, cut in zip(ordered, cuts, strict=True):
        if cut or not batches or isinstance(part, str) or isinstance(batches[-1], str):
            batches.append(part)
        else:
            batches[-1] = batches[-1] + part
    return [tracks(finding=one) if isinstance(one, str) else tracks(*one) for one in batches]


@st.composite
def two_arrivals(draw: Any) -> tuple[list[Track], list[str], list[ParcelTracks], list[ParcelTracks]]:
    scans, said = draw(TRACKS), sorted(draw(SAID))
    return scans, said, draw(arrivals(scans, said)), draw(arrivals(scans, said))


ALL_IN, JUDGED, OVER = ARRIVAL + hours(0.9), ARRIVAL + hours(4), ARRIVAL + 40 * DAY
"""When all reports are in, when what is missing has been judged, and when all windows are over."""


def play(reports: Sequence[ParcelTracks], number: str, shipment: Process, *moments: datetime) -> list[tuple[Any, ...]]:
    """How the shipment stands at moments after the reports."""
    for place, report in enumerate(reports):
        shipment.platform.report(f"parcel/SF:{number}", report, ARRIVAL + place * MINUTE)
    standings = []
    for moment in moments:
        shipment.time_to(moment)
        state = shipment.state
        milestones = (state.picked_up_at, state.transit_at, state.out_for_delivery_at, state.delivered_at)
        ticket = (state.ticket.rule, state.ticket.id) if state.ticket else None
        standings.append((state.status, state.findings, milestones, ticket))
    return standings


def fake(scans: Sequence[Track], said: Sequence[str], judged: datetime = JUDGED) -> set[str]:
    """What the catalogue says of the scans, when what was due a grace before has been judged."""
    mine = [one for one in scans if one.kind != "exception" and one.at >= UPLOADED - 30 * DAY]
    pickups = [one.at for one in mine if one.kind == "pickup"]
    arrived = [one.at for one in mine if one.kind == "delivered" and one.at >= APPROVED]
    in_time = [one.at for one in mine if one.kind == "transit_centre"] + arrived
    ends = [one.region for one in mine if one.kind == "delivered" and one.region is not None and one.at >= APPROVED]
    found = set(said)
    if ends and ZHEJIANG not in ends:
        found.add("region_mismatch")
    if any(one.at < APPROVED for one in mine):
        found.add("picked_up_early")
    until = min(pickups, default=judged) + hours(24)
    if all(at > until for at in in_time) and pickups and (arrived or until < judged - GRACE):
        found.add("no_transit_centre")
    if not arrived and judged - GRACE > UPLOADED + 15 * DAY:
        found.add("not_received")
    return found


@given(drawn=two_arrivals())
@profile
def test_the_verdict_does_not_depend_on_the_order_in_which_tracks_arrive(drawn: Any) -> None:
    scans, said, one, other = drawn
    first, second = (play(reports, NUMBER, registered(platform()), ALL_IN, JUDGED, OVER) for reports in (one, other))
    assert first == second
    assert set(first[1][1]) == fake(scans, said)


@given(drawn=two_arrivals())
@profile
def test_nor_after_a_warning_that_was_put_right(drawn: Any) -> None:
    """Then a finding has no time of its own to be put right in: how it ends must not hang on what came first either."""
    _, _, one, other = drawn

    def put_right() -> Process:
        stage = platform()
        shipment = registered(stage)
        stage.report(f"parcel/SF:{NUMBER}", tracks(finding="number_abnormal"), UPLOADED + hours(1))
        shipment.issue(correction(), UPLOADED + hours(2))
        assert shipment.count(m.ShipmentCleared) == 1
        return shipment

    first, second = (play(reports, OTHER_NUMBER, put_right(), ALL_IN, OVER) for reports in (one, other))
    assert first == second


@given(scans=TRACKS)
@profile
def test_what_is_genuine_ends_well_when_it_is_reported_as_it_happens(scans: Sequence[Track]) -> None:
    """A parcel delivered elsewhere first is warned of until it is delivered again; otherwise nobody is ever warned."""
    shipment = registered(platform())
    for one in sorted(scans, key=lambda scan: scan.at):
        shipment.platform.report(f"parcel/SF:{NUMBER}", tracks(one), max(one.at, UPLOADED))
    shipment.time_to(OVER)
    if fake(scans, (), OVER):
        assert shipment.status == "VIOLATION"
        return
    assert shipment.status == "DELIVERED" or shipment.state.doubted
    if sum(one.kind == "delivered" for one in scans) == 1:
        assert shipment.count(m.ShipmentWarned) == 0
