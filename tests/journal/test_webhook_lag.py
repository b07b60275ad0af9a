"""How far behind webhooks are, as metrics say it."""

from datetime import timedelta

import pytest

from luyue.journal import webhook_lag
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.webhook_lag import WebhookLag, read_webhook_lag
from luyue.journal.webhook_queues import Result
from tests.journal.webhook_desk import Desk, now

HOUR = timedelta(hours=1)
AGED = "update webhook_deliveries set created_at = created_at - interval '1 hour' where version = 1"
STUCK = "update webhook_queues set next_attempt_at = next_attempt_at - interval '1 hour' where next_attempt_at < now()"


@pytest.fixture
def database_url(copied_database_url: str) -> str:
    return copied_database_url


@pytest.fixture
async def desk(journal: Journal) -> Desk:
    return Desk(journal)


async def test_without_webhooks_nothing_is_behind(journal: Journal) -> None:
    assert await read_webhook_lag(journal.pool) == WebhookLag(pending=0.0, due=0.0, parked=0)


async def test_the_oldest_that_has_not_got_through_tells_how_far_behind_they_are(
    desk: Desk, journal: Journal, owner: Connection
) -> None:
    for id in ("wh_1", "wh_2"):
        await desk.good_endpoint(id, owner=id)
    await desk.fan_out(await desk.happen("note/1", 1, 2))
    await owner.execute(AGED)
    for held in await desk.take():
        if held.endpoint.id == "wh_1":
            await desk.queues.let_go(held, Result(now(), 500, "status 500", again_at=now() + HOUR))
        else:
            await desk.queues.let_go(held, Result(now(), 200))
    told = await read_webhook_lag(journal.pool)
    assert 3600 <= told.pending < 4000
    assert told.due < 60
    assert told.parked == 0
    await owner.execute(STUCK)
    assert 3600 <= (await read_webhook_lag(journal.pool)).due < 4000


async def test_what_waits_for_its_endpoint_to_be_enabled_is_not_behind(
    desk: Desk, journal: Journal, owner: Connection
) -> None:
    await desk.good_endpoint()
    await desk.fan_out(await desk.happen("note/1", 1))
    await owner.execute(AGED)
    await owner.execute(STUCK)
    assert (await read_webhook_lag(journal.pool)).pending > 0
    await desk.endpoints.disable("wh_1", now(), because="asked")
    assert await read_webhook_lag(journal.pool) == WebhookLag(pending=0.0, due=0.0, parked=0)


async def test_what_was_given_up_is_counted(desk: Desk, journal: Journal) -> None:
    await desk.good_endpoint()
    for number in range(3):
        await desk.fan_out(await desk.happen(f"note/{number}", 1))
    for held in await desk.take():
        await desk.queues.let_go(held, Result(now(), 500, "status 500"))
    assert await read_webhook_lag(journal.pool) == WebhookLag(pending=0.0, due=0.0, parked=3)


MANY = """
insert into webhook_deliveries (endpoint_id, event_id, stream, version, event_type, state, created_at, tried_until)
select 'wh_1', gen_random_uuid(), 'note/' || n, 1, 'NoteTaken',
  case n % 1000 when 0 then 'parked' when 1 then 'pending' else 'delivered' end, now(), now()
from generate_series(1, 20000) n
"""


async def test_what_was_delivered_is_not_looked_at(desk: Desk, journal: Journal, owner: Connection) -> None:
    await desk.good_endpoint()
    await owner.execute(MANY)
    await owner.execute("analyze webhook_deliveries")
    parked = await explained(journal, webhook_lag._PARKED)
    assert "webhook_deliveries_parked" in parked
    assert "Seq Scan" not in parked
    waiting = await explained(journal, webhook_lag._WAITING)
    assert "Index Scan Backward using webhook_deliveries_by_state" in waiting
    assert "Seq Scan on" not in waiting
    assert "Sort" not in waiting


async def explained(journal: Journal, statement: str) -> str:
    return "\n".join(row[0] for row in await journal.pool.fetch(f"explain {statement}"))
