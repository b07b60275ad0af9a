"""What is decided or replayed reads no clock: only `workflow.now()` tells the time, and only in workflows."""

import ast
from pathlib import Path

import pytest

import luyue

PURE = [
    path for folder in ("domain", "workflows") for path in sorted((Path(luyue.__file__).parent / folder).rglob("*.py"))
]
CLOCKS = {"now", "utcnow", "today", "time_ns", "monotonic", "perf_counter", "uuid1", "uuid4", "getenv"}


@pytest.mark.parametrize("path", PURE, ids=lambda path: "/".join(path.parts[-2:]))
def test_reads_no_clock_and_no_environment(path: Path) -> None:
    assert clock_calls(path.read_text(encoding="utf-8")) == []


def test_a_clock_would_be_found() -> None:
    assert clock_calls("from datetime import datetime\ndatetime.now()\nworkflow.now()") == ["datetime.now"]


def clock_calls(source: str) -> list[str]:
    """The calls of a clock, randomness or the environment in a module."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        ast.unparse(called)
        for called in calls
        if isinstance(called, ast.Attribute) and called.attr in CLOCKS and ast.unparse(called) != "workflow.now"
    ]
