"""The feed: every event of every process once, those of one process in the order of their versions."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.chaos.checker.evidence import Evidence
from tests.chaos.checker.wrong import Wrong


def check(evidence: Evidence) -> Iterator[Wrong]:
    """What a client read from the beginning to the end, against the journal."""
    read = Counter(id for _, _, id in evidence.feed)
    written = {event.id: event for event in evidence.events}
    for id, event in written.items():
        if read[id] != 1:
            yield Wrong("feed", event.stream, f"version {event.version} was read {read[id]} times")
    for id in read.keys() - written.keys():
        yield Wrong("feed", id, "read, and not in the journal")
    versions: dict[str, list[int]] = defaultdict(list)
    for stream, version, _ in evidence.feed:
        versions[stream].append(version)
    for stream, found in versions.items():
        if found != sorted(found):
            yield Wrong("feed", stream, f"out of order: {found}")
