"""The page on performance takes the figures of every benchmark that was measured, and keeps what was not."""

from pathlib import Path

import pytest

from bench.__main__ import PARTS, aims
from bench.document import DOCUMENT, written
from bench.result import Figure, Machine, write

PAGE = """# Page

<!-- figures: appends -->
old
<!-- end -->

between

<!-- figures: reads -->
kept
<!-- end -->
"""


@pytest.fixture
def results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    figures = [
        Figure("pgbench", 2000.0, "events/s"),
        Figure("ours", 1500.0, "events/s", ratio_to="pgbench", ratio=0.75, aim=">= 0.7"),
        Figure("theirs", 100.0, "events/s", ratio_to="pgbench", ratio=0.05),
    ]
    write("appends", "Appends", figures, Machine.here(), notes=["by 32 writers"], output=tmp_path)
    return tmp_path


def test_a_measured_benchmark_has_its_table_and_notes(results: Path) -> None:
    page = written(PAGE, results)
    assert "old" not in page
    assert "| pgbench | 2,000 events/s |  |  |  |" in page
    assert "| ours | 1,500 events/s | 0.75 | pgbench | >= 0.7: reached |" in page
    assert "- by 32 writers" in page
    assert written(page, results) == page


def test_what_was_not_measured_stays(results: Path) -> None:
    assert "\n\nbetween\n\n<!-- figures: reads -->\nkept\n<!-- end -->\n" in written(PAGE, results)


def test_only_figures_with_an_aim_are_shown_at_the_end(results: Path) -> None:
    table = aims(results)
    assert [list(column.cells) for column in table.columns] == [
        ["appends"],
        ["ours"],
        ["0.75"],
        ["pgbench"],
        [">= 0.7"],
        ["reached"],
    ]


def test_the_page_has_a_place_for_every_part() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in PARTS if f"<!-- figures: {name} -->" not in page] == []
