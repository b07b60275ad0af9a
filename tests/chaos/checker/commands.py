"""Commands: those acknowledged are in the journal once, no other twice, and what was refused is not there."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby

from tests.chaos.checker.chain import canonical
from tests.chaos.checker.evidence import Command, Evidence, Request
from tests.chaos.checker.statuses import NotInTheTable, statuses
from tests.chaos.checker.wrong import Wrong

OF_TIME = ("timer:", "warning:")
ACTORS = ("creator:", "merchant:", "service:", "ops:")


def command_id(request: Request) -> str:
    """The id by which the journal knows a request: the digest of who sent what to where under which key."""
    return digest([request.actor, request.path, request.key])


def check(evidence: Evidence) -> Iterator[Wrong]:
    known: dict[str, list[Command]] = defaultdict(list)
    for command in evidence.commands:
        known[command.command_id].append(command)
    shown = dict(_known_statuses(evidence))
    sent = {command_id(request) for request in evidence.requests if request.is_command}
    for request in evidence.requests:
        yield from _answered_alike(request)
        if request.is_command:
            yield from _of_request(request, known[command_id(request)], shown)
    for id, found in known.items():
        # Processes tell each other under the ids of their events: those are unique in a stream only.
        if len(found) > 1 and id in sent:
            yield Wrong("doubled command", id, f"in {', '.join(sorted(one.stream for one in found))}")
    yield from _events_of_commands(evidence)
    yield from _facts(evidence)


def _known_statuses(evidence: Evidence) -> Iterator[tuple[str, list[str]]]:
    for stream, events in evidence.streams().items():
        # What the tables do not know has been told by whoever checked the view.
        with suppress(NotInTheTable):
            yield stream, statuses(events)


def _answered_alike(request: Request) -> Iterator[Wrong]:
    if not request.is_command:
        return
    answers = {canonical(dict(answer)) for answer in request.outcomes if answer["status"] < 300}
    if len(answers) > 1 or (answers and any(answer["status"] >= 400 for answer in request.outcomes)):
        yield Wrong("answers differ", f"{request.method} {request.path}", f"under key {request.key}")


def _of_request(request: Request, found: list[Command], shown: dict[str, list[str]]) -> Iterator[Wrong]:
    where = f"{request.method} {request.path} (key {request.key})"
    for answer in request.outcomes:
        if answer["status"] >= 500:
            yield Wrong("internal error", where, f"answered {answer['status']}")
        elif answer["status"] >= 400:
            # An application that is refused is on record as a process of its own.
            if found and "id" not in answer:
                yield Wrong("refused yet done", where, f"answered {answer['status']}, in {found[0].stream}")
        else:
            yield from _acknowledged(where, answer, found, shown)


def _acknowledged(
    where: str, answer: "dict[str, object] | object", found: list[Command], shown: dict[str, list[str]]
) -> Iterator[Wrong]:
    assert isinstance(answer, dict)
    stream = f"{answer['kind'].replace('_', '-')}/{answer['id']}"
    mine = [command for command in found if command.stream == stream]
    if len(mine) != 1:
        yield Wrong("lost acknowledged command", where, f"{len(mine)} times in {stream}")
        return
    version = answer["version"]
    if version < mine[0].last_version or version > len(shown.get(stream, [])):
        yield Wrong("answered version", where, f"{version}, and the command led to {mine[0].last_version}")
    elif shown[stream][version - 1] != answer["process_status"]:
        was = shown[stream][version - 1]
        yield Wrong("answered status", where, f"{answer['process_status']} at version {version}, which was {was}")


def _events_of_commands(evidence: Evidence) -> Iterator[Wrong]:
    """Each command's events are there, together, and no event is without its command."""
    ranges: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for stream, events in evidence.streams().items():
        for id, group in groupby(events, key=lambda event: event.command_id):
            versions = [event.version for event in group]
            ranges[stream, id].append((versions[0], versions[-1]))
    for (stream, id), found in ranges.items():
        if len(found) > 1:
            yield Wrong("doubled command", stream, f"{id} led to events {found}")
    rows = Counter((command.stream, command.command_id) for command in evidence.commands)
    for command in evidence.commands:
        found = ranges.get((command.stream, command.command_id), [])
        if rows[command.stream, command.command_id] > 1:
            yield Wrong("doubled command", command.stream, command.command_id)
        if found != [(command.first_version, command.last_version)]:
            yield Wrong("events of a command", command.stream, f"{command.command_id} led to {found or 'nothing'}")
    sent = {command_id(request) for request in evidence.requests}
    for stream, id in ranges:
        if not id.startswith(OF_TIME) and not rows[stream, id]:
            yield Wrong("event without command", stream, id)
    yield from _uncaused(evidence, sent)


def _uncaused(evidence: Evidence, sent: set[str]) -> Iterator[Wrong]:
    """What acts in a client's name was sent by it, or is what another process's event of it leads to."""
    of_actors: dict[str, list[str]] = defaultdict(list)
    for event in evidence.events:
        of_actors[event.actor].append(event.id)
    clients = {request.actor for request in evidence.requests}
    actors = {(event.stream, event.command_id): event.actor for event in evidence.events}
    for command in evidence.commands:
        actor = actors.get((command.stream, command.command_id))
        if actor not in clients or command.command_id in sent:
            continue
        causes = ([id, command.stream, command.name] for id in of_actors[actor])
        if not any(digest(cause) == command.command_id for cause in causes):
            yield Wrong("command nobody sent", command.stream, f"{command.name} by {actor}")


def digest(content: list[str]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _facts(evidence: Evidence) -> Iterator[Wrong]:
    """Whatever was reported and acknowledged is on record."""
    recorded = {event.stream for event in evidence.facts}
    for request in evidence.requests:
        reported = _fact_stream(request)
        if reported and any(answer["status"] < 300 for answer in request.outcomes) and reported not in recorded:
            yield Wrong("lost fact", reported, "reported and acknowledged, and not on record")


def _fact_stream(request: Request) -> str | None:
    words = request.path.strip("/").split("/")
    if request.method == "PUT" and len(words) == 3:
        singular = {"creators": "creator", "merchants": "merchant", "products": "product", "videos": "video"}
        return f"{singular[words[1]]}/{words[2]}" if words[1] in singular else None
    return None
