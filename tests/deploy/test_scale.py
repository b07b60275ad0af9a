"""docs/scale.md says what the script computes; the computation itself; and its SQL runs on the journal."""

import json
import re
import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from luyue.journal.migrate import migrate
from scripts.scale import FIGURES, PAGE, SIZES, page, tables, take
from scripts.scale_model import Assumptions, Figures, needs, one_machine
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
    assert one.pods == {"API": 2, "worker": 2}
    assert one.commands_at_peak == 140
    assert one.actions_a_second == 400


def test_bytes_and_actions_follow_from_the_day() -> None:
    one = needs(864_000, MEASURED, GIVEN)
    assert one.journal_a_day == 864_000_000
    assert one.journal_a_year == 365 * one.journal_a_day
    assert one.histories_kept == 864_000 * 15 * 500
    assert one.actions_a_day == 17_280_000
    assert one.actions_cost == pytest.approx(17.28 * 30 * GIVEN.action_price)


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
    # Its connections are counted for each of them.
    assert needs(full * 20, MEASURED, GIVEN).connections < 2 * needs(full, MEASURED, GIVEN).connections


def test_one_machine_is_what_its_cores_are_needed_for() -> None:
    day = one_machine(2, MEASURED, GIVEN)
    assert sum(needs(day, MEASURED, GIVEN).cores.values()) == pytest.approx(2)


def test_everything_measured_has_a_unit_and_a_source() -> None:
    entries = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert set(entries) == {one.name for one in fields(Figures)}
    for name, entry in entries.items():
        assert entry["value"], name
        assert entry["unit"], name
        source = entry["source"]
        assert source == "the design's measurements" or (ROOT / source).exists(), name


def test_other_numbers_and_assumptions_are_printed_and_change_nothing() -> None:
    before = PAGE.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "scripts.scale", "--requests", "3e6", "--peak", "5"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "| Sample requests a day | 3,000,000 |" in printed
    assert "| `--peak` | 5 |" in printed
    assert PAGE.read_text(encoding="utf-8") == before


def test_newer_measurements_are_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = tmp_path / "figures.json"
    figures.write_text(FIGURES.read_text(encoding="utf-8"))
    monkeypatch.setattr("scripts.scale.FIGURES", figures)
    storage = {
        "events": 11.0,
        "the journal together": 50_000.0,
        "idempotency_keys, with its indexes": 9_000.0,
        "Temporal's histories": 20_000.0,
        "Temporal's history events": 60.0,
    }
    (tmp_path / "storage.json").write_text(
        json.dumps({"figures": [{"name": name, "value": value} for name, value in storage.items()]})
    )
    notes = [
        "floor, CPU-ms by part: worker 1",
        "through the API, CPU-ms by part: worker 44, temporal 55, postgres 9, api 20",
    ]
    (tmp_path / "lifecycles.json").write_text(json.dumps({"notes": notes}))
    take(tmp_path)
    taken = Figures.read(figures)
    assert (taken.events, taken.journal_bytes, taken.passing_bytes) == (11.0, 41_000, 9_000)
    assert (taken.history_bytes, taken.history_events) == (20_000, 60)
    assert taken.cpu_ms == {"API": 20, "worker": 44, "journal": 9, "Temporal": 55}


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
