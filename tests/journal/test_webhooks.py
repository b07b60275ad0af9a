"""What webhooks rely on in the journal: owners' endpoints, deliveries fanned out once, queues under leases."""

import asyncio
import dataclasses
from datetime import timedelta

import pytest

from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.webhook_endpoints import (
    AT_ONCE,
    EVERYTHING,
    MOST_EARLIER_SECRETS,
    TooManyEndpoints,
    TooManySecrets,
)
from luyue.journal.webhook_queues import Result
from tests.journal.webhook_desk import LONG, Desk, now

A_SECOND = timedelta(seconds=1)


@pytest.fixture
async def desk(journal: Journal) -> Desk:
    return Desk(journal)


async def test_an_owner_has_no_more_endpoints_than_allowed_however_many_are_made_at_once(
    desk: Desk, journal: Journal
) -> None:
    # Each on a connection that is open already, so that they are at once indeed.
    await asyncio.gather(*(journal.pool.execute("select pg_sleep(0.1)") for _ in range(8)))
    made = await asyncio.gather(*(desk.endpoint(f"wh_{number}") for number in range(8)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in made) == ["Endpoint"] * 3 + ["TooManyEndpoints"] * 5
    assert (await desk.endpoint("wh_other", owner="service:other")).owner == "service:other"
    (first, *_) = await desk.endpoints.page("service:billing", "", 10)
    assert await desk.endpoints.delete(first.id)
    assert (await desk.endpoint("wh_again")).id == "wh_again"
    with pytest.raises(TooManyEndpoints):
        await desk.endpoint("wh_one_more")


async def test_a_repeat_of_the_command_that_made_an_endpoint_finds_it_with_its_first_secret(desk: Desk) -> None:
    first = await desk.endpoint()
    again = await desk.endpoint(secret="whsec_second")
    assert again == first
    assert len(await desk.endpoints.page(None, "", 10)) == 1


async def test_a_repeat_of_a_rotation_changes_nothing(desk: Desk) -> None:
    await desk.endpoint()
    at = now()
    until = at + timedelta(hours=1)
    first = await desk.endpoints.rotate("wh_1", "whsec_b", at, signs_until=until, command_id="rotate")
    again = await desk.endpoints.rotate("wh_1", "whsec_c", at, signs_until=until, command_id="rotate")
    assert first is not None
    assert again == first
    assert (first.secret, first.earlier_secrets) == ("whsec_b", ["whsec_first"])
    assert await desk.endpoints.rotate("wh_2", "whsec_b", at, signs_until=until, command_id="rotate") is None


async def test_each_earlier_secret_signs_until_its_own_end_whatever_is_rotated_meanwhile(desk: Desk) -> None:
    await desk.endpoint()
    at = now()
    first_end, second_end = at + timedelta(hours=48), at + timedelta(hours=24)
    await desk.endpoints.rotate("wh_1", "whsec_b", at, signs_until=first_end, command_id="1")
    rotated = await desk.endpoints.rotate("wh_1", "whsec_c", at, signs_until=second_end, command_id="2")
    assert rotated is not None
    assert rotated.secrets_at(second_end - A_SECOND) == ["whsec_c", "whsec_b", "whsec_first"]
    assert rotated.secrets_at(second_end) == ["whsec_c", "whsec_first"]
    assert rotated.secrets_at(first_end) == ["whsec_c"]
    later = await desk.endpoints.rotate("wh_1", "whsec_d", second_end, signs_until=second_end, command_id="3")
    assert later is not None
    assert (later.secret, later.earlier_secrets) == ("whsec_d", ["whsec_first"]), "what has ended is not kept"


async def test_so_many_earlier_secrets_sign_and_a_rotation_beyond_is_refused_until_one_has_ended(desk: Desk) -> None:
    await desk.endpoint()
    at = now()
    for number in range(MOST_EARLIER_SECRETS):
        until = at + timedelta(hours=number + 1)
        await desk.endpoints.rotate("wh_1", f"whsec_{number}", at, signs_until=until, command_id=str(number))
    before = await desk.endpoints.find("wh_1")
    with pytest.raises(TooManySecrets):
        await desk.endpoints.rotate("wh_1", "whsec_new", at, signs_until=at + A_SECOND, command_id="beyond")
    assert await desk.endpoints.find("wh_1") == before
    at_once = await desk.endpoints.rotate("wh_1", "whsec_new", at, signs_until=at, command_id="at once")
    assert at_once is not None
    assert (at_once.secret, len(at_once.earlier_secrets)) == ("whsec_new", MOST_EARLIER_SECRETS)
    ended = at + timedelta(hours=1)
    after = await desk.endpoints.rotate("wh_1", "whsec_z", ended, signs_until=ended + A_SECOND, command_id="after")
    assert after is not None
    assert after.earlier_secrets[0] == "whsec_new"


async def test_rotations_at_once_take_turns(desk: Desk) -> None:
    await desk.endpoint()
    at = now()
    until = at + timedelta(hours=1)
    made = await asyncio.gather(
        *(
            desk.endpoints.rotate("wh_1", f"whsec_{number}", at, signs_until=until, command_id=str(number))
            for number in range(MOST_EARLIER_SECRETS)
        )
    )
    found = await desk.endpoints.find("wh_1")
    assert found is not None
    signing = {"whsec_first", *(one.secret for one in made if one is not None)}
    assert {found.secret, *found.earlier_secrets} == signing
    assert len(signing) == MOST_EARLIER_SECRETS + 1


async def test_an_endpoint_is_found_by_its_owner_only(desk: Desk) -> None:
    await desk.endpoint()
    assert await desk.endpoints.find("wh_1", "service:billing") is not None
    assert await desk.endpoints.find("wh_1", "service:other") is None
    assert await desk.endpoints.find("wh_1") is not None


async def test_an_event_is_fanned_out_once_to_each_endpoint_that_may_have_it(desk: Desk) -> None:
    audiences = {"wh_all": EVERYTHING, "wh_m1": "merchant:m1", "wh_c1": "creator:c1", "wh_m2": "merchant:m2"}
    for id, audience in audiences.items():
        await desk.endpoint(id, owner=id, audience=audience)
    events = await desk.happen("note/1", 1, 2)
    await desk.fan_out(events)
    await desk.fan_out(events)
    got = {id: await desk.versions(id) for id in audiences}
    assert got == {"wh_all": [1, 2], "wh_m1": [1, 2], "wh_c1": [1, 2], "wh_m2": []}


async def test_kinds_and_types_narrow_what_is_fanned_out(desk: Desk) -> None:
    filters: dict[str, dict[str, list[str]]] = {
        "wh_note": {"kinds": ["note"]},
        "wh_memo": {"kinds": ["memo"]},
        "wh_noted": {"event_types": ["Noted", "Other"]},
        "wh_other": {"event_types": ["Other"]},
        "wh_neither": {"kinds": ["memo"], "event_types": ["Noted"]},
    }
    for id, narrowed in filters.items():
        await desk.endpoint(id, owner=id, **narrowed)
    await desk.fan_out(await desk.happen("note/1", 1))
    assert [id for id in filters if await desk.versions(id)] == ["wh_note", "wh_noted"]


async def test_a_fact_is_no_processs_and_goes_only_to_those_who_name_its_kind(desk: Desk) -> None:
    await desk.endpoint("wh_default", owner="a")
    await desk.endpoint("wh_video", owner="b", kinds=["video"])
    await desk.endpoint("wh_party", owner="c", audience="creator:c1", kinds=["video"])
    (event,) = await desk.happen("note/1", 1)
    await desk.fan_out([dataclasses.replace(event, stream="video/v1")])
    assert [await desk.versions(id) for id in ("wh_default", "wh_video", "wh_party")] == [[], [1], []]


async def test_only_what_is_recorded_after_an_endpoint_was_made_is_fanned_out_to_it(desk: Desk) -> None:
    before = await desk.happen("note/1", 1)
    await desk.endpoint()
    after = await desk.happen("note/1", 2)
    await desk.fan_out([*before, *after])
    assert await desk.versions() == [2]


async def test_an_endpoint_deleted_under_way_takes_everything_with_it(desk: Desk) -> None:
    await desk.endpoint()
    await desk.fan_out(await desk.happen("note/1", 1))
    (held,) = await desk.take()
    assert await desk.endpoints.delete("wh_1")
    assert not await desk.queues.let_go(held, Result(now(), 200))
    assert not await desk.endpoints.delete("wh_1")
    assert await desk.versions() == []


async def test_endpoints_made_and_deleted_during_fan_out_disturb_nobody_else(desk: Desk) -> None:
    await desk.endpoint("wh_kept", owner="kept")

    async def come_and_go() -> None:
        for number in range(40):
            await desk.endpoint(f"wh_{number}")
            await desk.endpoints.delete(f"wh_{number}")

    async def fill() -> None:
        for number in range(40):
            await desk.fan_out(await desk.happen(f"note/{number}", 1))

    await asyncio.wait_for(asyncio.gather(come_and_go(), fill()), 120)
    assert len(await desk.deliveries.page("wh_kept", None, None, 200)) == 40


async def test_however_much_has_piled_up_it_is_redelivered_hurried_forgotten_and_deleted_whole(
    desk: Desk, journal: Journal, owner: Connection
) -> None:
    many, at = AT_ONCE + 1, now()
    await desk.endpoint()
    await journal.pool.execute(
        "insert into webhook_deliveries"
        " (endpoint_id, event_id, stream, version, event_type, state, created_at, tried_until)"
        " select 'wh_1', gen_random_uuid(), 'note/' || n, 1, 'Noted', 'parked', $1, $1 from generate_series(1, $2) n",
        at,
        many,
    )

    async def queues(where: str) -> int:
        return int(await journal.pool.fetchval(f"select count(*) from webhook_queues where {where}", at + LONG))

    assert await desk.deliveries.redeliver("wh_1", None, at + LONG, tried_until=at + LONG) == many
    assert await queues("next_attempt_at = $1") == many
    await journal.pool.execute("update webhook_queues set next_attempt_at = next_attempt_at + interval '1 hour'")
    await desk.endpoints.disable("wh_1", at, because="asked")
    await desk.endpoints.enable("wh_1", at + LONG, tried_until=at + 2 * LONG)
    assert await queues("next_attempt_at = $1") == many
    # Statistics by which next to nothing is to be forgotten.
    await owner.execute("analyze")
    await journal.pool.execute("update webhook_queues set next_attempt_at = 'infinity'")
    await journal.pool.execute("update webhook_deliveries set state = 'delivered' where stream <> 'note/1'")
    await desk.deliveries.forget(at + LONG)
    assert await queues("$1::timestamptz is not null") == 0
    assert [one.stream for one in await desk.deliveries.page("wh_1", None, None, 10)] == ["note/1"]
    assert await desk.endpoints.delete("wh_1")
    assert await journal.pool.fetchval("select count(*) from webhook_deliveries") == 0
