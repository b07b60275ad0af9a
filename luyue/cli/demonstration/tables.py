"""What became of the stories' processes as tables that fit a terminal of 80 columns."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from luyue.cli.demonstration.outcomes import Became
from luyue.cli.output import duration, moment

WIDEST = 100


def print_outcomes(title: str, became: Sequence[Became], output: Console) -> None:
    """A process a row: story and id, how it stands, and each deadline that fired, when and after which time."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("")
    table.add_column("Rule", no_wrap=True)
    # An id is to be copied whole.
    table.add_column("Story, process", min_width=max((len(_id(one)) for one in became), default=0))
    table.add_column("How it stands, and deadlines that fired (UTC)", overflow="fold")
    for one in became:
        mark = Text("✗", "red") if one.wrong else Text("✓", "green")
        said = "\n".join([_stands(one), *_fired(one)])
        table.add_row(mark, one.expected.rule, f"{one.expected.story}\n{_id(one)}", said)
    output.print(table, width=min(output.width, WIDEST))


def _id(one: Became) -> str:
    return one.stream.partition("/")[2]


def _stands(one: Became) -> str:
    status = f"{one.status} ({one.closed_reason})" if one.closed_reason else one.status
    return ", ".join([status, *_words(one.details)])


def _words(details: Iterable[tuple[str, Any]]) -> Iterable[str]:
    for path, value in details:
        name = path.removesuffix(".amount").rpartition(".")[2]
        if isinstance(value, bool):
            yield name if value else f"not {name}"
        elif value is not None:
            yield f"{name} {value}"


def _fired(one: Became) -> Iterable[str]:
    for elapsed in one.fired:
        after = f" after {duration(elapsed.after)}" if elapsed.after else ""
        yield f"{moment(elapsed.at)} {elapsed.deadline}{after}"
    if not one.fired:
        yield "no deadline fired"
