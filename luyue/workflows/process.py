"""The generic process: a mailbox, a lock and a timer around one stream. It holds no rule; `handle` does everything."""

import asyncio
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from temporalio import workflow
from temporalio.common import RawValue, RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.exceptions import TimeoutError as ActivityTimeout

with workflow.unsafe.imports_passed_through():
    from pydantic import ValidationError

    from luyue.workflows import search_attributes
    from luyue.workflows.current_details import describe
    from luyue.workflows.messages import LOOK_AGAIN, Envelope, HandleCall, Issued, Outcome, Start
    from luyue.workflows.payloads import check_decrypted

MAILBOX_SIZE = 8
HANDLE_PATIENCE = timedelta(seconds=5)
# The time limit holds only while an attempt runs, so the number of attempts must end what fails fast: after 4.5 s.
HANDLE_RETRIES = RetryPolicy(
    initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=1), maximum_attempts=8
)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(seconds=30)
COMMANDS_A_RUN = 1_000
STRICTLY_AFTER = timedelta(milliseconds=1)
# What comes back with a refusal must fit into a history event several times over.
LARGEST_PAYLOAD = 32 * 1024
LONGEST_LINE = 200


Handler = TypeVar("Handler", bound=Callable[..., Any])


def takes_anything(handler: Handler) -> Handler:
    """Lets a method `handler(self, *sent: RawValue)` be called with whatever was sent, also nothing or too much.

    Temporal hands over raw payloads only where their number is the declared one, and fails the workflow task where a
    handler cannot be called with what was sent: so one is declared, and any number accepted.
    """
    itself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    sent = inspect.Parameter("sent", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=RawValue)
    handler.__signature__ = inspect.Signature([itself, sent])  # type: ignore[attr-defined]
    return handler


@dataclass(eq=False)
class Waiting:
    """A command in the mailbox and the promise of its outcome."""

    command: Issued
    outcome: asyncio.Future[Outcome]


@dataclass(eq=False)
class Alarm:
    """A durable timer and when it rings."""

    rings_at: datetime
    timer: asyncio.Task[None]


class Process:
    """One stream's workflow. A kind derives from it, names its commands and decorates `run`."""

    commands: ClassVar[tuple[str, ...]]
    events_a_run: ClassVar[int | None] = None
    """After how many history events a run continues as new; None: when Temporal suggests it."""

    @workflow.init
    @takes_anything
    def __init__(self, *sent: RawValue) -> None:
        self.start = _started_with(*sent)
        self.mailbox: list[Waiting] = []
        self.outcome: Outcome | None = None
        self.outdated = False
        self.alarm: Alarm | None = None
        self.received = 0
        self.trouble: str | None = None
        self.recent: list[str] = []

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in cls.commands:
            cls._listen(name)

    @classmethod
    def _listen(cls, name: str) -> None:
        """Takes a command by its name, as an update and as a signal."""

        @workflow.update(name=name)
        @takes_anything
        async def update(self: Process, *sent: RawValue) -> Outcome:
            return await self._carry_out(self._issued(name, *sent))

        @update.validator
        @takes_anything
        def validate(self: Process, *sent: RawValue) -> None:
            self._issued(name, *sent, count=False)
            if len(self.mailbox) >= MAILBOX_SIZE:
                raise ApplicationError("too many commands are waiting", type="Busy", non_retryable=True)

        @workflow.signal(name=name)
        @takes_anything
        async def signal(self: Process, *sent: RawValue) -> None:
            try:
                await self._carry_out(self._issued(name, *sent))
            except ApplicationError as refusal:
                self._count(name, refusal)

        setattr(cls, f"update {name}", update)
        setattr(cls, f"signal {name}", signal)

    @workflow.signal(dynamic=True)
    async def _not_listened_to(self, name: str, _sent: Sequence[RawValue]) -> None:
        self._count(name, _unreadable("there is no such command"))

    @workflow.update(dynamic=True)
    async def _of_newer_code(self, name: str, sent: Sequence[RawValue]) -> Outcome:
        """Replays a command that only newer code knows, which a worker of that code has let in."""
        return await self._carry_out(self._issued(name, *sent))

    @_of_newer_code.validator
    def _is_not_let_in(self, name: str, sent: Sequence[RawValue]) -> None:
        raise ApplicationError("there is no such command here", type="UnknownCommand", non_retryable=True)

    @workflow.signal(name=LOOK_AGAIN)
    @takes_anything
    async def _look_again(self, *_sent: RawValue) -> None:
        """What `handle` gathers has changed for more processes than listen to it, such as with the end of an outage."""
        self.outdated = True

    def _count(self, name: str, refusal: ApplicationError) -> None:
        counted = "unreadable_signals" if refusal.type == "Unreadable" else "refused_signals"
        self.start = self.start.model_copy(update={counted: getattr(self.start, counted) + 1})
        self._remember(f"signal {name}: {refusal.message}")
        self._show()

    def _issued(self, name: str, *sent: RawValue, count: bool = True) -> Issued:
        """The command that was sent, in one raw payload; raises `Unreadable`."""
        if len(sent) != 1:
            raise _unreadable(f"one payload is wanted, {len(sent)} came")
        check_decrypted(sent[0].payload)
        if len(sent[0].payload.data) > LARGEST_PAYLOAD:
            raise _unreadable(f"more than {LARGEST_PAYLOAD} bytes")
        try:
            envelope = _read(sent[0].payload.data)
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['msg']}" for e in error.errors()[:5])
            raise _unreadable(wrong) from None
        self.received += count
        return Issued(
            name=name,
            payload=envelope.payload,
            actor=envelope.actor or "service:unnamed",
            at=min(envelope.at or workflow.now(), workflow.now()),
            command_id=envelope.command_id or f"{workflow.info().run_id}:{self.received}",
            if_version=envelope.if_version,
        )

    async def _carry_out(self, command: Issued) -> Outcome:
        """Waits in the mailbox for the command's turn; a refusal is raised as `Refused`."""
        waiting = Waiting(command, asyncio.get_running_loop().create_future())
        self.mailbox.append(waiting)
        outcome = await waiting.outcome
        if outcome.refused is not None:
            summary = "; ".join(f"{v.rule}: {v.message['en']}" for v in outcome.refused.violations)
            raise ApplicationError(summary, outcome.refused, outcome.version, type="Refused", non_retryable=True)
        return outcome

    async def keep(self) -> Outcome:
        """Runs the process until it is closed and everybody has an answer."""
        while True:
            waiting = self._next()
            if waiting is not None or self.outcome is None or self.outdated or self._is_due():
                await self._take_turn(waiting)
            elif self.outcome.closed or self.outcome.version == 0:
                await workflow.wait_condition(lambda: bool(self.mailbox) or workflow.all_handlers_finished())
                if not self.mailbox:
                    return self.outcome
            elif self._run_is_long():
                await workflow.wait_condition(lambda: bool(self.mailbox) or workflow.all_handlers_finished())
                if not self.mailbox:
                    workflow.continue_as_new(self.start)
            else:
                await self._wait()

    def _next(self) -> Waiting | None:
        """Whose turn it is: in order of arrival, but what was issued in time goes before a deadline that is due.

        Before the first outcome nobody knows which deadlines are due, so what was issued first goes first.
        """
        if self.outcome is None:
            return min(self.mailbox, key=lambda waiting: waiting.command.at, default=None)
        if self._is_due():
            assert self.outcome.wake_at is not None
            due = self.outcome.wake_at
            return next((waiting for waiting in self.mailbox if waiting.command.at <= due), None)
        return self.mailbox[0] if self.mailbox else None

    def _is_due(self) -> bool:
        wake_at = self.outcome.wake_at if self.outcome else None
        return wake_at is not None and wake_at < workflow.now()

    async def _take_turn(self, waiting: Waiting | None) -> None:
        if waiting is None:
            self.outdated = False
        outcome = await self._handle(waiting.command if waiting else None)
        changes = search_attributes.changes(self.outcome, outcome)
        if changes:
            workflow.upsert_search_attributes(changes)
        self.outcome = outcome
        for event in (*outcome.recalled, *outcome.events):
            self._remember(f"{event.version}. {event.type}")
        if waiting is not None:
            self.mailbox.remove(waiting)
            waiting.outcome.set_result(outcome)
        self._show()

    async def _handle(self, command: Issued | None) -> Outcome:
        """Calls `handle` until it answers, with the same command id; shows when that takes long."""
        pause = FIRST_PAUSE
        kind, _, id = workflow.info().workflow_id.partition("/")
        while True:
            call = HandleCall(kind=kind, id=id, now=workflow.now(), command=command, recall=self.outcome is None)
            try:
                outcome: Outcome = await workflow.execute_local_activity(
                    "handle",
                    call,
                    result_type=Outcome,
                    schedule_to_close_timeout=HANDLE_PATIENCE,
                    retry_policy=HANDLE_RETRIES,
                    summary=command.name if command else "time",
                )
            except (ActivityError, ApplicationError, ActivityTimeout) as error:
                # What `handle` itself raised comes bare; a timeout wrapped in an ActivityError, and on replay bare too.
                if self.trouble is None:
                    workflow.upsert_search_attributes(
                        [search_attributes.ATTENTION.value_set(search_attributes.HANDLE_FAILING)]
                    )
                cause = error.cause if isinstance(error, ActivityError) else error
                self.trouble = f"{command.name if command else 'time'}: {cause}"
                self._show()
                await workflow.sleep(pause, summary="handle fails: try again")
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            if self.trouble is not None:
                workflow.upsert_search_attributes([search_attributes.ATTENTION.value_unset()])
                self.trouble = None
            return outcome

    async def _wait(self) -> None:
        """Until somebody writes or the alarm rings: for a deadline that is over, or to be set anew for the next one."""
        self._set_alarm()
        await workflow.wait_condition(lambda: bool(self.mailbox) or self.outdated or self._alarm_is_over())

    def _set_alarm(self) -> None:
        """Sees that a timer rings right after the nearest deadline, or earlier: then the one set already is kept.

        Deadlines mostly move away. A timer that rings once for nothing costs less than one cancelled at each command.
        """
        assert self.outcome is not None
        if self._alarm_is_over():
            # Where nothing is due any more it would end every wait at once.
            self.alarm = None
        wake_at = self.outcome.wake_at
        if wake_at is None:
            return
        rings_at = wake_at + STRICTLY_AFTER
        if self.alarm is not None and self.alarm.rings_at <= rings_at:
            return
        if self.alarm is not None:
            self.alarm.timer.cancel()
        summary = f"{self.outcome.wake_for}, unless met by then"
        timer = asyncio.create_task(workflow.sleep(rings_at - workflow.now(), summary=summary))
        self.alarm = Alarm(rings_at, timer)

    def _alarm_is_over(self) -> bool:
        return self.alarm is not None and self.alarm.timer.done()

    def _run_is_long(self) -> bool:
        info = workflow.info()
        if self.events_a_run is not None and info.get_current_history_length() >= self.events_a_run:
            return True
        return self.received >= COMMANDS_A_RUN or info.is_continue_as_new_suggested()

    def _remember(self, line: str) -> None:
        self.recent = [*self.recent, line[:LONGEST_LINE]][-10:]

    def _show(self) -> None:
        workflow.set_current_details(describe(self.outcome, self.start, self.recent, self.trouble, len(self.mailbox)))


@lru_cache(maxsize=32)
def _read(sent: bytes) -> Envelope:
    """An update's payload is read twice, at once: by its validator and by its handler."""
    return Envelope.model_validate_json(sent)


def _started_with(*sent: RawValue) -> Start:
    """The input, or an empty one: whatever somebody starts a process with, it runs, and ends if there is no stream."""
    try:
        return Start.model_validate_json(sent[0].payload.data) if len(sent) == 1 else Start()
    except ValidationError:
        return Start()


def _unreadable(why: str) -> ApplicationError:
    return ApplicationError(f"unreadable: {why}", type="Unreadable", non_retryable=True)
