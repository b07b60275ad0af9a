"""docs/scale.md says what the script computes; the computation itself; and its SQL runs on the journal."""

import asyncio
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import asyncpg
import pytest
from temporalio.client import Client
from typer.main import get_command

from luyue.cli.main import app
from luyue.journal.journal import Journal
from luyue.journal.migrate import migrate
from luyue.worker.kinds import KINDS
from luyue.worker.sms import Gateway, SmsWriter
from luyue.worker.subscriptions import run_subscriptions
from scripts.scale import FIGURES, PAGE, SIZES, page, tables
from scripts.scale_cloud import actions_cost, plan_cost, storage_cost
from scripts.scale_model import Assumptions, Figures, needs, one_machine
from tests.conftest import Eventually
from tests.deploy.programs import ROOT

MEASURED = Figures(
    cpu_ms={"API": 20, "worker": 40, "journal": 10, "Temporal": 40},
    temporal_on_postgres=1.5,
    commands=7,
    actions=20,
    history_events=50,
    events=10,
    journal_bytes=1000,
    passing_bytes=100,
    history_bytes=500,
    shards_a_core=8,
)
GIVEN = Assumptions(peak=2, busy=0.5, open_days=10, retention_days=5, cell=100)


def test_the_page_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(written, tables(SIZES, Figures.read(FIGURES), Assumptions())), "stale: run `make scale`"


def test_cores_follow_from_the_peak() -> None:
    # 10 a second on average, 20 at the peak, each core half busy.
    one = needs(864_000, MEASURED, GIVEN)
    assert (one.mean, one.peak) == (10, 20)
    assert one.cores == pytest.approx({"API": 0.8, "worker": 1.6, "journal": 0.4, "Temporal": 2.4})
    assert one.pods_in_a_cell == {"API": 2, "worker": 2}
    assert one.commands_at_peak == 140
    assert one.actions_a_second == 400


def test_bytes_and_actions_follow_from_the_day() -> None:
    one = needs(864_000, MEASURED, GIVEN)
    assert one.journal_a_day == 864_000_000
    assert one.journal_a_year == 365 * one.journal_a_day
    assert one.histories_open == 864_000 * 10 * 500
    assert one.histories_closed == 864_000 * 5 * 500
    assert one.events_a_day == 8_640_000
    assert one.actions_a_day == 17_280_000


def test_own_machines_cost_their_cores_and_their_bytes() -> None:
    one = needs(864_000, MEASURED, GIVEN)
    # Four pods and what is needed of Postgres and Temporal, whose histories are stored besides.
    ours = (4 + 0.4) * GIVEN.core_price + _stored(one.journal_a_year + 864_000 * 100)
    temporal = 2.4 * GIVEN.core_price + _stored(one.histories_open + one.histories_closed)
    assert one.self_hosted == pytest.approx(ours + temporal)
    assert one.cloud.ours == pytest.approx(ours)


def test_the_pods_of_every_cell_are_paid_for() -> None:
    one = needs(GIVEN.cell / GIVEN.peak * 86_400 * 20, MEASURED, GIVEN)
    running = 20 * (4 + 8) + one.cores["journal"]
    assert one.cloud.ours == pytest.approx(running * GIVEN.core_price + _stored(one.journal_a_year + one.passing))


def _stored(number: float) -> float:
    return number * GIVEN.copies / 2**30 * GIVEN.gib_price


def test_temporal_cloud_bills_actions_storage_and_its_plan() -> None:
    one = needs(864_000, MEASURED, GIVEN).cloud
    # 518.4 million actions a month; 4.32 and 2.16 GB over 720 hours.
    assert one.actions == pytest.approx(5_925 + 318.4 * 25)
    assert one.storage == pytest.approx(4.32 * 720 * 0.042 + 2.16 * 720 * 0.00105)
    assert one.plan == pytest.approx(0.1 * (one.actions + one.storage))
    assert one.together == pytest.approx(one.ours + one.actions + one.storage + one.plan)


def test_temporal_clouds_prices_give_its_own_examples() -> None:
    # Of the page from which the prices are.
    assert actions_cost(11.25e6, 25) == pytest.approx(525)
    assert storage_cost(1e9, 0.042, 720) == pytest.approx(30.24)
    assert storage_cost(5e9, 0.00105, 720) == pytest.approx(3.78)
    assert plan_cost(6_000, 0.1, 500) == 600
    assert plan_cost(1_000, 0.1, 500) == 500


def test_the_last_published_step_ends_where_the_price_beyond_begins() -> None:
    assert actions_cost(200e6, 1) == 5_925
    assert actions_cost(201e6, 7) == 5_932


def test_shards_are_powers_of_two_and_never_one() -> None:
    found = [needs(size, MEASURED, GIVEN) for size in (1, 1e5, 1e6, 1e7, 1e8)]
    assert found[0].history_shards == 4
    for one in found:
        assert one.history_shards.bit_count() == 1
        assert one.history_shards >= one.cores["Temporal"] / one.cells * MEASURED.shards_a_core


def test_a_second_cell_begins_where_one_is_full() -> None:
    full = GIVEN.cell / GIVEN.peak * 86_400
    assert needs(full, MEASURED, GIVEN).cells == 1
    assert needs(full * 1.01, MEASURED, GIVEN).cells == 2


def test_connections_are_those_of_a_cells_whole_pods_and_subscriptions() -> None:
    # 2,000 a second at the peak in 20 cells: of each, 4 cores of API and 8 of workers.
    day = GIVEN.cell / GIVEN.peak * 86_400 * 20
    one = needs(day, MEASURED, GIVEN)
    assert (one.cells, one.pods_in_a_cell) == (20, {"API": 4, "worker": 8})
    assert one.connections_in_a_cell == 12 * 16 + 8 * 5
    # A little more, and every cell gets whole pods for its part.
    more = needs(day * 1.01, MEASURED, GIVEN)
    assert (more.cells, more.pods_in_a_cell) == (21, {"API": 4, "worker": 8})
    larger = needs(day, MEASURED, replace(GIVEN, cores_a_pod=3))
    assert larger.pods_in_a_cell == {"API": 2, "worker": 3}
    assert larger.connections_in_a_cell == 5 * 16 + 3 * 5


@pytest.mark.parametrize("with_sms", [True, False])
async def test_every_worker_holds_a_connection_a_subscription(
    postgres_url: str, eventually: Eventually, with_sms: bool
) -> None:
    name = f"subscribed_{with_sms}".lower()
    server = await asyncpg.connect(postgres_url)
    await server.execute(f"create database {name}")
    url = postgres_url.rpartition("/")[0] + f"/{name}"
    await migrate(url)
    journal = await Journal.open(url, size=2)
    client = await Client.connect("127.0.0.1:9", lazy=True)
    sms = SmsWriter(journal.pool, KINDS, Gateway("http://127.0.0.1:9")) if with_sms else None

    def worker() -> asyncio.Task[None]:
        return asyncio.create_task(run_subscriptions(client, journal, url, KINDS, "none", sms))

    async def held() -> int:
        found: int = await server.fetchval(
            "select count(*) from pg_stat_activity where datname = $1 and application_name like 'luyue subscription %'",
            name,
        )
        return found

    each = int(Assumptions().subscriptions) - (0 if with_sms else 1)
    # The second one only waits to take over.
    workers = [worker(), worker()]
    try:

        async def all_held() -> bool:
            return await held() >= 2 * each

        await eventually(all_held)
        assert await held() == 2 * each
    finally:
        for one in workers:
            one.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await journal.close()
        await server.close()


def test_one_machine_is_what_its_cores_are_needed_for() -> None:
    day = one_machine(2, MEASURED, GIVEN)
    assert sum(needs(day, MEASURED, GIVEN).cores.values()) == pytest.approx(2)


def test_a_new_cluster_has_its_namespace_and_search_attributes_before_processes_are_started_in_it() -> None:
    steps = re.findall(r"^\d\. (.*)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = "\n".join(steps)
    assert told.index("namespace") < told.index("`luyue search-attributes`") < told.index("`luyue rehydrate`")
    assert {"search-attributes", "rehydrate"} <= set(getattr(get_command(app), "commands"))  # noqa: B009


def test_other_numbers_and_assumptions_are_printed_and_change_nothing() -> None:
    before = PAGE.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "scripts.scale", "--requests", "3e6", "--peak", "5"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "| Sample requests a day | 3,000,000 |" in printed
    assert "| `--peak` | 5 |" in printed
    assert PAGE.read_text(encoding="utf-8") == before


async def test_the_journal_can_be_in_months(postgres_url: str) -> None:
    server = await asyncpg.connect(postgres_url)
    await server.execute("create database in_months")
    await server.close()
    url = postgres_url.rpartition("/")[0] + "/in_months"
    await migrate(url)
    [sql] = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    database = await asyncpg.connect(url)
    try:
        await database.execute(sql)
        add = """
            insert into events_by_month (position, stream, version, id, type, schema_version, data, actor, command_id,
                                         occurred_at, hash, begun_in)
            values ($1, $2, $3, gen_random_uuid(), 'T', 1, '{}', 'a', 'c', now(), '', $4)
        """
        november, december = date(2026, 11, 1), date(2026, 12, 1)
        await database.execute(add, 1, "sample-request/a", 1, november)
        # Recorded later, and still with its stream.
        await database.execute(add, 2, "sample-request/a", 2, november)
        await database.execute(add, 3, "sample-request/b", 1, december)
        assert await database.fetchval("select count(*) from events_2026_11") == 2
        with pytest.raises(asyncpg.UniqueViolationError):
            await database.execute(add, 4, "sample-request/a", 2, november)
        with pytest.raises(asyncpg.CheckViolationError, match="no partition"):
            await database.execute(add, 4, "sample-request/c", 1, date(2027, 1, 1))
        plan = await database.fetch(
            "explain select from events_by_month where stream = 'sample-request/a' and begun_in = '2026-11-01'"
        )
        text = "\n".join(line[0] for line in plan)
        assert "events_2026_11" in text
        assert "events_2026_12" not in text
        await database.execute("alter table events_by_month detach partition events_2026_11")
        assert await database.fetchval("select count(*) from events_by_month") == 1
    finally:
        await database.close()
