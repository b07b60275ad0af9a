"""The dashboard as one page without scripts, for where there is no Grafana: its panels drawn as SVG."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from luyue.devstack.dashboard_panels import Line, Panel

REFRESHED_EVERY = 5
MOST_NAMED = 8
"""Of the lines of one panel."""
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 560, 190, 62, 20
_COLOURS = (
    "#3274d9", "#e0752d", "#37872d", "#c4162a", "#8f3bb8",
    "#e0b400", "#0a9bb0", "#a0522d", "#d45ca0", "#6c757d",
)  # fmt: skip
_SHADES = {"green": "#37872d", "orange": "#e0752d", "red": "#c4162a"}
_STYLE = """
body { margin: 0; padding: 12px; background: #f4f5f5; color: #24292e; font: 13px system-ui, sans-serif }
h1 { font-size: 18px; margin: 2px 4px 10px } h1 small { font-weight: normal; color: #6c757d }
main { display: grid; grid-template-columns: repeat(24, 1fr); gap: 8px }
section { background: #fff; border: 1px solid #dfe1e3; border-radius: 3px; padding: 6px 8px; overflow: hidden }
h2 { font-size: 13px; margin: 0 0 4px } svg { width: 100%; display: block }
.stat { font-size: 30px; text-align: center; padding: 8px 0 }
.none { color: #9aa0a6; text-align: center; padding: 40px 0 }
.legend span { white-space: nowrap; margin-right: 10px; font-size: 11px } .legend i {
  display: inline-block; width: 10px; height: 3px; margin: 0 4px 3px 0 }
"""


def page(panels: Sequence[tuple[Panel, Sequence[Line]]], about: str) -> str:
    """The page: every panel in its place; `about` says in a few words what it is of."""
    sections = "\n".join(_section(panel, lines) for panel, lines in panels)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Luyue</title>'
        f'<meta http-equiv="refresh" content="{REFRESHED_EVERY}"><style>{_STYLE}</style></head>'
        f"<body><h1>Luyue <small>{escape(about)}</small></h1><main>\n{sections}\n</main></body></html>\n"
    )


def _section(panel: Panel, lines: Sequence[Line]) -> str:
    x, y, width, height = panel.place
    place = f"grid-column: {x + 1} / span {width}; grid-row: {y + 1} / span {height}"
    drawn = _stat(panel, lines) if panel.shows == "stat" else _chart(panel, lines)
    title = f'<h2 title="{escape(panel.description)}">{escape(panel.title)}</h2>'
    return f'<section data-series="{len(lines)}" style="{place}">{title}{drawn if lines else _NONE}</section>'


_NONE = '<div class="none">nothing to show</div>'


def _stat(panel: Panel, lines: Sequence[Line]) -> str:
    value = lines[0].points[-1][1] if lines else 0.0
    reached = [colour for at_least, colour in panel.thresholds if value >= at_least]
    shade = _SHADES[reached[-1]] if reached else _COLOURS[0]
    return f'<div class="stat" style="color: {shade}">{_with_unit(value, panel.unit)}</div>'


def _chart(panel: Panel, lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    first = min(line.points[0][0] for line in lines)
    last = max(max(line.points[-1][0] for line in lines), first + 1)
    top = max(value for line in lines for _, value in line.points) or 1.0

    def across(at: float) -> float:
        return _LEFT + (at - first) / (last - first) * (_WIDTH - _LEFT - 4)

    def up(value: float) -> float:
        return 6 + (1 - value / top) * (_HEIGHT - _BOTTOM - 6)

    drawn = [_tick(up(top * part), _with_unit(top * part, panel.unit)) for part in (0.0, 0.5, 1.0)]
    drawn += [_moment(across(at), at) for at in (first, (first + last) / 2, last)]
    legend = []
    greatest_first = sorted(lines, key=lambda line: -max(value for _, value in line.points))
    for number, line in enumerate(greatest_first):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(f"{across(at):.1f},{up(value):.1f}" for at, value in line.points)
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
        told = f"{line.legend}: {_with_unit(line.points[-1][1], panel.unit)}"
        if number < MOST_NAMED:
            legend.append(f'<span><i style="background: {colour}"></i>{escape(told)}</span>')
    if len(lines) > MOST_NAMED:
        legend.append(f"<span>and {len(lines) - MOST_NAMED} more</span>")
    svg = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" font-size="11" fill="#6c757d">{"".join(drawn)}</svg>'
    return f'{svg}<div class="legend">{"".join(legend)}</div>'


def _tick(y: float, text: str) -> str:
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e6e7e8"/>'
        f'<text x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{escape(text)}</text>'
    )


def _moment(x: float, at: float) -> str:
    anchor = "start" if x < _WIDTH / 3 else "end" if x > _WIDTH * 2 / 3 else "middle"
    text = datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S")
    return f'<text x="{x:.1f}" y="{_HEIGHT - 4}" text-anchor="{anchor}">{text}</text>'


def _with_unit(value: float, unit: str) -> str:
    match unit:
        case "s" if value >= 3600:
            return f"{value / 3600:.3g} h"
        case "s" if value >= 60:
            return f"{value / 60:.3g} min"
        case "s" if value >= 1 or value == 0:
            return f"{value:.3g} s"
        case "s":
            return f"{value * 1000:.3g} ms"
        case "reqps":
            return f"{value:.3g}/s"
        case "percentunit":
            return f"{value:.2%}"
        case _:
            return f"{value:.4g}"
