"""Writes docs/state-charts.md anew from the kinds of process: run it after changing a status or who may do what.

Usage: make charts
"""

from pathlib import Path

from luyue.domain.chart_document import chart_document
from luyue.domain.policy import DEFAULT_POLICY
from luyue.worker.kinds import KINDS
from tests.unit.standings import standings

PAGE = Path(__file__).resolve().parent.parent / "docs" / "state-charts.md"


if __name__ == "__main__":
    PAGE.write_text(
        chart_document((standings(declared.kind.name) for declared in KINDS), DEFAULT_POLICY), encoding="utf-8"
    )
