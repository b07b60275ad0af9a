"""Reports: what was acknowledged is on record, as it was reported, once; and nothing is that nobody reported."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from tests.chaos.checker.commands import command_id
from tests.chaos.checker.evidence import Event, Evidence, Request
from tests.chaos.checker.report_paths import NotAReport, streams_of
from tests.chaos.checker.saying import says
from tests.chaos.checker.wrong import Wrong


def check(evidence: Evidence) -> Iterator[Wrong]:
    streams = evidence.fact_streams()
    for request in evidence.requests:
        if not request.is_command:
            yield from _of_request(request, evidence, streams)
    for stream, events in streams.items():
        yield from _doubled(stream, events)
    yield from _unreported(evidence)


def _of_request(request: Request, evidence: Evidence, streams: Mapping[str, list[Event]]) -> Iterator[Wrong]:
    for answer in request.outcomes:
        if answer["status"] >= 500:
            yield Wrong("internal error", str(request), f"answered {answer['status']}")
        elif answer["status"] >= 400:
            yield from _refused(request, answer, streams)
        else:
            yield from _acknowledged(request, answer, evidence, streams)


def _refused(request: Request, answer: Mapping[str, Any], streams: Mapping[str, list[Event]]) -> Iterator[Wrong]:
    if "id" in answer:
        stream, _, version = str(answer["id"]).rpartition("@")
        if not (version.isdigit() and int(version) <= len(streams.get(stream, []))):
            yield Wrong("lost refusal", str(request), f"is to be version {version} of {stream}")
    own = (event for events in streams.values() for event in events if event.command_id == command_id(request))
    done = [event.stream for event in own if not event.kind.endswith("-decision")]
    if done:
        yield Wrong("refused yet done", str(request), f"answered {answer['status']}, in {done[0]}")


def _acknowledged(
    request: Request, answer: Mapping[str, Any], evidence: Evidence, streams: Mapping[str, list[Event]]
) -> Iterator[Wrong]:
    match request.method, request.words:
        case "POST", ["policies"]:
            if request.body["version"] not in evidence.policies:
                yield Wrong("lost fact", str(request), "acknowledged, and there is no such version")
            return
        case "PUT", ["creators", creator, "showcase", product]:
            if (creator, product) not in evidence.showcase:
                yield Wrong("lost fact", str(request), "acknowledged, and the product is not shown")
    try:
        reported = streams_of(request)
    except NotAReport:
        yield Wrong("unknown to the checker", str(request), "what it leaves on record")
        return
    for stream in reported:
        known = streams.get(stream, [])
        if not stream.partition("/")[0].endswith("-decision"):
            version = answer.get("version")
            if version is None or not 1 <= version <= len(known):
                yield Wrong("lost fact", stream, f"{request}: acknowledged as version {version} of {len(known)}")
                continue
            known = known[:version]
        if not _is_told(request, known):
            yield Wrong("lost fact", stream, f"{request}: acknowledged, and no version says so")


def _is_told(request: Request, known: list[Event]) -> bool:
    """Whether reports up to a version say what was reported. Of a parcel's each may be in another: they add up."""
    own = [event.data for event in known if event.actor == request.actor]
    match request.words:
        case ["parcels", *_]:
            scans = [scan for data in own for scan in data["tracks"]]
            all_known = all(any(says(scan, sent) for scan in scans) for sent in request.body.get("tracks", ()))
            return all_known and request.body.get("finding") in {None, *(data["finding"] for data in own)}
        case ["cart-access"] | ["creators", _, "showcase", _]:
            # What it grants is decided, and not what the report says.
            return bool(own)
    return any(says(data, request.body) for data in own)


def _doubled(stream: str, events: list[Event]) -> Iterator[Wrong]:
    """The same report again changes nothing, whether under its old id or under another."""
    for id, times in Counter(event.command_id for event in events).items():
        if times > 1:
            yield Wrong("doubled fact", stream, f"{id}: {times} times")
    for one, next_ in pairwise(events):
        if one.data == next_.data:
            yield Wrong("doubled fact", stream, f"version {next_.version} says what {one.version} says")


def _unreported(evidence: Evidence) -> Iterator[Wrong]:
    """What is on record in a client's name was reported by it."""
    clients = {request.actor for request in evidence.requests}
    reported: set[tuple[str, str]] = set()
    for request in evidence.requests:
        if not request.is_command:
            try:
                reported |= {(request.actor, stream) for stream in streams_of(request)}
            except NotAReport:
                continue
    for event in evidence.facts:
        if event.actor in clients and (event.actor, event.stream) not in reported:
            yield Wrong("report nobody sent", event.stream, f"version {event.version} by {event.actor}")
