"""Which stream, and which kind, an id on the command line means."""

from typing import Any

from luyue.cli.surroundings import give_up
from luyue.domain.process import Kind
from luyue.worker.kinds import KINDS


def stream_of(id: str) -> str:
    """`sr_…` or `sample-request/sr_…` as the stream's name; ends the command for an id of no kind."""
    if "/" in id:
        return id
    kind = next((declared.kind for declared in KINDS if id.startswith(f"{declared.kind.id_prefix}_")), None)
    if kind is None:
        prefixes = ", ".join(f"{declared.kind.id_prefix}_… ({declared.kind.name})" for declared in KINDS)
        give_up(f"{id} is the id of no kind of process. Ids look like {prefixes}.")
    return kind.stream(id)


def kind_of(stream: str) -> Kind[Any]:
    """The kind of a process's stream; ends the command where there is none."""
    name = stream.partition("/")[0]
    kind = next((declared.kind for declared in KINDS if declared.kind.name == name), None)
    if kind is None:
        give_up(f"There is no kind of process called {name}.")
    return kind
