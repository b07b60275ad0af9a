"""What commands and facts accept at all, before any rule looks at them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from luyue.domain.facts import CartEntry, LiveSession, ParcelTracks, Track, Video, content_subject, subjects_of
from luyue.domain.messages import Identifier, Moment
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.messages import Ship

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def test_moments_are_kept_in_utc() -> None:
    beijing = datetime(2024, 3, 1, 20, tzinfo=timezone(timedelta(hours=8)))
    kept = TypeAdapter(Moment).validate_python(beijing)
    assert (kept, kept.tzinfo) == (NOON, UTC)


@pytest.mark.parametrize(
    "moment", ["2024-03-01T12:00:00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "9000-01-01T00:00:00Z"]
)
def test_moments_have_a_time_zone_and_are_far_from_the_calendars_ends(moment: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(moment)


@pytest.mark.parametrize("identifier", ["", "a b", "a:b", "a/b", "ä", "-a", "a\n", "a" * 129])
def test_an_identifier_needs_no_escaping(identifier: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Identifier).validate_python(identifier)


def test_a_carrier_is_written_in_capitals() -> None:
    assert Ship(carrier="sf", tracking_no="1001").carrier == "SF"


def test_a_stay_and_a_session_do_not_end_before_they_begin() -> None:
    with pytest.raises(ValidationError):
        CartEntry(product_id="p1", added_at=NOON, removed_at=NOON - timedelta(seconds=1))
    with pytest.raises(ValidationError):
        LiveSession(creator_id="c1", started_at=NOON, ended_at=NOON - timedelta(seconds=1))


def test_ca_06_a_videos_products_are_at_most_fifty_and_each_once() -> None:
    products = tuple(f"p{number}" for number in range(51))
    assert Video(creator_id="c1", product_ids=products[:50], state="published")
    for unusable in (products, ("p1", "p1")):
        with pytest.raises(ValidationError):
            Video(creator_id="c1", product_ids=unusable, state="published")


def test_reports_speak_of_their_creators_products_and_of_parcels() -> None:
    video = Video(creator_id="c1", product_ids=("p1", "p2"), state="published")
    assert subjects_of("video/v1", video) == {content_subject("c1", "p1"), content_subject("c1", "p2")}
    session = LiveSession(creator_id="c1", started_at=NOON, cart=(CartEntry(product_id="p1", added_at=NOON),))
    assert subjects_of("live-session/l1", session) == {"content:c1:p1"}
    tracks = ParcelTracks(tracks=(Track(at=NOON, kind="pickup"),))
    assert subjects_of("parcel/SF:1001", tracks) == {"parcel:SF:1001"}


def test_every_event_and_command_is_found_by_its_name() -> None:
    for event in SAMPLE_REQUEST.events:
        assert SAMPLE_REQUEST.event_type(event.type_name()) is event
    for name, command in SAMPLE_REQUEST.commands.items():
        assert SAMPLE_REQUEST.command_type(name) is command
    assert SAMPLE_REQUEST.event_type("SampleRequestForgotten") is None
    assert SAMPLE_REQUEST.command_type("forget") is None
