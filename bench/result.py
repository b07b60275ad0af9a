"""What a benchmark tells: figures, each beside what it is a ratio of, as a table and as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

DEFAULT_OUTPUT = Path("bench/results")


@dataclass(frozen=True)
class Figure:
    """One measured figure. `ratio_to` names the figure of the same run that it is held against, `ratio` is to that one.

    `aim` is what the ratio should reach, such as `>= 0.7`; None where no aim was set.
    """

    name: str
    value: float
    unit: str
    ratio_to: str | None = None
    ratio: float | None = None
    aim: str | None = None

    def __post_init__(self) -> None:
        if (self.ratio_to is None) != (self.ratio is None):
            raise ValueError(f"{self.name}: ratio_to and ratio go together")
        if self.aim is not None:
            if self.ratio is None:
                raise ValueError(f"{self.name}: an aim is an aim for the ratio")
            _bound(self.aim)

    @property
    def reached(self) -> bool | None:
        """Whether the ratio is as it should be; None without an aim."""
        if self.aim is None or self.ratio is None:
            return None
        at_least, bound = _bound(self.aim)
        return self.ratio >= bound if at_least else self.ratio <= bound


@dataclass(frozen=True)
class Machine:
    """Where figures were measured: what may explain others elsewhere, and nothing that names the machine."""

    cores: int
    memory_gib: int
    system: str
    python: str
    load_before: float

    @classmethod
    def here(cls) -> "Machine":
        """This machine; `load_before` is the mean number of busy processes over the last minute."""
        return cls(
            cores=os.cpu_count() or 1,
            memory_gib=round(psutil.virtual_memory().total / 2**30),
            system=f"{platform.system()} {platform.machine()}",
            python=platform.python_version(),
            load_before=round(os.getloadavg()[0], 2),
        )


def write(
    name: str,
    title: str,
    figures: Sequence[Figure],
    machine: Machine,
    *,
    notes: Sequence[str] = (),
    output: Path = DEFAULT_OUTPUT,
) -> Path:
    """Writes `output/NAME.json` and prints the table with the notes below; returns the file's path."""
    console = Console(width=130)
    console.print(table(title, figures))
    for note in notes:
        console.print(note, highlight=False)
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{name}.json"
    content = {
        "name": name,
        "title": title,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": asdict(machine),
        "figures": [{**asdict(figure), "reached": figure.reached} for figure in figures],
        "notes": list(notes),
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def table(title: str, figures: Sequence[Figure]) -> Table:
    """The figures as a table, one a row."""
    made = Table(title=title)
    for column in ("figure", "value", "unit", "ratio", "to", "aim", ""):
        made.add_column(column, justify="right" if column in ("value", "ratio") else "left")
    for figure in figures:
        made.add_row(
            figure.name,
            shown(figure.value),
            figure.unit,
            f"{figure.ratio:.2f}" if figure.ratio is not None else "",
            figure.ratio_to or "",
            figure.aim or "",
            {None: "", True: "reached", False: "missed"}[figure.reached],
        )
    return made


def shown(value: float) -> str:
    """A number with about three digits that say something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that `percent` of all are not above (nearest rank); raises ValueError for none."""
    if not values:
        raise ValueError("there is no percentile of no values")
    if not 0 < percent <= 100:
        raise ValueError("percent: above 0, and at most 100")
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def _bound(aim: str) -> tuple[bool, float]:
    """An aim's direction (True: at least) and number; raises ValueError."""
    sign, _, number = aim.partition(" ")
    if sign not in (">=", "<="):
        raise ValueError(f"aim: {aim!r} is neither '>= NUMBER' nor '<= NUMBER'")
    return sign == ">=", float(number)
