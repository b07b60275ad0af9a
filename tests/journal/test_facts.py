"""Facts: the same content again changes nothing, tracks add up, reports at once are all kept in one order."""

import asyncio
from datetime import UTC, datetime, timedelta

from luyue.domain.facts import Creator, Needs, ParcelTracks, Track, Video, content_subject, parcel_subject
from luyue.domain.messages import Value
from luyue.journal.fact_store import Kept
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal
from luyue.journal.listeners import listening
from tests.journal.ledger import Ledger

AT = datetime(2026, 1, 1, tzinfo=UTC)


async def report(journal: Journal, stream: str, fact: Value, command_id: str = "1") -> Kept:
    return await journal.facts.report(stream, fact, actor="service:test", command_id=command_id, at=AT)


def tracks(*hours: int) -> ParcelTracks:
    return ParcelTracks(tracks=tuple(Track(at=AT + timedelta(hours=hour), kind="transit_centre") for hour in hours))


async def test_the_same_content_again_changes_nothing(journal: Journal) -> None:
    assert await report(journal, "creator/c1", Creator(followers=1)) == Kept(version=1, changed=True)
    assert await report(journal, "creator/c1", Creator(followers=1), "2") == Kept(version=1, changed=False)
    assert await report(journal, "creator/c1", Creator(followers=2), "3") == Kept(version=2, changed=True)
    assert await report(journal, "creator/c1", Creator(followers=1), "4") == Kept(version=3, changed=True)
    assert [one.fact for one in await journal.facts.versions("creator/c1")] == [
        Creator(followers=1),
        Creator(followers=2),
        Creator(followers=1),
    ]
    newest = await journal.facts.newest("creator/c1")
    assert newest is not None
    assert (newest.version, newest.fact) == (3, Creator(followers=1))


async def test_an_earlier_report_is_found_by_when_it_was_recorded(journal: Journal) -> None:
    await report(journal, "creator/c1", Creator(followers=1))
    first = await journal.facts.newest("creator/c1")
    assert first is not None
    await report(journal, "creator/c1", Creator(followers=2))
    assert await journal.facts.newest("creator/c1", first.recorded_at) == first
    assert await journal.facts.newest("creator/c1", first.recorded_at - timedelta(microseconds=1)) is None
    assert await journal.facts.newest("creator/c2") is None


async def test_different_reports_at_once_are_all_kept_in_one_order(journal: Journal) -> None:
    kept = await asyncio.gather(*(report(journal, "creator/c1", Creator(followers=n)) for n in range(8)))
    assert sorted(one.version for one in kept) == list(range(1, 9))
    versions = await journal.facts.versions("creator/c1")
    assert sorted(one.fact.followers for one in versions if isinstance(one.fact, Creator)) == list(range(8))
    newest = (await gather(journal.pool, "note/1", Needs(streams=("creator/c1",)))).newest["creator/c1"]
    assert (newest.version, newest.fact) == (8, versions[-1].fact)


async def test_the_same_report_eight_times_at_once_is_kept_once(journal: Journal) -> None:
    kept = await asyncio.gather(*(report(journal, "creator/c1", Creator(followers=1)) for _ in range(8)))
    assert sorted(one.changed for one in kept) == [False] * 7 + [True]
    assert len(await journal.facts.versions("creator/c1")) == 1


async def test_tracks_add_up_and_those_already_known_are_left_out(journal: Journal) -> None:
    stream = "parcel/SF:1234"
    assert await report(journal, stream, tracks(1, 2)) == Kept(version=1, changed=True)
    assert await report(journal, stream, tracks(2, 1)) == Kept(version=1, changed=False)
    assert await report(journal, stream, tracks(2, 3, 3)) == Kept(version=2, changed=True)
    assert [one.fact for one in await journal.facts.versions(stream)] == [tracks(1, 2), tracks(3)]


async def test_a_scan_said_again_is_news_only_where_it_now_says_its_province(journal: Journal) -> None:
    stream = "parcel/SF:1235"
    plain = Track(at=AT, kind="delivered")
    placed = Track(at=AT, kind="delivered", region="33")
    assert (await report(journal, stream, ParcelTracks(tracks=(plain,)))).changed
    assert (await report(journal, stream, ParcelTracks(tracks=(placed, plain)))) == Kept(version=2, changed=True)
    for again in (plain, placed):
        assert not (await report(journal, stream, ParcelTracks(tracks=(again,)))).changed
    assert [one.fact for one in await journal.facts.versions(stream)] == [
        ParcelTracks(tracks=(plain,)),
        ParcelTracks(tracks=(placed,)),
    ]


async def test_sh_01_what_the_carrier_says_of_a_number_is_news_by_itself_and_once(journal: Journal) -> None:
    stream = "parcel/SF:1236"
    await report(journal, stream, tracks(1))
    said = ParcelTracks(tracks=tracks(1).tracks, finding="number_abnormal")
    assert await report(journal, stream, said) == Kept(version=2, changed=True)
    assert await report(journal, stream, said) == Kept(version=2, changed=False)
    assert await report(journal, stream, ParcelTracks(finding="duplicate_track")) == Kept(version=3, changed=True)
    findings = [one.fact.finding for one in await journal.facts.versions(stream)]  # type: ignore[attr-defined]
    assert findings == [None, "number_abnormal", "duplicate_track"]


async def test_tracks_recorded_before_they_had_provinces_can_still_be_read() -> None:
    old = {"tracks": [{"at": "2026-01-01T00:00:00Z", "kind": "pickup"}]}
    assert ParcelTracks.model_validate(old) == ParcelTracks(tracks=(Track(at=AT, kind="pickup"),))


async def test_tracks_reported_at_once_are_kept_once_each(journal: Journal) -> None:
    stream = "parcel/SF:1234"
    await asyncio.gather(*(report(journal, stream, tracks(hour, hour + 1)) for hour in range(8)))
    found = (await gather(journal.pool, "note/1", Needs(subjects=(parcel_subject("SF", "1234"),)))).reports
    hours = [track.at for one in found for track in one.fact.tracks]  # type: ignore[attr-defined]
    assert sorted(hours) == [AT + timedelta(hours=hour) for hour in range(9)]


async def test_a_fact_belongs_to_every_subject_it_ever_spoke_of(journal: Journal, ledger: Ledger) -> None:
    linked = Video(creator_id="c1", product_ids=("p1", "p2"), state="published")
    await report(journal, "video/v1", linked)
    await report(journal, "video/v1", linked.model_copy(update={"product_ids": ("p2",)}))
    needs = Needs(subjects=(content_subject("c1", "p1"), content_subject("c1", "p2")))
    assert [one.version for one in (await gather(journal.pool, "note/1", needs)).reports] == [1, 2]
    await ledger.append("note/1", 1, listens=[content_subject("c1", "p1")])
    await ledger.append("note/2", 1, listens=[content_subject("c1", "p2"), content_subject("c1", "p1")])
    await ledger.append("note/3", 1, listens=[content_subject("c1", "p3"), content_subject("c2", "p1")])
    assert await listening(journal.pool, "video/v1") == ["note/1", "note/2"]
    await ledger.append("note/2", 2, listens=[])
    assert await listening(journal.pool, "video/v1") == ["note/1"]


async def test_who_began_to_listen_after_a_report_is_told_from_who_did_before(journal: Journal, ledger: Ledger) -> None:
    subject = content_subject("c1", "p1")
    await ledger.append("note/1", 1, listens=[subject])
    await report(journal, "video/v1", Video(creator_id="c1", product_ids=("p1",), state="published"))
    [reported] = await journal.streams.history("video/v1")
    assert await listening(journal.pool, "video/v1", reported.transaction_id) == []
    await ledger.append("note/2", 1, listens=[subject])
    await ledger.append("note/1", 2, listens=[subject, "content:c1:p2"])
    assert await listening(journal.pool, "video/v1", reported.transaction_id) == ["note/2"]


async def test_claims_of_others_are_gathered_by_their_beginning(journal: Journal, ledger: Ledger) -> None:
    await ledger.append("note/1", 1, claim="promoted:c1:p1:video/v1")
    await ledger.append("note/2", 1, claim="promoted:c1:p10:video/v1")
    needs = Needs(claim_prefixes=("promoted:c1:p1:",))
    assert (await gather(journal.pool, "note/3", needs)).claims == {"promoted:c1:p1:video/v1": "note/1"}
    assert (await gather(journal.pool, "note/1", needs)).claims == {}
