"""Carries a command out: its texts are put aside, it is sent to its process, and a refusal becomes a problem."""

from pydantic import BaseModel

from luyue.api.backends import Backends
from luyue.api.bodies import filled_in, separate
from luyue.api.commands import Commands, RefusedError, Sent
from luyue.api.gate import Gate, GateFullError
from luyue.api.idempotency import Received
from luyue.api.kinds import Served
from luyue.api.problems import Problem, violation_of
from luyue.api.tokens import Caller
from luyue.journal.personal_data import KeptText
from luyue.telemetry.metrics import COMMANDS
from luyue.workflows.messages import Outcome, Refused

_PROBLEMS = {
    "status": "not-allowed-in-status",
    "rule": "refused",
    "invalid": "invalid",
    "reused": "idempotency-key-reused",
    "outdated": "outdated",
}


class Execution:
    def __init__(self, backends: Backends, commands: Commands, digest_key: str) -> None:
        self._backends = backends
        self._commands = commands
        self._digest_key = digest_key
        self._gate = Gate()

    async def run(
        self,
        served: Served,
        id: str,
        name: str,
        body: BaseModel,
        caller: Caller,
        received: Received,
        *,
        opens: bool = False,
        if_version: int | None = None,
    ) -> Outcome:
        """What became of a command, of which `opens` says that it begins its process; raises `Problem`."""
        kind = served.kind
        command = kind.command_type(name)
        assert command is not None, f"{kind.name} has no {name}"
        stream = kind.stream(id)
        separated = separate(command, body, stream, received.command_id, self._digest_key)
        given = filled_in(command, body, caller, received.at, received.command_id)
        sent = Sent(
            kind=kind.name,
            id=id,
            name=name,
            fields=separated.fields | given,
            actor=caller.actor,
            at=received.at,
            command_id=received.command_id,
            opens=opens,
            if_version=if_version,
        )
        try:
            with self._gate.entered(stream):
                return await self._send(sent, separated.texts)
        except GateFullError:
            COMMANDS.labels(kind.name, name, "busy").inc()
            raise Problem("busy") from None
        except RefusedError as refusal:
            raise await self._refused(served, stream, caller, refusal.refused) from None

    async def forget_texts(self, served: Served, id: str) -> None:
        """Erases the texts of a process that nobody will read."""
        await (await self._backends.journal()).personal_data.erase_texts_of(served.kind.stream(id))

    async def _send(self, sent: Sent, texts: list[KeptText]) -> Outcome:
        personal_data = (await self._backends.journal()).personal_data
        stored = await personal_data.keep_texts(texts)
        try:
            return await self._commands.carry_out(sent)
        except RefusedError as refusal:
            # A text with the same id may belong to the command that took the id first.
            if refusal.refused.code != "reused":
                await personal_data.erase_texts([text.id for text in texts])
            raise
        except Problem as problem:
            COMMANDS.labels(sent.kind, sent.name, problem.code).inc()
            if problem.code == "busy":
                await personal_data.erase_texts(stored)
            raise

    async def _refused(self, served: Served, stream: str, caller: Caller, refused: Refused) -> Problem:
        violations = [violation_of(violated) for violated in refused.violations]
        code = _PROBLEMS[refused.code]
        if refused.code != "status":
            return Problem(code, violations)
        processes = (await self._backends.journal()).processes
        row = await processes.find(stream)
        allowed = []
        if row is not None:
            allowed = list(served.kind.allowed_actions(await processes.state(served.kind, row), caller.role))
        return Problem(code, violations, allowed_actions=allowed)
