"""Commands: those acknowledged are in the journal once, no other twice, and what was refused is not there."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from tests.chaos.checker.chain import canonical
from tests.chaos.checker.evidence import Command, Evidence, Request, decisions
from tests.chaos.checker.statuses import NotInTheTable, statuses
from tests.chaos.checker.wrong import Wrong

OF_TIME = ("timer:", "warning:", "outage:")
BEGINS_ON_RECORD = {"sample-requests": "sample-request", "entries": "campaign-entry"}
"""Applications, by the last part of their path: one that is refused is on record as a process of its own."""


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
        if request.is_command:
            yield from _answered_alike(request)
            yield from _of_request(request, known[command_id(request)], shown)
    for id, found in known.items():
        # Processes tell each other under the ids of their events: those are unique in a stream only.
        if len(found) > 1 and id in sent:
            yield Wrong("doubled command", id, f"in {', '.join(sorted(one.stream for one in found))}")
    yield from _events_of_commands(evidence)


def _known_statuses(evidence: Evidence) -> Iterator[tuple[str, list[str]]]:
    for stream, events in evidence.streams().items():
        # What the tables do not know has been told by whoever checked the view.
        with suppress(NotInTheTable):
            yield stream, statuses(events)


def _answered_alike(request: Request) -> Iterator[Wrong]:
    answers = {canonical(dict(answer)) for answer in request.outcomes if answer["status"] < 300}
    if len(answers) > 1 or (answers and any(answer["status"] >= 400 for answer in request.outcomes)):
        yield Wrong("answers differ", f"{request.method} {request.path}", f"under key {request.key}")


def _of_request(request: Request, found: list[Command], shown: dict[str, list[str]]) -> Iterator[Wrong]:
    for answer in request.outcomes:
        if answer["status"] >= 500:
            yield Wrong("internal error", str(request), f"answered {answer['status']}")
        elif answer["status"] >= 400:
            yield from _refused(request, answer, found, shown)
        else:
            yield from _acknowledged(request, answer, found, shown)


def _refused(
    request: Request, answer: Mapping[str, Any], found: list[Command], shown: dict[str, list[str]]
) -> Iterator[Wrong]:
    kind = BEGINS_ON_RECORD.get(request.words[-1])
    if kind is None or "id" not in answer:
        if found:
            yield Wrong("refused yet done", str(request), f"answered {answer['status']}, in {found[0].stream}")
        return
    stream = f"{kind}/{answer['id']}"
    if [command.stream for command in found] != [stream]:
        where = ", ".join(command.stream for command in found) or "nowhere"
        yield Wrong("lost refusal", str(request), f"is to be in {stream}, and is {where}")
    elif shown.get(stream, [])[-1:] != ["REFUSED"]:
        yield Wrong("refused yet done", str(request), f"answered {answer['status']}, and {stream} went on")


def _acknowledged(
    request: Request, answer: Mapping[str, Any], found: list[Command], shown: dict[str, list[str]]
) -> Iterator[Wrong]:
    where = str(request)
    stream = f"{answer['kind'].replace('_', '-')}/{answer['id']}"
    mine = [command for command in found if command.stream == stream]
    if len(mine) != 1:
        yield Wrong("lost acknowledged command", where, f"{len(mine)} times in {stream}")
        return
    # The path of a command for a process ends in the process's id and the command's name.
    if request.words[-2:-1] == [answer["id"]] and mine[0].name != request.words[-1]:
        yield Wrong("another command", where, f"is {mine[0].name} in {stream}")
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
        for id, group in decisions(events):
            ranges[stream, id].append((group[0].version, group[-1].version))
    for (stream, id), found in ranges.items():
        if len(found) > 1:
            yield Wrong("doubled command", stream, f"{id} led to events {found}")
    rows = Counter((command.stream, command.command_id) for command in evidence.commands)
    for command in evidence.commands:
        found = ranges.get((command.stream, command.command_id), [])
        if rows[command.stream, command.command_id] > 1:
            yield Wrong("doubled command", command.stream, command.command_id)
        if hashlib.sha256(canonical(command.payload).encode()).digest() != command.payload_digest:
            yield Wrong("payload of a command", command.stream, f"{command.command_id} has another digest")
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
