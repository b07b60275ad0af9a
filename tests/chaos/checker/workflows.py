"""Temporal: an open process has one running workflow that shows its status, and nothing else runs."""

from collections import Counter
from collections.abc import Iterator

from tests.chaos.checker.evidence import Evidence
from tests.chaos.checker.wrong import Wrong


def check(evidence: Evidence) -> Iterator[Wrong]:
    """Once all has settled."""
    running = Counter(id for id, _ in evidence.running)
    processes = {process.stream: process for process in evidence.processes}
    for stream, process in processes.items():
        if running[stream] != (not process.closed):
            state = "closed" if process.closed else "open"
            yield Wrong("workflow", stream, f"{state}, and {running[stream]} run")
    for stream in running.keys() - processes.keys():
        yield Wrong("workflow", stream, "runs, and there is no such process")
    for stream, status in evidence.running:
        if stream in processes and not processes[stream].closed and status != processes[stream].status:
            yield Wrong("workflow", stream, f"shows {status}, and the journal {processes[stream].status}")
