"""The chain of hashes over a stream holds, and shows what was changed behind the journal's back."""

from datetime import UTC, datetime

import pytest

from luyue.domain.facts import Creator
from luyue.journal.agreement import chain_differences
from luyue.journal.canonical import NO_HASH, chain_hash
from luyue.journal.connection import Connection
from luyue.journal.inspection import inspect
from luyue.journal.journal import Journal
from tests.journal.ledger import Ledger


async def differences(journal: Journal, stream: str) -> list[str]:
    """Where the chain of a stream is broken."""
    return [found.where async for batch in inspect(journal.pool, only=stream) for found in chain_differences(batch[0])]


async def tampered(owner: Connection, statement: str) -> None:
    async with owner.transaction():
        await owner.execute("alter table events disable trigger events_append_only")
        await owner.execute(statement)
        await owner.execute("alter table events enable trigger events_append_only")


async def test_the_chain_of_what_was_appended_holds(journal: Journal, ledger: Ledger) -> None:
    await ledger.append("note/1", 1, 2)
    await ledger.append("note/1", 3)
    assert await differences(journal, "note/1") == []
    events = await journal.streams.history("note/1")
    assert len({event.hash for event in events}) == 3


async def test_the_chain_of_a_fact_holds(journal: Journal) -> None:
    for followers in range(3):
        at = datetime(2026, 1, 1, followers, tzinfo=UTC)
        fact = Creator(followers=followers)
        await journal.facts.report("creator/c1", fact, actor="service:test", command_id="1", at=at)
    assert len(await journal.streams.history("creator/c1")) == 3
    assert await differences(journal, "creator/c1") == []


@pytest.mark.parametrize(
    "change",
    [
        """data = '{"number": 7}'""",
        "type = 'Other'",
        "actor = 'ops:somebody'",
        "command_id = 'other'",
        "occurred_at = occurred_at + interval '1 microsecond'",
        "id = gen_random_uuid()",
        "schema_version = 2",
    ],
)
async def test_a_changed_event_is_found(journal: Journal, ledger: Ledger, owner: Connection, change: str) -> None:
    await ledger.append("note/1", 1, 2, 3)
    await tampered(owner, f"update events set {change} where version = 2")
    assert await differences(journal, "note/1") == ["event 2 hash"]


async def test_an_event_changed_with_its_hash_breaks_the_chain_after_it(
    journal: Journal, ledger: Ledger, owner: Connection
) -> None:
    await ledger.append("note/1", 1, 2, 3)
    event = (await journal.streams.history("note/1"))[0]
    forged = chain_hash(
        NO_HASH,
        stream=event.stream,
        version=1,
        id=event.id,
        type=event.type,
        schema_version=1,
        data={"number": 7},
        actor=event.actor,
        command_id=event.command_id,
        occurred_at=event.occurred_at,
    )
    statement = f"""update events set data = '{{"number": 7}}', hash = '\\x{forged.hex()}' where version = 1"""
    await tampered(owner, statement)
    assert await differences(journal, "note/1") == ["event 2 hash"]


async def test_a_missing_event_is_found(journal: Journal, ledger: Ledger, owner: Connection) -> None:
    await ledger.append("note/1", 1, 2, 3)
    await tampered(owner, "delete from events where version = 2")
    assert await differences(journal, "note/1") == ["event 2"]
