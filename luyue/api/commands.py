"""Sends commands to processes through Temporal and turns what comes back into outcomes or problems."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from luyue.api.backends import Backends
from luyue.api.problems import Problem
from luyue.domain.messages import Text, Violation
from luyue.workflows.messages import Outcome, Refused, Start

logger = logging.getLogger("luyue.api")

# A run that is just ending takes no update, and one that ends while a signal comes in drops its updates: the next
# attempt finds out what became of the command.
_ENDING = frozenset({RPCStatusCode.ABORTED, RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION})
_PAUSE = 0.05


@dataclass(frozen=True)
class Sent:
    """A command as it is sent; `at` is the wall-clock time of first receipt, `opens` that it begins the process."""

    kind: str
    id: str
    name: str
    fields: dict[str, Any]
    actor: str
    at: datetime
    command_id: str
    opens: bool
    if_version: int | None = None

    @property
    def stream(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def payload(self) -> dict[str, Any]:
        """What the workflow reads: the command's fields, and beside them who, when and which."""
        sent = {**self.fields, "actor": self.actor, "at": self.at.isoformat(), "command_id": self.command_id}
        return sent if self.if_version is None else {**sent, "if_version": self.if_version}


@dataclass(frozen=True)
class Unanswered:
    """A command that nobody had answered when its time was over."""

    stream: str
    given_up_at: datetime


class RefusedError(Exception):
    """The process refused the command, for good."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


class Commands:
    def __init__(self, backends: Backends, task_queue: str, patience: timedelta) -> None:
        self._backends = backends
        self._task_queue = task_queue
        self._patience = patience
        self._answered_at: datetime | None = None
        self._unanswered: Unanswered | None = None

    @property
    def unanswered(self) -> Unanswered | None:
        """The last command that no worker answered in time; None if a later one has been answered."""
        return self._unanswered

    async def carry_out(self, sent: Sent) -> Outcome:
        """What became of a command. Sending it again, under its id, is always safe.

        Raises `RefusedError`, or `Problem`: `busy` where this attempt did nothing, `unavailable` where nobody knows.
        """
        client = await self._backends.temporal()
        sent_at = datetime.now(UTC)
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                outcome = await self._update(client, sent)
        except (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError):
            self._note_unanswered(sent, sent_at)
            await self._leave_behind(client, sent)
            raise Problem("unavailable") from None
        except WorkflowUpdateFailedError as failure:
            self._note_answered()
            raise _failed(failure.cause) from failure
        except (RPCError, RuntimeError) as error:
            if isinstance(error, RPCError) and error.status == RPCStatusCode.RESOURCE_EXHAUSTED:
                raise Problem("busy") from error
            logger.warning("Temporal is away: %s", self._backends.why(error))
            raise Problem("unavailable") from error
        self._note_answered()
        return outcome

    def _note_answered(self) -> None:
        self._answered_at, self._unanswered = datetime.now(UTC), None

    def _note_unanswered(self, sent: Sent, sent_at: datetime) -> None:
        # While this one waited, a worker may have answered another.
        if self._answered_at is None or self._answered_at < sent_at:
            self._unanswered = Unanswered(sent.stream, datetime.now(UTC))

    async def _update(self, client: Client, sent: Sent) -> Outcome:
        """Sends the command to the process's run, or starts one with it where there is none.

        A run is expected unless the command opens the process: asking it costs Temporal a third less than starting
        or using one.
        """
        is_expected = not sent.opens
        while True:
            try:
                if is_expected:
                    return await self._update_run(client, sent)
                return await self._update_with_start(client, sent)
            except RPCError as error:
                if error.status not in _ENDING:
                    raise
                if is_expected and error.status == RPCStatusCode.NOT_FOUND:
                    is_expected = False
                else:
                    await asyncio.sleep(_PAUSE)

    async def _update_run(self, client: Client, sent: Sent) -> Outcome:
        outcome: Outcome = await client.get_workflow_handle(sent.stream).execute_update(
            sent.name, sent.payload, id=sent.command_id, result_type=Outcome, rpc_timeout=self._patience
        )
        return outcome

    async def _update_with_start(self, client: Client, sent: Sent) -> Outcome:
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            sent.kind,
            Start(),
            id=sent.stream,
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=_summary(sent),
        )
        try:
            outcome: Outcome = await client.execute_update_with_start_workflow(
                sent.name,
                sent.payload,
                start_workflow_operation=start,
                id=sent.command_id,
                result_type=Outcome,
                rpc_timeout=self._patience,
            )
            return outcome
        finally:
            await _hear_out(start)

    async def _leave_behind(self, client: Client, sent: Sent) -> None:
        """Stores a command that no worker has answered as a signal, so that it is there before its deadline passes.

        Should the update be carried out too, the command id makes one of both.
        """
        try:
            # The SDK goes on trying for longer than any one call may take.
            async with asyncio.timeout(self._patience.total_seconds() / 3):
                await client.start_workflow(
                    sent.kind,
                    Start(),
                    id=sent.stream,
                    task_queue=self._task_queue,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                    static_summary=_summary(sent),
                    start_signal=sent.name,
                    start_signal_args=[sent.payload],
                )
        except (RPCError, RuntimeError, TimeoutError) as error:
            logger.warning("%s could not be left behind: %s", sent.stream, error)


async def _hear_out(start: WithStartWorkflowOperation[Any, Any]) -> None:
    """The operation keeps its failure a second time, and the log would complain that nobody asked for it."""
    with suppress(Exception):
        async with asyncio.timeout(0):
            await start.workflow_handle()


def _summary(sent: Sent) -> str:
    return f"{sent.kind.replace('-', ' ').capitalize()} {sent.id}"


def _failed(cause: BaseException) -> Exception:
    if isinstance(cause, ApplicationError):
        match cause.type:
            case "Refused":
                return RefusedError(Refused.model_validate(cause.details[0]))
            case "Busy":
                return Problem("busy")
            case "Unreadable":
                message = Text(zh="命令无法读取。", en=cause.message)
                return Problem("invalid", [Violation(rule="field:body", message=message)])
    return Problem("unavailable")
