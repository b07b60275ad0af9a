"""Counts what `handle` answers: commands by their result, refusals by their rule, and how long it took."""

import time
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from temporalio import worker

from luyue.telemetry.metrics import COMMANDS, HANDLE_FAILURES, HANDLE_SECONDS, REFUSALS
from luyue.workflows.messages import HandleCall, Outcome

UNKNOWN = "unknown"


@dataclass
class _Seen:
    """What was seen of a call besides its answer."""

    known_again: bool = False
    committed: bool = False


_seen: ContextVar[_Seen | None] = ContextVar("seen", default=None)


def note_known_again() -> None:
    """The command of the call under way has been carried out before."""
    if (seen := _seen.get()) is not None:
        seen.known_again = True


def note_committed() -> None:
    """The command of the call under way is in the journal."""
    if (seen := _seen.get()) is not None:
        seen.committed = True


class Counting(worker.Interceptor):
    """Counts calls of `handle`, by the kinds of process and their commands that it is given; any other is unknown."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self._commands = commands

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:
        """Stands before every activity."""
        return _Counted(next, self._commands)


class _Counted(worker.ActivityInboundInterceptor):
    def __init__(self, next: worker.ActivityInboundInterceptor, commands: Mapping[str, Sequence[str]]) -> None:
        super().__init__(next)
        self._commands = commands

    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:
        call = input.args[0] if input.args else None
        if not isinstance(call, HandleCall):
            return await super().execute_activity(input)
        # Workflow ids are whatever somebody started, and labels are to stay few.
        kind = call.kind if call.kind in self._commands else UNKNOWN
        seen = _Seen()
        _seen.set(seen)
        started = time.perf_counter()
        try:
            outcome = await super().execute_activity(input)
        except Exception as error:
            HANDLE_FAILURES.labels(kind, type(error).__name__).inc()
            raise
        HANDLE_SECONDS.labels(kind).observe(time.perf_counter() - started)
        if call.command is not None:
            self._count(kind, call.command.name, outcome, seen)
        return outcome

    def _count(self, kind: str, name: str, outcome: Outcome, seen: _Seen) -> None:
        command = name if name in self._commands.get(kind, ()) else UNKNOWN
        COMMANDS.labels(kind, command, _result(outcome, seen)).inc()
        if outcome.refused is not None:
            for rule in {_rule(violated.rule) for violated in outcome.refused.violations}:
                REFUSALS.labels(kind, rule).inc()


def _result(outcome: Outcome, seen: _Seen) -> str:
    """What became of a command, in a word."""
    if outcome.refused is not None:
        return "refused"
    if seen.known_again:
        return "known_again"
    return "committed" if seen.committed else "unchanged"


def _rule(rule: str) -> str:
    """A rule's id as a label: fields of a body are named by whoever sent it."""
    return rule.partition(":")[0]
