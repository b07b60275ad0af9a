"""The panels of the Grafana dashboard, with what Prometheus answers for each."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx

from luyue.devstack.prometheus import query

DASHBOARD = Path(__file__).parents[2] / "deploy/grafana/dashboards/luyue.json"
RATE_INTERVAL = "30s"
POINTS = 240


@dataclass(frozen=True)
class Panel:
    """One panel as the dashboard's file has it, placed on a grid of 24 columns.

    `queries` are pairs of an expression and the form of its legend; `thresholds` are colours from a value on.
    """

    title: str
    description: str
    shows: Literal["stat", "timeseries"]
    place: tuple[int, int, int, int]
    unit: str
    queries: tuple[tuple[str, str], ...]
    thresholds: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Line:
    """One series: its legend, and pairs of Unix time and value."""

    legend: str
    points: tuple[tuple[float, float], ...]


def read_panels(dashboard: Path = DASHBOARD) -> list[Panel]:
    """The dashboard's panels; raises ValueError for one that is of another type than is drawn here."""
    return [_panel(panel) for panel in json.loads(dashboard.read_text(encoding="utf-8"))["panels"]]


def _panel(panel: dict[str, Any]) -> Panel:
    if panel["type"] not in ("stat", "timeseries"):
        raise ValueError(f"{panel['title']}: a panel of type {panel['type']} is not drawn")
    place, defaults = panel["gridPos"], panel["fieldConfig"]["defaults"]
    steps = defaults.get("thresholds", {}).get("steps", [])
    return Panel(
        title=panel["title"],
        description=panel["description"],
        shows=panel["type"],
        place=(place["x"], place["y"], place["w"], place["h"]),
        unit=defaults["unit"],
        queries=tuple((target["expr"], target["legendFormat"]) for target in panel["targets"]),
        thresholds=tuple((step["value"] or 0.0, step["color"]) for step in steps),
    )


async def read_lines(panel: Panel, prometheus_url: str, client: httpx.AsyncClient, seconds: float) -> list[Line]:
    """What a panel shows of the last `seconds`; of a single value its last one. Raises what `query` does."""
    now = time.time()
    lines = []
    for expression, legend in panel.queries:
        asked = expression.replace("$__rate_interval", RATE_INTERVAL)
        times = {"start": f"{now - seconds:.3f}", "end": f"{now:.3f}", "step": f"{max(seconds / POINTS, 1):.3f}"}
        for series in await query(prometheus_url, client, "query_range", query=asked, **times):
            points = [(float(at), float(value)) for at, value in series["values"]]
            known = tuple(point for point in points if point[1] == point[1])
            if known:
                lines.append(Line(_filled_in(legend, series["metric"]), known))
    return lines


def _filled_in(legend: str, labels: dict[str, str]) -> str:
    for name, value in labels.items():
        legend = legend.replace(f"{{{{{name}}}}}", value)
    return legend
