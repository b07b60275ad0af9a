"""Puts measured figures into `docs/performance.md`, between its marks.

`python -m bench.document [--results bench/results]`
"""

import argparse
import json
import re
from pathlib import Path
from typing import Any

from bench.result import DEFAULT_OUTPUT, shown

DOCUMENT = Path("docs/performance.md")
_MARKED = re.compile(r"(<!-- figures: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(document: str, results: Path) -> str:
    """The document with the figures of every benchmark that has been measured; the others stay as they are."""

    def replace(marked: re.Match[str]) -> str:
        path = results / f"{marked['name']}.json"
        if not path.exists():
            return marked[0]
        return f"{marked[1]}{section(json.loads(path.read_text(encoding='utf-8')))}{marked[3]}"

    return _MARKED.sub(replace, document)


def section(content: dict[str, Any]) -> str:
    """One benchmark's table in Markdown, with when and where it was measured, and its notes."""
    machine = content["machine"]
    lines = [
        f"{content['title']}. {content['measured_at'][:10]}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"Python {machine['python']}, load before: {machine['load_before']}.",
        "",
        "| Figure | Value | Ratio | To | Aim |",
        "|---|---:|---:|---|---|",
    ]
    for one in content["figures"]:
        ratio = "" if one["ratio"] is None else f"{one['ratio']:.2f}"
        aim = "" if one["aim"] is None else f"{one['aim']}: {'reached' if one['reached'] else 'missed'}"
        lines.append(
            f"| {one['name']} | {shown(one['value'])} {one['unit']} | {ratio} | {one['ratio_to'] or ''} | {aim} |"
        )
    notes = [f"- {note}" for note in content["notes"] if note]
    return "\n".join([*lines, "", *notes, *([""] if notes else [])]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=DEFAULT_OUTPUT)
    given = parser.parse_args()
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), given.results), encoding="utf-8")


if __name__ == "__main__":
    main()
