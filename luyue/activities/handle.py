"""`handle`: reads a stream's state, lets time and a command act on it by the rules, appends, returns the outcome.

It reads no clock: every time in a decision comes with the call or from the facts. A call repeated after its commit
finds its command id and gives the first result. What this worker appended last is decided on without being read again:
such a decision counts only if its events, with the command among them, are appended right after what was remembered,
or if there are none and the stream, looked at afterwards, is still what was remembered.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from luyue.activities.memory import Memory, Remembered
from luyue.activities.refusals import LONGEST_FIELD, refused_as
from luyue.activities.turn import NOT_STARTED, Turn
from luyue.domain.process import Kind, S
from luyue.journal.journal import Journal
from luyue.journal.streams import UnknownEvent, fold_recorded
from luyue.workflows.messages import EventRef, HandleCall, Outcome

UNKNOWN_EVENT = "UnknownEvent"
"""The type of the failure where newer code has written events: a worker of that code is to take the command."""
_PROCESS_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")
RECALLED = 5


class Handle:
    """The activity, for the kinds of process it is given."""

    def __init__(self, journal: Journal, kinds: Iterable[Kind[Any]], *, test_clock: bool) -> None:
        self._journal = journal
        self._kinds: Mapping[str, Kind[Any]] = {kind.name: kind for kind in kinds}
        self._test_clock = test_clock
        self._memory = Memory()

    @activity.defn(name="handle")
    async def handle(self, call: HandleCall) -> Outcome:
        kind = self._kinds.get(call.kind)
        if kind is None or not _PROCESS_ID.fullmatch(call.id):
            return _nowhere(call)
        stream = kind.stream(call.id)
        remembered = self._memory.take(stream)
        if remembered is not None:
            turn = self._turn(kind, call, remembered)
            await turn.run()
            proved = await turn.append() if turn.is_proved_by_its_append else await self._is_still_so(turn)
            if proved:
                return await self._ended(kind, call, turn)
        while True:
            turn = await self._load(kind, call)
            await turn.run()
            if await turn.append():
                return await self._ended(kind, call, turn)

    async def _is_still_so(self, turn: Turn[S]) -> bool:
        """Whether a turn that changes nothing was decided on the stream as it is, and its command is new."""
        if turn.drafts:
            return False
        found = await self._journal.streams.load(turn.stream, turn.command_id)
        return found.known is None and (found.version, found.hash) == (turn.loaded.version, turn.loaded.hash)

    async def _ended(self, kind: Kind[S], call: HandleCall, turn: Turn[S]) -> Outcome:
        if turn.state.version:
            self._memory.keep(turn.stream, turn.remembered())
        return turn.outcome(await self._recalled(kind, call, turn.loaded.version))

    async def _recalled(self, kind: Kind[Any], call: HandleCall, version: int) -> tuple[EventRef, ...]:
        """The last events up to a version, where they are asked for."""
        if not call.recall or version == 0:
            return ()
        events = await self._journal.streams.history(kind.stream(call.id), after=version - RECALLED, up_to=version)
        return tuple(EventRef(type=event.type, version=event.version) for event in events)

    async def _load(self, kind: Kind[S], call: HandleCall) -> Turn[S]:
        stream = kind.stream(call.id)
        command = call.command
        loaded = await self._journal.streams.load(
            stream, command.command_id if command else None, command.at if command else call.now
        )
        if loaded.state is None:
            state = kind.state()
        elif kind.reads(loaded.state_shape):
            state = kind.state.model_validate_json(loaded.state)
        else:
            state = await self._folded(kind, stream, loaded.version)
        policy_version = state.policy_version or loaded.policy_in_force
        assert policy_version is not None, "the policy that came with the schema is in force since ever"
        policy = await self._journal.policies.version(policy_version)
        return self._turn(kind, call, Remembered(loaded, state, policy))

    async def _folded(self, kind: Kind[S], stream: str, version: int) -> S:
        """The state by the events: what the row says is of another shape, or of code that knows more events."""
        history = await self._journal.streams.history(stream, up_to=version)
        try:
            return fold_recorded(kind, history)
        except UnknownEvent as unknown:
            # Trying again at once would only hold the worker up.
            raise ApplicationError(str(unknown), type=UNKNOWN_EVENT, non_retryable=True) from None

    def _turn(self, kind: Kind[S], call: HandleCall, known: Remembered) -> Turn[S]:
        return Turn(self._journal, kind, call, known, self._test_clock)


def _nowhere(call: HandleCall) -> Outcome:
    """The outcome where no process can be: whoever started this run is refused, and it ends."""
    return Outcome(
        version=0,
        result_version=0,
        status=NOT_STARTED,
        closed=False,
        refused=refused_as(
            "invalid",
            "process-id",
            zh="没有这种流程或流程编号无效。",
            en="There is no such kind of process, or its id is not valid.",
            observed=f"{call.kind}/{call.id}"[:LONGEST_FIELD],
        ),
    )
