"""Versions of the policy: dated, never in the past, never changed, found by name and by moment."""

import asyncio
import json
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import asyncpg
import pytest
from pydantic import ValidationError

from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.migrate import default_policy
from luyue.journal.policies import MomentPassed, MomentTaken, Undoing, VersionTaken, VersionUnreadable
from luyue.journal.processes import Place
from luyue.journal.recordings import Recording

NEW_YEAR = datetime(2126, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def version(name: str, **parameters: object) -> Policy:
    return DEFAULT_POLICY.model_copy(update={"version": name, **parameters})


async def stored(owner: Connection, name: str, **parameters: object) -> None:
    """Puts a document aside as another release of the code would have written it, in force from now on."""
    document = DEFAULT_POLICY.model_dump(mode="json") | {"version": name} | parameters
    written = json.dumps({parameter: value for parameter, value in document.items() if value != "left out"})
    await owner.execute(
        "insert into policies (version, effective_from, policy, added_at) values ($1, now(), $2, now())", name, written
    )


def test_the_file_that_is_shipped_spells_every_parameter_out() -> None:
    written = json.loads((files("luyue.journal") / "default_policy.json").read_text(encoding="utf-8"))
    assert list(written) == list(Policy.model_fields)
    assert written == DEFAULT_POLICY.model_dump(mode="json")
    assert default_policy() == DEFAULT_POLICY


async def test_the_version_in_force_is_the_newest_that_had_come_into_effect(journal: Journal) -> None:
    second = version("2", approval_window=timedelta(hours=24))
    third = version("3", approval_window=timedelta(hours=12))
    await journal.policies.add(third, NEW_YEAR + DAY)
    await journal.policies.add(second, NEW_YEAR)
    assert await journal.policies.in_force(NEW_YEAR - TICK) == DEFAULT_POLICY
    assert await journal.policies.in_force(NEW_YEAR) == second
    assert await journal.policies.in_force(NEW_YEAR + DAY - TICK) == second
    assert await journal.policies.in_force(NEW_YEAR + DAY) == third
    assert await journal.policies.in_force() == DEFAULT_POLICY
    assert await journal.policies.version("2") == second
    assert (await journal.policies.found_in_force(NEW_YEAR)).policy == second
    assert (await journal.policies.found_in_force()).policy == DEFAULT_POLICY


async def test_a_version_without_a_date_is_in_force_from_now_on(journal: Journal) -> None:
    before = await journal.pool.fetchval("select clock_timestamp()")
    added = await journal.policies.add(version("2"), added_by="ops:o1")
    after = await journal.pool.fetchval("select clock_timestamp()")
    assert added.effective_from is not None
    assert before <= added.effective_from == added.added_at <= after
    assert added.added_by == "ops:o1"
    assert await journal.policies.in_force(added.effective_from - TICK) == DEFAULT_POLICY
    assert await journal.policies.in_force(added.effective_from) == version("2")
    assert await journal.policies.in_force() == version("2")
    assert await journal.policies.find("2") == added


async def test_the_version_that_came_with_the_schema_was_always_there(journal: Journal) -> None:
    first = await journal.policies.find("1")
    assert first is not None
    assert (first.policy, first.effective_from, first.added_by) == (DEFAULT_POLICY, None, None)
    assert await journal.policies.in_force(datetime(1900, 1, 1, tzinfo=UTC)) == DEFAULT_POLICY


async def test_no_version_takes_effect_in_the_past(journal: Journal) -> None:
    now = await journal.pool.fetchval("select clock_timestamp()")
    for passed in (now, now - TICK, now - DAY, datetime(1900, 1, 1, tzinfo=UTC)):
        with pytest.raises(MomentPassed):
            await journal.policies.add(version("2"), passed)
    assert await journal.policies.find("2") is None
    soon = await journal.policies.add(version("2"), now + timedelta(seconds=30))
    assert soon.effective_from == now + timedelta(seconds=30)


async def test_the_databases_clock_judges_at_the_moment_of_storing(journal: Journal, owner: Connection) -> None:
    """A writer that had to wait while its moment passed is refused."""
    held = owner.transaction()
    await held.start()
    await owner.execute("lock table policies in exclusive mode")
    moment = await owner.fetchval("select clock_timestamp() + interval '500 ms'")
    adding = asyncio.create_task(journal.policies.add(version("2"), moment))
    await asyncio.sleep(0.8)
    assert not adding.done()
    await held.rollback()
    with pytest.raises(MomentPassed):
        await adding


async def test_a_name_is_taken_once(journal: Journal) -> None:
    for name in ("1", "2"):
        if name == "2":
            await journal.policies.add(version("2"), NEW_YEAR)
        with pytest.raises(VersionTaken):
            await journal.policies.add(version(name, due_soon=timedelta(0)), NEW_YEAR + DAY)
        with pytest.raises(VersionTaken):
            await journal.policies.add(version(name, due_soon=timedelta(0)))
    assert await journal.policies.version("1") == DEFAULT_POLICY
    assert await journal.policies.version("2") == version("2")


async def test_a_moment_is_taken_once(journal: Journal) -> None:
    await journal.policies.add(version("2"), NEW_YEAR)
    with pytest.raises(MomentTaken):
        await journal.policies.add(version("3"), NEW_YEAR)
    await journal.policies.add(version("3"), NEW_YEAR + TICK)
    assert await journal.policies.in_force(NEW_YEAR) == version("2")


async def test_of_writers_at_once_one_gets_the_name_and_one_the_moment(journal: Journal) -> None:
    async def outcomes(*adding: Awaitable[object]) -> list[str]:
        done = await asyncio.gather(*adding, return_exceptions=True)
        return sorted(type(one).__name__ for one in done)

    one_name = (journal.policies.add(version("2"), NEW_YEAR + number * DAY) for number in range(8))
    assert await outcomes(*one_name) == ["PolicyVersion"] + 7 * ["VersionTaken"]
    one_moment = (journal.policies.add(version(f"v{number}"), NEW_YEAR - DAY) for number in range(8))
    assert await outcomes(*one_moment) == 7 * ["MomentTaken"] + ["PolicyVersion"]


async def test_a_command_that_is_repeated_finds_what_it_added(journal: Journal) -> None:
    moment = await journal.pool.fetchval("select clock_timestamp() + interval '300 ms'")
    first = await journal.policies.add(version("2"), moment, command_id="k1")
    assert await journal.policies.add(version("2"), moment, command_id="k1") == first
    await asyncio.sleep(0.4)
    assert await journal.policies.add(version("2"), moment, command_id="k1") == first
    for command_id in ("k2", None):
        with pytest.raises((VersionTaken, MomentPassed)):
            await journal.policies.add(version("2"), moment, command_id=command_id)
    with pytest.raises(VersionTaken):
        await journal.policies.add(version("2"), command_id="k2")


async def test_what_cannot_be_is_not_stored(journal: Journal) -> None:
    with pytest.raises(ValidationError, match="shipping_cutoff"):
        await journal.policies.add(version("2", shipping_cutoff=timedelta(hours=47)))
    with pytest.raises(ValidationError, match="version"):
        await journal.policies.add(version("two words"))
    assert [one.policy.version for one in await journal.policies.page(None, 10)] == ["1"]


async def test_pages_list_the_last_to_take_effect_first(journal: Journal) -> None:
    for number in (3, 1, 2):
        await journal.policies.add(version(f"v{number}"), NEW_YEAR + number * DAY)

    async def page(after: Place | None, size: int) -> list[str]:
        return [one.policy.version for one in await journal.policies.page(after, size)]

    assert await page(None, 2) == ["v3", "v2"]
    assert await page(Place(NEW_YEAR + 2 * DAY, "v2"), 9) == ["v1", "1"]
    assert await page(Place(NEW_YEAR + DAY, "v1"), 9) == ["1"]


async def test_a_version_of_newer_code_is_read_without_what_this_code_does_not_know(
    journal: Journal, owner: Connection
) -> None:
    await stored(owner, "2", due_soon="PT1H", from_the_future={"of": ["some", "shape"]})
    expected = version("2", due_soon=timedelta(hours=1))
    assert await journal.policies.version("2") == expected
    assert await journal.policies.in_force() == expected
    assert (await journal.policies.found_in_force()).policy == expected
    assert [one.policy for one in await journal.policies.page(None, 9)] == [expected, DEFAULT_POLICY]


async def test_a_version_of_older_code_has_the_defaults_of_what_it_lacks(journal: Journal, owner: Connection) -> None:
    await stored(owner, "2", due_soon="PT1H", products_a_video="left out", risk_high_from="left out")
    assert await journal.policies.in_force() == version("2", due_soon=timedelta(hours=1))
    assert (await journal.policies.found_in_force()).policy == version("2", due_soon=timedelta(hours=1))


async def test_older_code_keeps_what_newer_code_has_decided(journal: Journal, owner: Connection) -> None:
    await stored(owner, "2", from_the_future="PT9H")
    await journal.policies.change("3", {"due_soon": "PT1H"})
    await journal.policies.add(version("4"))
    assert await owner.fetchval("select policy ->> 'from_the_future' from policies where version = '3'") == "PT9H"
    assert await owner.fetchval("select policy ->> 'from_the_future' from policies where version = '4'") == "PT9H"


async def test_a_value_that_this_code_does_not_know_is_told_apart_from_wrong_input(
    journal: Journal, owner: Connection
) -> None:
    await stored(owner, "2", product_sources=["a_new_source"])
    with pytest.raises(VersionUnreadable, match=r"policy version 2 cannot be read by this code(.|\n)*product_sources"):
        await journal.policies.in_force()
    with pytest.raises(VersionUnreadable):
        await journal.policies.change("3", {"due_soon": "PT1H"})


def test_a_recording_made_by_newer_code_can_be_decided_again() -> None:
    document = DEFAULT_POLICY.model_dump(mode="json") | {"from_the_future": 1}
    recording = {"stream": "sample-request/sr_1", "policy": document, "decisions": []}
    assert Recording.model_validate_json(json.dumps(recording)).policy == DEFAULT_POLICY
    document["due_soon"] = "soon"
    with pytest.raises(ValidationError, match="due_soon"):
        Recording.model_validate_json(json.dumps(recording))


@pytest.mark.parametrize("parameters", [{"from_the_future": 1}, {"due_soon": "soon"}, {"shipping_cutoff": "PT47H"}])
async def test_what_is_given_stays_strict(journal: Journal, parameters: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(parameters))):
        await journal.policies.change("2", parameters)
    assert await journal.policies.find("2") is None


async def test_changes_made_at_once_are_all_kept(journal: Journal) -> None:
    changes = {
        "approval_window": timedelta(hours=1),
        "shipping_due": timedelta(hours=2),
        "receipt_window": timedelta(hours=3),
        "promotion_window": timedelta(hours=4),
        "video_retention": timedelta(hours=5),
        "due_soon": timedelta(minutes=6),
        "cart_minimum_followers": 7,
        "cart_minimum_videos": 8,
        "no_reason_return_minimum": 9,
        "violation_points_below": 10,
    }
    await asyncio.gather(
        *(journal.policies.change(f"v{number}", {name: changes[name]}) for number, name in enumerate(changes))
    )
    last = await journal.policies.in_force()
    assert last == version(last.version, **changes)


async def test_a_change_is_of_the_version_in_force_when_it_takes_effect(journal: Journal) -> None:
    await journal.policies.add(version("later", grant_all=False), NEW_YEAR)
    now = await journal.policies.change("2", {"due_soon": timedelta(0)})
    then = await journal.policies.change("3", {"due_soon": timedelta(0)}, NEW_YEAR + TICK, added_by="ops:o1")
    assert (now.base, now.added.policy) == (DEFAULT_POLICY, version("2", due_soon=timedelta(0)))
    assert (then.base.version, then.added.policy) == ("later", version("3", grant_all=False, due_soon=timedelta(0)))
    assert (then.added.effective_from, then.added.added_by) == (NEW_YEAR + TICK, "ops:o1")
    with pytest.raises(MomentTaken):
        await journal.policies.change("4", {}, NEW_YEAR)
    with pytest.raises(MomentPassed):
        await journal.policies.change("4", {}, NEW_YEAR - 200 * 365 * DAY)
    with pytest.raises(VersionTaken):
        await journal.policies.change("3", {})


async def test_a_version_that_takes_effect_while_another_waits_is_its_base(journal: Journal, owner: Connection) -> None:
    held = owner.transaction()
    await held.start()
    await owner.execute("lock table policies in exclusive mode")
    adding = asyncio.create_task(journal.policies.change("3", {"due_soon": timedelta(0)}))
    await asyncio.sleep(0.3)
    await owner.execute(
        "insert into policies (version, effective_from, policy, added_at) values ('2', clock_timestamp(), $1, now())",
        version("2", grant_all=False).model_dump_json(),
    )
    assert not adding.done()
    await held.commit()
    assert (await adding).added.policy == version("3", grant_all=False, due_soon=timedelta(0))


async def test_versions_to_come_that_take_a_change_back_are_named(journal: Journal) -> None:
    await journal.policies.add(version("same", due_soon=timedelta(0)), NEW_YEAR + 3 * DAY)
    await journal.policies.add(version("other", grant_all=False, cart_minimum_videos=5), NEW_YEAR + 2 * DAY)
    await journal.policies.add(version("all"), NEW_YEAR + DAY)
    added = await journal.policies.change("2", {"due_soon": timedelta(0), "grant_all": False}, command_id="k1")
    assert added.undone_by == (
        Undoing("all", NEW_YEAR + DAY, ("due_soon", "grant_all")),
        Undoing("other", NEW_YEAR + 2 * DAY, ("due_soon",)),
        Undoing("same", NEW_YEAR + 3 * DAY, ("grant_all",)),
    )
    again = await journal.policies.change("2", {"due_soon": timedelta(0), "grant_all": False}, command_id="k1")
    assert again == added
    assert (await journal.policies.change("3", {"due_soon": "PT0S"})).undone_by == ()
    last = await journal.policies.change("4", {"due_soon": "PT1H"}, NEW_YEAR + 4 * DAY)
    assert last.undone_by == ()


async def test_an_unknown_version_is_told(journal: Journal) -> None:
    with pytest.raises(LookupError, match="no policy version 9"):
        await journal.policies.version("9")
    assert await journal.policies.find("9") is None


CHANGES = ["update policies set policy = '{}'", "delete from policies", "truncate policies"]


@pytest.mark.parametrize("statement", CHANGES)
async def test_not_even_the_owner_changes_or_removes_a_version(
    owner: Connection, journal: Journal, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="policies are append-only"):
        await owner.execute(statement)
    assert await journal.policies.version("1") == DEFAULT_POLICY


@pytest.mark.parametrize("statement", [*CHANGES, "alter table policies disable trigger all", "drop table policies"])
async def test_the_service_adds_versions_and_nothing_else(journal: Journal, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match=r"permission denied|must be owner"):
        await journal.pool.execute(statement)
