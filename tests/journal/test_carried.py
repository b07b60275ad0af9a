"""Whether a subscription has carried what a stream says."""

import asyncio

from luyue.journal.carried import is_behind
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from tests.conftest import Eventually
from tests.journal.delivered import NAME, Target, running
from tests.journal.ledger import Ledger


async def test_behind_until_it_has_delivered_up_to_the_version(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    let_go, delivering = asyncio.Event(), asyncio.Event()

    async def deliver(_event: Recorded) -> None:
        delivering.set()
        await let_go.wait()

    async def is_carried(version: int) -> bool:
        return not await is_behind(journal.pool, NAME, "note/1", version)

    await ledger.append("note/1", 1)
    assert await is_carried(1), "a subscription that never ran is waited for by nobody"
    async with running(database_url, deliver):
        await delivering.wait()
        assert not await is_carried(1)
        assert await is_carried(0)
        let_go.set()
        await eventually(lambda: is_carried(1))
        let_go.clear()
        delivering.clear()
        await ledger.append("note/1", 2)
        await delivering.wait()
        assert await is_carried(1)
        assert not await is_carried(2)
        let_go.set()
        await eventually(lambda: is_carried(2))


async def test_behind_while_an_earlier_delivery_is_held_back(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()
    await ledger.append("note/1", 1)
    async with running(database_url, target.deliver):
        await eventually(lambda: len(target.got) == 1)
    assert not await is_behind(journal.pool, NAME, "note/1", 1)
    await journal.pool.execute(
        "insert into held_deliveries (subscription, transaction_id, position, stream, attempts, next_try_at, parked)"
        " select $1, transaction_id, position, stream, 1, now(), false from events where stream = 'note/1'",
        NAME,
    )
    assert await is_behind(journal.pool, NAME, "note/1", 1)
    await journal.pool.execute("update held_deliveries set parked = true")
    assert not await is_behind(journal.pool, NAME, "note/1", 1)
