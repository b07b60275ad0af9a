"""The file by which other programs find a running stack: shell syntax, there exactly while the stack is ready."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from luyue.devstack.keys import write_private

VARIABLES = (
    "LUYUE_API_URL",
    "LUYUE_TEMPORAL_ADDRESS",
    "LUYUE_TEMPORAL_UI_URL",
    "LUYUE_DATABASE_URL",
    "LUYUE_TOKEN_SERVICE",
    "LUYUE_TOKEN_OPS",
    "LUYUE_PID_API",
    "LUYUE_PID_WORKER",
    "LUYUE_PID_TEMPORAL",
    "LUYUE_PID_POSTGRES",
)


def write_environment_file(path: Path, values: Mapping[str, str]) -> None:
    """Writes exactly VARIABLES, at once and for the owner only. A part that runs elsewhere has an empty process id."""
    write_private(path, "".join(f"{name}={shlex.quote(values[name])}\n" for name in VARIABLES))


def read_environment_file(path: Path) -> dict[str, str] | None:
    """What a running stack says about itself, or None if none is ready."""
    try:
        words = shlex.split(path.read_text())
    except FileNotFoundError:
        return None
    return dict(word.split("=", 1) for word in words)
