"""Appends seen from outside: how long they take, which deadlines they carry out and how late, and their span."""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from luyue.journal.streams import CommandRow, Conflict, Draft, Loaded, Streams, ViewRow
from luyue.telemetry import handling, tracing
from luyue.telemetry.metrics import (
    APPEND_CONFLICTS,
    APPEND_SECONDS,
    DEADLINE_LATENESS,
    DEADLINE_WARNINGS,
    DEADLINES_FIRED,
)


class ObservedStreams(Streams):
    """Streams that tell of their appends."""

    async def load(self, stream: str, command_id: str | None, at: datetime | None = None) -> Loaded:
        """The stream's row; notes for the command's count that its id is known."""
        loaded = await super().load(stream, command_id, at)
        if loaded.known is not None:
            handling.note_known_again()
        return loaded

    async def append(
        self, stream: str, after: Loaded, drafts: Sequence[Draft], view: ViewRow, command: CommandRow | None
    ) -> bytes:
        """Appends, and tells of it."""
        kind, _, id = stream.partition("/")
        started = time.perf_counter()
        with tracing.span("append", kind="client", attributes=_described(kind, id, len(drafts))):
            try:
                last_hash = await super().append(stream, after, drafts, view, command)
            except Conflict:
                APPEND_CONFLICTS.inc()
                raise
        APPEND_SECONDS.observe(time.perf_counter() - started)
        if command is not None:
            handling.note_committed()
        for deadline, due_at, is_warning in _acted_on(drafts):
            if is_warning:
                DEADLINE_WARNINGS.labels(kind, deadline).inc()
                continue
            DEADLINES_FIRED.labels(kind, deadline).inc()
            # A test clock's times may lie ahead.
            late = max((datetime.now(UTC) - due_at).total_seconds(), 0.0)
            DEADLINE_LATENESS.labels(kind, deadline).observe(late)
        return last_hash


def _acted_on(drafts: Sequence[Draft]) -> Iterable[tuple[str, datetime, bool]]:
    """The deadlines that these events act on or warn of, each once: name, the events' time, whether it is a warning."""
    acted_on = {}
    for draft in drafts:
        acting, _, _ = draft.command_id.partition(":")
        if draft.actor.startswith("timer:") and acting in ("timer", "warning"):
            name = draft.actor.removeprefix("timer:")
            acted_on[draft.command_id] = (name, draft.happened.at, acting == "warning")
    return acted_on.values()


def _described(kind: str, id: str, events: int) -> tracing.Attributes:
    return {"db.system.name": "postgresql", "luyue.kind": kind, "luyue.process_id": id, "luyue.events": events}
