"""All benchmarks in turn, each in a process of its own: a table and a JSON file each, and which aims were reached.

`python -m bench [PART…] [--quick] [--output bench/results]`
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.result import DEFAULT_OUTPUT


@dataclass(frozen=True)
class Part:
    """A benchmark: the arguments that make it small, for a look at whether it works; else it has its full size."""

    module: str
    quick: Sequence[str]


PARTS = {
    "lifecycles": Part("bench.lifecycle", ("--lifecycles", "8", "--runs", "1")),
    "append": Part("bench.append", ("--seconds", "0.5", "--rounds", "1")),
    "reads": Part("bench.reads", ("--processes", "20000", "40000", "--reads", "100", "--rounds", "1")),
    "storage": Part("bench.storage", ("--lifecycles", "40")),
    "rehydration": Part("bench.rehydration", ("--open", "200")),
    "extension": Part("bench.extension", ("--open", "60")),
    "replays": Part("bench.replays", ("--histories", "60")),
    "open_processes": Part("bench.open_processes", ("--open", "200", "--shown", "20")),
}


def run(names: Sequence[str], *, quick: bool, output: Path) -> int:
    """Runs these parts; returns 1 if one of them failed, which says nothing of whether aims were reached."""
    console = Console(width=130)
    failed = []
    for name in names:
        part = PARTS[name]
        arguments = [*(part.quick if quick else ()), "--output", str(output)]
        console.rule(f"{name}: python -m {part.module} {' '.join(arguments)}")
        begun = time.monotonic()
        # Each in a process of its own: none starts with what another has left in memory.
        if subprocess.run([sys.executable, "-m", part.module, *arguments], check=False).returncode:
            failed.append(name)
        console.print(f"{name}: {time.monotonic() - begun:.0f} s", highlight=False)
    console.print(aims(output))
    if failed:
        console.print(f"Failed: {', '.join(failed)}", style="red")
    return 1 if failed else 0


def aims(output: Path) -> Table:
    """Every figure with an aim, of all parts that have been measured."""
    table = Table(title="What was to be reached")
    for column in ("part", "figure", "ratio", "to", "aim", ""):
        table.add_column(column, justify="right" if column == "ratio" else "left")
    for path in sorted(output.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for figure in content["figures"]:
            if figure["aim"] is not None:
                reached = "reached" if figure["reached"] else "missed"
                ratio = f"{figure['ratio']:.2f}"
                table.add_row(content["name"], figure["name"], ratio, figure["ratio_to"], figure["aim"], reached)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=f"of {', '.join(PARTS)}; all")
    parser.add_argument("--quick", action="store_true", help="small sizes: whether it works, no figures to quote")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    sys.exit(run(given.parts or list(PARTS), quick=given.quick, output=given.output))


if __name__ == "__main__":
    main()
