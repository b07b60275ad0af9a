"""Statements are planned once a connection, for any parameters and before statistics exist: along indexes even so."""

from datetime import UTC, datetime

import pytest

from luyue.journal import creators, gathering, inbox, showcase, streams, webhook_queues
from luyue.journal.append_statement import Append, append_statement
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.processes import Filter, Order, Place, Processes


@pytest.fixture
def database_url(copied_database_url: str) -> str:
    return copied_database_url


async def plan(journal: Journal, statement: str, parameters: int) -> str:
    async with journal.pool.acquire() as connection:
        await connection.execute(f"prepare planned as {statement}")
        rows = await connection.fetch(f"explain execute planned ({', '.join(['null'] * parameters)})")
        await connection.execute("deallocate planned")
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        (gathering.GATHER, 9),
        (gathering.FIND, 2),
        (streams._LOAD, 3),
        (inbox._NEWEST, 3),
        (showcase._PAGE, 7),
        (creators._BY_ID, 6),
        (creators._BY_FOLLOWERS, 7),
        (webhook_queues._TAKE, 8),
    ],
    ids=["gather", "find", "load", "inbox", "showcase", "creators", "creators by followers", "webhooks' queues"],
)
async def test_no_table_is_read_whole(journal: Journal, statement: str, parameters: int) -> None:
    planned = await plan(journal, statement, parameters)
    assert "Seq Scan" not in planned
    assert planned.count("Index Cond") == planned.count("Index Scan") > 0


async def test_a_later_page_does_not_read_the_earlier_ones(journal: Journal) -> None:
    assert 'Index Cond: ((recipient = $1) AND ("position" <' in await plan(journal, inbox._NEWEST, 3)
    assert "Index Cond: ((creator_id = $1) AND (ROW(added_at, product_id) <" in await plan(journal, showcase._PAGE, 7)


async def test_the_directory_is_walked_in_its_order_and_not_sorted(journal: Journal) -> None:
    by_id, by_followers = await plan(journal, creators._BY_ID, 6), await plan(journal, creators._BY_FOLLOWERS, 7)
    assert "Sort" not in by_id + by_followers
    assert "Index Cond: (creator_id > $4)" in by_id
    assert "Index Cond: ((ROW(followers, creator_id) < ROW($5, $4)) AND (followers >= $6))" in by_followers


@pytest.mark.parametrize(("begin", "go_on"), [(1, 0), (0, 1), (2, 0), (0, 2), (1, 1)])
async def test_an_append_reads_its_own_rows_alone(journal: Journal, begin: int, go_on: int) -> None:
    appends = [an_append(begins=True)] * begin + [an_append(begins=False)] * go_on
    statement, arguments = append_statement(appends)
    planned = await plan(journal, statement, len(arguments))
    assert "Seq Scan" not in planned
    assert planned.count("Index Cond") == planned.count("Index Scan") == (2 if go_on else 0)


def an_append(*, begins: bool) -> Append:
    """With everything that an append can write."""
    row, event, command = (1,) * 24, (1,) * 11, (1,) * 7
    return Append("sample-request/1", begins, row, [event], command, ["product:1"])


class Noted:
    """Takes a statement down instead of running it."""

    def __init__(self) -> None:
        self.statement = ""
        self.parameters = 0

    async def fetch(self, statement: str, *arguments: object) -> list[object]:
        self.statement, self.parameters = statement, len(arguments)
        return []


PEOPLED = """
insert into processes (
  stream, kind, id, version, status, closed, creator_id, merchant_id, product_id, policy_version, next_deadline_at,
  state, state_shape, hash, created_at, updated_at
)
select 'sample-request/' || n, 'sample_request', n, 1,
  (array['PENDING', 'COMPLETED', 'BREACHED'])[1 + n % 3], n % 3 > 0,
  'c' || n % 70, 'm' || n % 60, 'p' || n % 300, '1', timestamptz '2026-01-01Z' + n * interval '1 h', '{}', 1, '',
  timestamptz '2026-01-01Z' + n * interval '1 min', now()
from generate_series(1, 6000) n
"""
PARTIES: dict[str, dict[str, str]] = {
    "all": {},
    "merchant's": {"merchant_id": "m1"},
    "creator's": {"creator_id": "c1"},
    "product's": {"product_id": "p1"},
}
LISTS: list[tuple[str, str | None, Order]] = [
    *((party, None, "created_at") for party in PARTIES),
    *((party, "PENDING", "created_at") for party in ("all", "merchant's", "creator's")),
    *((party, None, "next_deadline_at") for party in ("all", "merchant's", "creator's")),
]


@pytest.mark.parametrize(("party", "status", "order"), LISTS, ids=str)
async def test_a_list_is_walked_in_its_order_past_nothing_that_it_does_not_show(
    journal: Journal, owner: Connection, party: str, status: str | None, order: Order
) -> None:
    await owner.execute(PEOPLED)
    await owner.execute("analyze processes")
    noted = Noted()
    place = Place(datetime(2026, 1, 1, tzinfo=UTC), "1")
    await Processes(noted).page("sample-request", Filter(**PARTIES[party], status=status), order, place, 20)
    planned = await plan(journal, noted.statement, noted.parameters)
    assert "Sort" not in planned
    assert "Filter" not in planned
    assert "Index Scan using" in planned
