"""Free texts: told where an event refers to them, erased by age where none does, and kept while they may be wanted."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.personal_data import OLD_TEXTS, TEXTS, KeptText
from tests.journal.test_plans import plan

STREAM, OTHER = "note/1", "note/2"
FIRST = (datetime.fromtimestamp(0, UTC), "")


def text(id: str, stream: str = STREAM) -> KeptText:
    return KeptText(id, stream, "note", f"body of {id}", "digest")


async def refer(owner: Connection, version: int, data: object, stream: str = STREAM) -> None:
    """Adds an event with this data."""
    await owner.execute(
        "insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)"
        " values ($1, $2, gen_random_uuid(), 'Noted', 1, $3::jsonb, 'service:test', '1', now(), '')",
        stream,
        version,
        json.dumps(data),
    )


async def age(owner: Connection, *ids: str, by: timedelta = timedelta(days=3)) -> None:
    await owner.execute("update texts set written_at = written_at - $2::interval where id = any ($1)", list(ids), by)


def two_days_ago() -> datetime:
    return datetime.now(UTC) - timedelta(days=2)


async def test_texts_are_told_in_the_order_of_the_events_that_refer_to_them(
    journal: Journal, owner: Connection
) -> None:
    await journal.personal_data.keep_texts([text("c"), text("b"), text("lost"), text("a"), text("x", OTHER)])
    await refer(owner, 1, {"terms": {"note": {"id": "a", "digest": "d"}}})
    await refer(owner, 2, {"items": [{"reason": {"id": "b"}}], "again": {"id": "a"}, "number": {"id": 7}})
    await refer(owner, 3, {"elsewhere": {"id": "x"}, "said": "lost", "id": "c"})
    assert [one.id for one in await journal.personal_data.texts(STREAM)] == ["a", "b", "c"]
    assert await journal.personal_data.texts(OTHER) == []


@pytest.mark.parametrize("data", [{"note": {"id": "t"}}, {"terms": {"note": {"id": "t"}}}, {"all": [{"id": "t"}]}])
async def test_what_is_referred_to_is_never_erased(journal: Journal, owner: Connection, data: object) -> None:
    await journal.personal_data.keep_texts([text("t"), text("lost")])
    await age(owner, "t", "lost")
    await refer(owner, 1, data)
    old = await journal.personal_data.old_texts(FIRST, two_days_ago(), 10)
    assert [(one.id, one.is_referred) for one in sorted(old, key=lambda one: one.id)] == [("lost", False), ("t", True)]
    await journal.personal_data.erase_lost_texts(["t", "lost"], two_days_ago())
    assert await owner.fetchval("select array_agg(id) from texts") == ["t"]


async def test_a_reference_in_another_stream_keeps_nothing(journal: Journal, owner: Connection) -> None:
    await journal.personal_data.keep_texts([text("t")])
    await age(owner, "t")
    await refer(owner, 1, {"note": {"id": "t"}}, OTHER)
    await journal.personal_data.erase_lost_texts(["t"], two_days_ago())
    assert await owner.fetchval("select count(*) from texts") == 0


async def test_old_texts_come_in_pages(journal: Journal, owner: Connection) -> None:
    await journal.personal_data.keep_texts([text(id) for id in "abcde"])
    await age(owner, *"abcd")
    await owner.execute("update texts set written_at = (select written_at from texts where id = 'a') where id = 'b'")
    place, found = FIRST, []
    while page := await journal.personal_data.old_texts(place, two_days_ago(), 1):
        found += [one.id for one in page]
        place = (page[-1].written_at, page[-1].id)
    assert found == list("abcd")


async def test_a_text_sent_again_after_a_day_is_not_old_any_more(journal: Journal, owner: Connection) -> None:
    await journal.personal_data.keep_texts([text("t")])
    await age(owner, "t")
    assert await journal.personal_data.keep_texts([text("t")]) == [], "it was there"
    assert await journal.personal_data.old_texts(FIRST, two_days_ago(), 10) == []
    await journal.personal_data.erase_lost_texts(["t"], two_days_ago())
    assert await owner.fetchval("select count(*) from texts") == 1


async def test_a_text_sent_again_at_once_stays_as_it_is(journal: Journal, owner: Connection) -> None:
    assert await journal.personal_data.keep_texts([text("t")]) == ["t"]
    before = await owner.fetchrow("select * from texts")
    assert await journal.personal_data.keep_texts([text("t"), text("u")]) == ["u"]
    assert await owner.fetchrow("select * from texts where id = 't'") == before


async def test_old_texts_are_found_along_indexes(journal: Journal) -> None:
    planned = await plan(journal, OLD_TEXTS, 4)
    assert "Seq Scan" not in planned
    assert "texts_by_age" in planned
    assert "stream = (t.stream)::text)" in planned


async def test_the_texts_of_a_process_are_found_along_indexes(journal: Journal) -> None:
    planned = await plan(journal, TEXTS, 1)
    assert "Seq Scan" not in planned
    assert "events_pkey" in planned
    assert "texts_by_stream" in planned
