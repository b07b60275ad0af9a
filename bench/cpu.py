"""How much processor time programs have taken, with all the processes that they started."""

import os
from collections.abc import Mapping
from contextlib import suppress

import psutil


def cpu_seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """What each program has taken until now, by its name; `roots` are the process ids of those that were started.

    Children that have ended count: who waited for them has their time. This process counts without its children, among
    which are the others.
    """
    return {name: _of_tree(psutil.Process(pid)) for name, pid in roots.items()}


def taken(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """What each program took between two looks, in seconds."""
    return {name: seconds - before[name] for name, seconds in after.items()}


def _of_tree(root: psutil.Process) -> float:
    if root.pid == os.getpid():
        times = root.cpu_times()
        return float(times.user + times.system)
    total = 0.0
    for one in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total
