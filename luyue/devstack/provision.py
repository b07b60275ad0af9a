"""Fetches what the stack needs besides Python packages, with progress: `python -m luyue.devstack.provision [--tests]`.

`make` runs it first, so that a long download or build is not hidden inside a test's set-up.
"""

import asyncio
import os
import sys
from pathlib import Path

from luyue.devstack.console import Steps
from luyue.devstack.go_tools import go_tool
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.prometheus import PROMETHEUS, PROMTOOL
from luyue.devstack.temporal_cli import temporal_cli
from luyue.devstack.temporal_server import temporal_programs
from luyue.devstack.time_skipping import time_skipping_server


async def provision(steps: Steps, *, for_tests: bool) -> list[Path]:
    """Returns the programs; raises StackUnavailableError when one cannot be had."""
    programs = []
    if for_tests or not os.environ.get("TEMPORAL_ADDRESS"):
        programs.append(await temporal_cli(steps))
    if os.environ.get("LUYUE_TEMPORAL") == "production" or (for_tests and os.environ.get("FORM") == "release"):
        programs.append((await temporal_programs(steps)).server)
    if for_tests:
        programs.append(await time_skipping_server(steps))
    if for_tests and os.environ.get("FORM") == "release":
        programs += [await go_tool(steps, tool) for tool in (PROMTOOL, PROMETHEUS)]
    return programs


if __name__ == "__main__":
    try:
        asyncio.run(provision(Steps(), for_tests="--tests" in sys.argv))
    except StackUnavailableError as error:
        sys.exit(str(error))
