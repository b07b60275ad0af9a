"""One try to handle a call: time and the command act, by the rules, on what was loaded; what happened is appended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Generic

from pydantic import ValidationError

from luyue.activities.memory import Remembered
from luyue.activities.refusals import field_violation, refused, refused_as
from luyue.domain import process
from luyue.domain.facts import Facts, Needs
from luyue.domain.messages import Command, Happened, Refusal
from luyue.domain.outage import NO_OUTAGES, Outages, outage_stream, wall_time
from luyue.domain.policy import Policy
from luyue.domain.process import Acting, Advance, Kind, S
from luyue.journal.canonical import digest
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal
from luyue.journal.seen import Seen
from luyue.journal.streams import ClaimTaken, CommandRow, Conflict, Draft, KnownCommand, Loaded, ViewRow
from luyue.journal.view import nearest_deadline, view_row
from luyue.workflows.messages import EventRef, HandleCall, Issued, NextDeadline, Outcome, Refused

NOT_STARTED = "not_started"
MOST_VIOLATIONS = 20
HELD_LOOK = timedelta(hours=1)
"""After how long a held process looks again by itself, should nobody have told it of a release."""


class Turn(Generic[S]):
    """One try to handle a call, from what was loaded to what is appended."""

    def __init__(
        self,
        journal: Journal,
        kind: Kind[S],
        call: HandleCall,
        known: Remembered,
        test_clock: bool,
    ) -> None:
        self.journal = journal
        self.kind = kind
        self.call = call
        self.loaded = known.loaded
        self.before: S = known.state
        self.state: S = known.state
        self.policy = known.policy
        self.test_clock = test_clock
        self.next: Acting | None = None
        self.outages: Outages | None = None
        self.outage_versions: Mapping[str, int] = {}
        self.drafts: list[Draft] = []
        self.command_row: CommandRow | None = None
        self.refused: Refused | None = None
        self.result_version = known.loaded.version
        self.last_hash = known.loaded.hash

    async def run(self) -> None:
        """Time up to the command, the command, time up to now; for a command known already, time alone."""
        issued = self.call.command
        if issued is not None:
            if self.loaded.known is not None:
                self._answer_again(issued, self.loaded.known)
            else:
                await self._carry_out(issued)
        await self._advance_to(self.state.process_time(self.call.now))
        if issued is None and self.outages is None and self._awaits_judgement():
            # An outage may give it more time before its judgement.
            self._know(await gather(self.journal.pool, self.stream, Needs(outages=self._overdue())))
            await self._advance_to(self.state.process_time(self.call.now))

    def _know(self, facts: Facts) -> None:
        """Outages are looked for once a turn, when time is about to act."""
        self.outages = facts.outages
        known = ((name, facts.newest[name].version) for name in map(outage_stream, facts.outages))
        self.outage_versions = dict(known)

    def _wakes(self) -> tuple[datetime | None, str]:
        """When the process is to look at what time does next, by the wall clock, and why.

        What an outage would hold may still be due after its release: so it is looked at again when it is to be judged.
        """
        state, now = self.state, self.call.now
        looks = [(state.wall_time(self.next.at), _described(self.next))] if self.next else []
        for deadline in process.held(self.kind, state, self.policy, self.outages or NO_OUTAGES):
            judged_at = state.wall_time(deadline.judged_at)
            looks.append((judged_at if judged_at >= now else now + HELD_LOOK, f"{deadline.name}: unless held"))
        return min(looks, default=(None, ""))

    def _awaits_judgement(self) -> bool:
        since, now = self._overdue()
        return since < now

    def _overdue(self) -> tuple[datetime, datetime]:
        """From when a deadline is over until now, by the wall clock."""
        nearest = nearest_deadline(self.kind, self.state, self.policy)
        now = self.call.now
        return (min(wall_time(self.state, nearest.due_at), now) if nearest else now), now

    def _answer_again(self, issued: Issued, known: KnownCommand) -> None:
        self.result_version = known.last_version
        if (known.name, known.payload_digest) != (issued.name, digest(issued.payload)):
            self.refused = refused_as(
                "reused",
                "command-id",
                zh="该命令编号已用于另一命令。",
                en="This command id was used for another command.",
                observed=issued.name,
                required=known.name,
            )

    async def _carry_out(self, issued: Issued) -> None:
        now = self.state.process_time(self.call.now)
        at = min(max(self.state.process_time(issued.at), self.state.last_at or issued.at), now)
        await self._advance_to(at)
        if issued.if_version not in (None, self.state.version):
            self.refused = refused_as(
                "outdated",
                "if-match",
                zh="流程已有更新的版本。",
                en="The process has changed since that version.",
                observed=self.state.version,
                required=issued.if_version,
            )
            self.result_version = self.state.version
            return
        first = self.state.version + 1
        try:
            command = self._decoded(issued)
            needs = self.kind.needs(self.state, command)
            facts = await gather(self.journal.pool, self.stream, needs)
            happened = process.decide(self.kind, self.state, command, facts, self.policy, at)
        except Refusal as refusal:
            self.refused = refused(refusal, self.policy)
            self.result_version = self.state.version
            return
        self._add(happened, issued.actor, issued.command_id, Seen.of(needs, facts))
        self.result_version = self.state.version
        if happened:
            self.command_row = CommandRow(
                issued.command_id, issued.name, digest(issued.payload), first, self.state.version, issued.payload
            )

    def _decoded(self, issued: Issued) -> Command:
        command_type = self.kind.command_type(issued.name)
        if command_type is None or (command_type is Advance and not self.test_clock):
            raise Refusal.of(
                "invalid",
                "command",
                zh="此处不支持该命令。",
                en=f"{issued.name} is not available here.",
                observed=issued.name,
            )
        try:
            return command_type.model_validate(issued.payload)
        except ValidationError as error:
            raise Refusal("invalid", [field_violation(one) for one in error.errors()[:MOST_VIOLATIONS]]) from None

    async def _advance_to(self, moment: datetime) -> None:
        """Everything that time does strictly before a moment of the process's time, in order."""
        while self.state.version > 0:
            self.next = process.next_acting(self.kind, self.state, self.policy, self.outages or NO_OUTAGES)
            if self.next is None or self.next.at >= moment:
                return
            await self._act(self.next)

    async def _act(self, acting: Acting) -> None:
        needs = process.needs_to_act(self.kind, self.state, acting)
        asks_for_outages = self.outages is None and not acting.warning
        if asks_for_outages:
            needs = needs.model_copy(update={"outages": self._overdue()})
        facts = await gather(self.journal.pool, self.stream, needs)
        if asks_for_outages:
            self._know(facts)
            if self.outages:
                # They may hold this deadline, or move it.
                return
        happened = process.act(self.kind, self.state, acting, facts, self.policy)
        if not happened:
            raise AssertionError(f"{acting.deadline.key} led to nothing and would be due for ever")
        self._add(happened, acting.actor, acting.id, Seen.of(needs, facts))

    def _add(self, happened: list[Happened], actor: str, command_id: str, seen: Seen) -> None:
        if self.outages:
            seen = seen.model_copy(update={"facts": {**seen.facts, **self.outage_versions}})
        for one in happened:
            self.state = process.evolve(self.kind, self.state, one)
            self.drafts.append(Draft(one, actor, command_id, seen))

    @property
    def stream(self) -> str:
        return self.kind.stream(self.call.id)

    @property
    def command_id(self) -> str | None:
        return self.call.command.command_id if self.call.command else None

    @property
    def is_proved_by_its_append(self) -> bool:
        """Whether nothing could come of this that an append does not guard, were the stream another by now."""
        return self.command_row is not None or (self.call.command is None and bool(self.drafts))

    async def append(self) -> bool:
        """Writes what has happened, if anything has; False if somebody else came first: load and decide again."""
        if not self.drafts:
            return True
        try:
            self.last_hash = await self.journal.streams.append(
                self.stream, self.loaded, self.drafts, self._view(), self.command_row
            )
        except (Conflict, ClaimTaken):
            return False
        return True

    def remembered(self) -> Remembered:
        """The stream as this turn left it."""
        loaded = Loaded(self.state.version, None, self.kind.state_shape, self.last_hash, known=None)
        return Remembered(loaded, self.state, self.policy)

    def _view(self) -> ViewRow:
        return view_row(self.kind, self.call.id, self.before, self.state, self.policy)

    def outcome(self, recalled: tuple[EventRef, ...]) -> Outcome:
        """What the workflow is told."""
        state, summary = self.state, self.kind.summary(self.state)
        wake_at, wake_for = self._wakes()
        return Outcome(
            version=state.version,
            result_version=self.result_version,
            status=state.status or NOT_STARTED,
            closed=summary.closed and state.version > 0,
            recalled=recalled,
            events=tuple(
                EventRef(type=draft.happened.event.type_name(), version=number)
                for number, draft in enumerate(self.drafts, start=self.loaded.version + 1)
            ),
            next_deadline=_next_deadline(self.kind, state, self.policy),
            wake_at=wake_at,
            wake_for=wake_for,
            creator_id=summary.creator_id,
            merchant_id=summary.merchant_id,
            product_id=summary.product_id,
            refused=self.refused,
        )


def _next_deadline(kind: Kind[S], state: S, policy: Policy) -> NextDeadline | None:
    nearest = nearest_deadline(kind, state, policy)
    return NextDeadline(name=nearest.name, due_at=nearest.due_at, then=nearest.then) if nearest else None


def _described(acting: Acting) -> str:
    name = acting.deadline.name
    return f"due soon: {name}" if acting.warning else f"{name}: {acting.then}"
