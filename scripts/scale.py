"""From so many sample requests a day to cores, shards, storage and money; writes the tables of docs/scale.md anew.

`make scale` writes; `python -m scripts.scale --requests 3e6 --peak 5` only prints, for other numbers and assumptions.
`python -m scripts.scale --take bench/results` takes measured figures over into docs/scale_figures.json first, as
`python -m bench.document` does into docs/performance.md.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from itertools import accumulate
from pathlib import Path
from textwrap import fill

from bench.document import section
from scripts.scale_cloud import PUBLISHED, STEPS
from scripts.scale_measured import READERS
from scripts.scale_model import DAYS_A_MONTH, GIB, SECONDS_A_DAY, Assumptions, Cloud, Figures, Needs, needs, one_machine

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scale.md"
FIGURES = ROOT / "docs" / "scale_figures.json"
SIZES = (100_000, 1_000_000, 10_000_000)
CORES_HERE = 2


def tables(sizes: Sequence[float], measured: Figures, given: Assumptions) -> dict[str, str]:
    """Markdown by the names of the places in the page."""
    columns = [needs(size, measured, given) for size in sizes]
    return {
        "measured": _measured(),
        "assumed": _assumed(given),
        "here": _here(measured, given),
        "needs": _needs(columns),
        "money": _money(columns),
    }


def page(written: str, parts: dict[str, str]) -> str:
    """The page with its tables anew; raises ValueError where it has no place for one."""
    for name, table in parts.items():
        before, begin, rest = written.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not begin or not end:
            raise ValueError(f"{PAGE.name} has no place for {name}")
        written = f"{before}{begin}{table}\n{end}{after}"
    return written


def _measured() -> str:
    rows = []
    for name, entry in json.loads(FIGURES.read_text(encoding="utf-8")).items():
        value = entry["value"]
        shown = ", ".join(f"{part} {ms:g}" for part, ms in value.items()) if isinstance(value, dict) else f"{value:,g}"
        rows.append(f"| `{name}` | {shown} | {entry['unit']} | {entry['source']} |")
    return "\n".join(["| Figure | Measured | | By |", "|---|---|---|---|", *rows])


def _assumed(given: Assumptions) -> str:
    rows = [
        f"| `--{one.name.replace('_', '-')}` | {getattr(given, one.name):g} | {one.metadata['meaning']} |"
        for one in fields(Assumptions)
    ]
    ends = accumulate(size for size, _ in STEPS)
    steps = ", ".join(f"{price} up to {end / 1e6:g} million" for (_, price), end in zip(STEPS, ends, strict=True))
    prices = (
        "Assumed of Temporal Cloud's prices: pay-as-you-go on the Business plan, without the allowance in it, as "
        f"published at {PUBLISHED}. Actions of an account in a month cost, in dollars a million, {steps}; what "
        "is beyond has no published price, and `--action-price` goes on with the last. "
        f"A GB is taken as 10⁹ bytes, a month as {DAYS_A_MONTH} days."
    )
    written = fill(prices, 120, break_long_words=False, break_on_hyphens=False)
    return "\n".join(["| Option | Assumed | What it says |", "|---|---|---|", *rows, "", written])


def _here(measured: Figures, given: Assumptions) -> str:
    day = one_machine(CORES_HERE, measured, given)
    return (
        f"{CORES_HERE} cores with everything on them take {_round(day)} sample requests a day, "
        f"{day / SECONDS_A_DAY:.1f} a second on average and {day / SECONDS_A_DAY * given.peak:.1f} at the peak."
    )


def _needs(columns: Sequence[Needs]) -> str:
    def row(label: str, cells: Sequence[str]) -> str:
        return f"| {label} | " + " | ".join(cells) + " |"

    parts = list(columns[0].cores)
    return "\n".join(
        [
            row("Sample requests a day", [_round(one.requests_a_day) for one in columns]),
            "|---|" + "---:|" * len(columns),
            row("a second, mean / peak", [f"{one.mean:.1f} / {one.peak:.1f}" for one in columns]),
            row("Commands a second at the peak", [_round(one.commands_at_peak) for one in columns]),
            row("Events appended a second at the peak", [_round(one.events_at_peak) for one in columns]),
            row("Temporal's history events a second", [_round(one.history_events_at_peak) for one in columns]),
            row("Sample requests open at any time", [_round(one.open_processes) for one in columns]),
            *(row(f"Cores: {part}", [f"{one.cores[part]:.1f}" for one in columns]) for part in parts),
            row("Cells, each with its own Postgres and Temporal", [str(one.cells) for one in columns]),
            *(
                row(f"Pods of a cell: {part}", [str(one.pods_in_a_cell[part]) for one in columns])
                for part in columns[0].pods_in_a_cell
            ),
            row("Connections to a cell's journal", [f"{one.connections_in_a_cell:,}" for one in columns]),
            row("History shards of a cell", [str(one.history_shards) for one in columns]),
            row("New rows of `events` a day, million", [f"{one.events_a_day / 1e6:,.1f}" for one in columns]),
            row("Idempotency keys of a day, GiB", [f"{one.passing / GIB:,.1f}" for one in columns]),
            row("Journal, GiB a day", [f"{one.journal_a_day / GIB:,.1f}" for one in columns]),
            row("Journal, TiB a year", [f"{one.journal_a_year / GIB / 1024:,.2f}" for one in columns]),
            row(
                "Temporal's histories, open / closed, GiB",
                [f"{_round(one.histories_open / GIB)} / {_round(one.histories_closed / GIB)}" for one in columns],
            ),
        ]
    )


def _money(columns: Sequence[Needs]) -> str:
    def row(label: str, cells: Sequence[str]) -> str:
        return f"| {label} | " + " | ".join(cells) + " |"

    return "\n".join(
        [
            row("Sample requests a day", [_round(one.requests_a_day) for one in columns]),
            "|---|" + "---:|" * len(columns),
            row("Temporal actions a day, million", [f"{one.actions_a_day / 1e6:,.1f}" for one in columns]),
            row("Temporal actions a second at the peak", [_round(one.actions_a_second) for one in columns]),
            row("All of it on own machines, $ a month", [_round(one.self_hosted) for one in columns]),
            row("With Temporal Cloud, $ a month", [_round(one.cloud.together) for one in columns]),
            *(
                row(f"of that for {what}", [f"{cost(one.cloud) / one.cloud.together:.0%}" for one in columns])
                for what, cost in _SHARES.items()
            ),
            row(
                "$ for a thousand sample requests, own / Cloud",
                [
                    f"{_a_thousand(one, one.self_hosted):.2f} / {_a_thousand(one, one.cloud.together):.2f}"
                    for one in columns
                ],
            ),
        ]
    )


_SHARES: dict[str, Callable[[Cloud], float]] = {
    "actions": lambda bill: bill.actions,
    "active and retained storage": lambda bill: bill.storage,
    "its plan": lambda bill: bill.plan,
    "API, workers and journal": lambda bill: bill.ours,
}


def _a_thousand(one: Needs, dollars_a_month: float) -> float:
    return dollars_a_month / (one.requests_a_day * DAYS_A_MONTH) * 1000


def _round(value: float) -> str:
    """Two digits that say something; the rest is no more exact than what was measured."""
    if value == 0:
        return "0"
    digits = max(0, len(str(int(value))) - 2)
    return f"{round(value, -digits):,.0f}" if value >= 10 else f"{value:.1f}"


def take(results: Path) -> None:
    """Takes over what benchmarks have written, in the digits that docs/performance.md shows; others stay as they are.

    Raises ValueError, and takes nothing, where a result lacks a figure or there is no result at all.
    """
    known = json.loads(FIGURES.read_text(encoding="utf-8"))
    found = {name: path for name in READERS if (path := results / f"{name}.json").exists()}
    if not found:
        raise ValueError(f"{results}: none of {', '.join(f'{name}.json' for name in READERS)}")
    for name, path in found.items():
        for figure, value in READERS[name](section(json.loads(path.read_text(encoding="utf-8")))).items():
            known[figure]["value"] = value
    FIGURES.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=float, nargs="+", help="sample requests a day; prints instead of writing")
    parser.add_argument("--take", type=Path, metavar="RESULTS", help="take figures over from this directory first")
    for one in fields(Assumptions):
        assert one.default is not MISSING
        option = f"--{one.name.replace('_', '-')}"
        parser.add_argument(option, type=float, default=one.default, help=f"{one.metadata['meaning']}; {one.default:g}")
    told = parser.parse_args()
    if told.take:
        try:
            take(told.take)
        except ValueError as error:
            parser.error(f"--take: {error}")
    given = Assumptions(**{one.name: getattr(told, one.name) for one in fields(Assumptions)})
    for_others = told.requests is not None or given != Assumptions()
    parts = tables(told.requests or SIZES, Figures.read(FIGURES), given)
    if for_others:
        print("\n\n".join(parts.values()))
    else:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), parts), encoding="utf-8")


if __name__ == "__main__":
    main()
