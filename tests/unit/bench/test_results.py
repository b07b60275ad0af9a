"""What benchmarks tell: figures that say what they are held against, percentiles, a file that programs can read."""

import json
from pathlib import Path

import pytest

from bench.result import Figure, Machine, percentile, shown, write

MACHINE = Machine(cores=2, memory_gib=24, system="Linux x86_64", python="3.11", load_before=0.1)


def test_a_percentile_is_the_smallest_value_that_as_many_are_not_above() -> None:
    values = [float(number) for number in range(200, 0, -1)]
    assert [percentile(values, percent) for percent in (0.5, 50, 99, 99.9, 100)] == [1, 100, 198, 200, 200]
    assert percentile([7.0], 99) == 7


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_there_is_no_percentile_of_nothing_or_beyond_all(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError, match="percent"):
        percentile(values, percent)


@pytest.mark.parametrize(
    ("ratio", "aim", "reached"),
    [(0.7, ">= 0.7", True), (0.69, ">= 0.7", False), (1.5, "<= 1.5", True), (1.51, "<= 1.5", False), (9, None, None)],
)
def test_an_aim_is_reached_or_missed_by_the_ratio(ratio: float, aim: str | None, reached: bool | None) -> None:
    assert Figure("ours", 100, "1/s", "theirs", ratio, aim).reached is reached


@pytest.mark.parametrize(
    ("ratio_to", "ratio", "aim"),
    [("theirs", None, None), (None, 1.0, None), (None, None, ">= 1"), ("theirs", 1.0, "1"), ("theirs", 1.0, ">= one")],
)
def test_a_figure_that_says_half_of_it_is_not_made(ratio_to: str | None, ratio: float | None, aim: str | None) -> None:
    with pytest.raises(ValueError, match=r"."):
        Figure("ours", 100, "1/s", ratio_to, ratio, aim)


def test_a_file_has_all_that_the_table_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = [Figure("theirs", 1000, "1/s"), Figure("ours", 650, "1/s", "theirs", 0.65, ">= 0.7")]
    path = write("speed", "How fast", figures, MACHINE, notes=["Of one run."], output=tmp_path / "new")
    content = json.loads(path.read_text(encoding="utf-8"))
    assert path == tmp_path / "new" / "speed.json"
    assert (content["name"], content["title"], content["notes"]) == ("speed", "How fast", ["Of one run."])
    assert content["machine"]["cores"] == 2
    assert [(figure["name"], figure["ratio"], figure["reached"]) for figure in content["figures"]] == [
        ("theirs", None, None),
        ("ours", 0.65, False),
    ]
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("How fast", "1,000", "0.65", ">= 0.7", "missed", "Of one run."))


@pytest.mark.parametrize(("value", "text"), [(12345.6, "12,346"), (12.345, "12.3"), (0.01234, "0.0123"), (0, "0")])
def test_numbers_are_shown_with_what_says_something(value: float, text: str) -> None:
    assert shown(value) == text
