"""docs/scale_figures.json is what docs/performance.md shows, and newer measurements are taken over into both."""

import json
import subprocess
import sys
from collections.abc import Set
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bench import document
from scripts.scale import FIGURES, take
from scripts.scale_measured import READERS, sections
from scripts.scale_model import Figures
from tests.deploy.programs import ROOT

PERFORMANCE = ROOT / document.DOCUMENT


def test_everything_measured_has_a_unit_and_a_source() -> None:
    entries = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert set(entries) == {one.name for one in fields(Figures)}
    for name, entry in entries.items():
        assert entry["value"], name
        assert entry["unit"], name
        source = entry["source"]
        assert source == "the design's measurements" or (ROOT / source).exists(), name


def test_the_figures_are_those_of_the_performance_page() -> None:
    known = {name: entry["value"] for name, entry in json.loads(FIGURES.read_text(encoding="utf-8")).items()}
    measured = sections(PERFORMANCE.read_text(encoding="utf-8"))
    for name, of in READERS.items():
        shown = of(measured[name])
        assert {figure: known[figure] for figure in shown} == shown, (
            f"{name}: docs/performance.md and docs/scale_figures.json are from different runs: "
            "`python -m bench.document`, then `python -m scripts.scale --take bench/results`"
        )


def test_newer_measurements_are_taken_over_and_are_then_on_both_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = _copy_of_the_figures(tmp_path, monkeypatch)
    _write_results(tmp_path)
    take(tmp_path)
    taken = Figures.read(figures)
    # As docs/performance.md shows them, three digits below a hundred.
    assert (taken.events, taken.journal_bytes, taken.passing_bytes) == (11.1, 41_000, 9_000)
    assert (taken.history_bytes, taken.history_events, taken.actions) == (20_000, 60.2, 31.2)
    assert taken.cpu_ms == {"API": 20, "worker": 44, "journal": 9, "Temporal": 55}
    assert taken.commands == 8
    shown = sections(document.written(PERFORMANCE.read_text(encoding="utf-8"), tmp_path))
    for name, of in READERS.items():
        for figure, value in of(shown[name]).items():
            assert getattr(taken, figure) == value, figure


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ({"storage": {"Temporal actions"}}, "storage: no figure 'Temporal actions'"),
        ({"notes": {"through the API"}}, "lifecycles: no commands, or no CPU-ms by part"),
        ({"notes": {"part: worker 44, "}}, "lifecycles: no figure 'worker'"),
    ],
)
def test_a_result_that_lacks_a_figure_is_refused_and_nothing_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: dict[str, set[str]], named: str
) -> None:
    figures = _copy_of_the_figures(tmp_path, monkeypatch)
    before = figures.read_text()
    _write_results(tmp_path, without=lacking.get("storage", set()), cut=lacking.get("notes", set()))
    with pytest.raises(ValueError, match=named):
        take(tmp_path)
    assert figures.read_text() == before


def test_a_directory_without_results_is_refused_in_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.scale", "--take", str(tmp_path)]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 2
    assert refused.stderr.endswith(f"error: --take: {tmp_path}: none of lifecycles.json, storage.json\n")


def _copy_of_the_figures(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    figures = directory / "figures.json"
    figures.write_text(FIGURES.read_text(encoding="utf-8"))
    monkeypatch.setattr("scripts.scale.FIGURES", figures)
    return figures


def _write_results(directory: Path, without: Set[str] = frozenset(), cut: Set[str] = frozenset()) -> None:
    """Results as benchmarks write them, without these figures and these pieces of notes."""
    storage = {
        "events": 11.12,
        "the journal together": 50_000.4,
        "the other tables": -12.0,
        "idempotency_keys, with its indexes": 9_000.0,
        "Temporal's histories": 20_000.0,
        "Temporal's history events": 60.2,
        "Temporal actions": 31.22,
    }
    notes = [
        "floor, CPU-ms by part: worker 1",
        "through the API, run by run: 4.2 4.7",
        "through the API, CPU-ms by part: worker 44, temporal 55, postgres 9, client 4, api 20",
    ]
    for piece in cut:
        notes = [note.replace(piece, "part: " if piece.startswith("part") else "") for note in notes]
    kept = {name: value for name, value in storage.items() if name not in without}
    _write_result(directory / "storage.json", "What a lifecycle leaves behind, of 2", kept, [])
    _write_result(directory / "lifecycles.json", "Lifecycles of 8 commands, 4 at once", {"floor": 8.06}, notes)


def _write_result(path: Path, title: str, figures: dict[str, float], notes: list[str]) -> None:
    nothing: dict[str, Any] = {"ratio": None, "ratio_to": None, "aim": None, "reached": None}
    content = {
        "title": title,
        "measured_at": "2026-11-22T12:00:00+00:00",
        "machine": {"cores": 2, "memory_gib": 24, "python": "3.11.7", "load_before": 0.1},
        "figures": [{"name": name, "value": value, "unit": "each", **nothing} for name, value in figures.items()],
        "notes": notes,
    }
    path.write_text(json.dumps(content))
