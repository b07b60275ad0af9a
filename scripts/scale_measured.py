"""Figures of the model that stand in docs/performance.md, read from the Markdown that `bench.document` writes.

The page's own digits are taken, so that both pages say the same.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Value = float | dict[str, float]
_MARKED = re.compile(r"<!-- figures: (?P<name>\w+) -->\n(?P<section>.*?)<!-- end -->", re.DOTALL)
_ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<value>[\d.,e+-]+) [^|]*\|", re.MULTILINE)
_PARTS = re.compile(r"^- through the API, CPU-ms by part: (?P<parts>.+)$", re.MULTILINE)
_COMMANDS = re.compile(r"^Lifecycles of (?P<number>\d+) commands", re.MULTILINE)
_NAMES = {"API": "api", "worker": "worker", "journal": "postgres", "Temporal": "temporal"}
"""The model's names of parts, and the benchmark's; the benchmark's client is nobody's cost."""


def sections(page: str) -> dict[str, str]:
    """The measured sections of docs/performance.md by the names of their benchmarks."""
    return {found["name"]: found["section"] for found in _MARKED.finditer(page)}


def of_lifecycles(section: str) -> dict[str, Value]:
    """Raises ValueError where the section does not say what a lifecycle through the API costs."""
    commands, parts = _COMMANDS.search(section), _PARTS.search(section)
    if commands is None or parts is None:
        raise ValueError("lifecycles: no commands, or no CPU-ms by part of lifecycles through the API")
    costs = {name: float(ms) for name, ms in re.findall(r"(\w+) (\d+)", parts["parts"])}
    return {
        "cpu_ms": {name: _found("lifecycles", costs, part) for name, part in _NAMES.items()},
        "commands": float(commands["number"]),
    }


def of_storage(section: str) -> dict[str, Value]:
    """Raises ValueError where the section lacks a row."""
    rows = {found["name"]: float(found["value"].replace(",", "")) for found in _ROW.finditer(section)}
    passing = _found("storage", rows, "idempotency_keys, with its indexes")
    return {
        "events": _found("storage", rows, "events"),
        "passing_bytes": passing,
        "journal_bytes": _found("storage", rows, "the journal together") - passing,
        "history_bytes": _found("storage", rows, "Temporal's histories"),
        "history_events": _found("storage", rows, "Temporal's history events"),
        "actions": _found("storage", rows, "Temporal actions"),
    }


READERS: Mapping[str, Callable[[str], dict[str, Value]]] = {"lifecycles": of_lifecycles, "storage": of_storage}


def _found(section: str, values: Mapping[str, Any], name: str) -> float:
    if name not in values:
        raise ValueError(f"{section}: no figure {name!r}")
    return float(values[name])
