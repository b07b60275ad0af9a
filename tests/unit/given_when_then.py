"""A stage for processes without a journal or Temporal: drives a kind's rules just as `handle` does.

Times that are handed in are wall-clock times, which are the process's own as long as no test clock is advanced.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain import process
from luyue.domain.facts import NOTHING_KNOWN, Facts, Found, Needs, OnRecord, Product, Report, closing_claim, subjects_of
from luyue.domain.messages import Command, Event, Happened, Refusal, Value
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.process import Acting, Kind, State, TimePassed

TICK = timedelta(microseconds=1)
START = datetime(2024, 3, 1, 1, tzinfo=UTC)
"""2024-03-01 09:00 in Beijing."""


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


class Platform:
    """What was reported, and the processes that listen; a report reaches those that it concerns by itself."""

    def __init__(self, policy: Policy = DEFAULT_POLICY) -> None:
        self.policy = policy
        self.reports: dict[str, list[Report]] = {}
        self.streams_of: dict[str, set[str]] = {}
        self.processes: list[Process] = []

    def report(self, stream: str, fact: Value, at: datetime, *, routed: bool = True) -> None:
        """Records a report at a wall-clock time and, if `routed`, hands it to the processes that listen to it."""
        known = self.reports.setdefault(stream, [])
        if known and known[-1].fact == fact:
            return
        known.append(Report(stream=stream, version=len(known) + 1, recorded_at=at, fact=fact))
        for subject in subjects_of(stream, fact):
            self.streams_of.setdefault(subject, set()).add(stream)
        if routed:
            self.route(stream, at)

    def route(self, stream: str, at: datetime) -> None:
        """Tells the listening processes of a stream's news, as the router does, for all that it ever spoke of."""
        subjects = {subject for subject, streams in self.streams_of.items() if stream in streams}
        for listener in self.processes:
            if listener.summary.subjects & subjects:
                listener.issue(listener.observation(stream), at)

    def facts(self, needs: Needs, asking: "Process") -> Facts:
        """What the journal answers to `needs`."""
        if not needs:
            return NOTHING_KNOWN
        streams = sorted({stream for one in needs.subjects for stream in self.streams_of.get(one, ())})
        wanted = list(needs.streams)
        prefixes = needs.claim_prefixes
        if needs.merchant_of in self.reports:
            product = self.reports[needs.merchant_of][-1].fact
            assert isinstance(product, Product)
            wanted.append(f"merchant/{product.merchant_id}")
            prefixes = (*prefixes, closing_claim(product.merchant_id))
        claims = {one.summary.claim: one.stream for one in self.processes if one is not asking and one.summary.claim}
        return Facts(
            newest={stream: self.reports[stream][-1] for stream in wanted if stream in self.reports},
            reports=tuple(report for stream in streams for report in self.reports[stream]),
            claims={claim: holder for claim, holder in claims.items() if claim.startswith(prefixes)},
            record=self._record(needs.record_of) if needs.record_of is not None else (),
            found=self._found(needs.found_by, asking),
            open=self._open(needs.open_of, asking) if needs.open_of is not None else {},
        )

    def _open(self, merchant_id: str, asking: "Process") -> dict[str, int]:
        kinds = [
            one.kind.name.replace("-", "_")
            for one in self.processes
            if one is not asking and one.state.version and not one.summary.closed
            if one.summary.merchant_id == merchant_id
        ]
        return dict(Counter(kinds))

    def _found(self, found_by: tuple[str, ...], asking: "Process") -> tuple[Found, ...]:
        found = [
            Found(
                stream=one.stream,
                type=happened.event.type_name(),
                at=happened.at,
                data=happened.event.model_dump(mode="json"),
            )
            for one in self.processes
            if one is not asking
            for happened in one.history
            if getattr(happened.event, "found_by", None) in found_by
        ]
        return tuple(sorted(found, key=lambda event: event.at, reverse=True))

    def _record(self, owner: str) -> tuple[OnRecord, ...]:
        found = []
        for one in self.processes:
            summary, entry = one.summary, one.summary.record
            if entry and owner == f"{entry.party}/{getattr(summary, f'{entry.party}_id')}":
                found.append(OnRecord(stream=one.stream, what=entry.what, at=entry.at))
        return tuple(sorted(found, key=lambda entry: (entry.at, entry.stream)))


class Process:
    """One process on the stage: its history, and its state folded from it."""

    def __init__(self, platform: Platform, kind: Kind[Any], observe: Callable[[str], Command]) -> None:
        self.platform = platform
        self.kind = kind
        self.observation = observe
        self.stream = kind.stream(f"{kind.id_prefix}_{len(platform.processes) + 1}")
        self.history: list[Happened] = []
        self.acted: list[tuple[Acting, list[Happened]]] = []
        self.state: Any = kind.state()
        self.seen_at = START
        platform.processes.append(self)

    @property
    def policy(self) -> Policy:
        return self.platform.policy

    @property
    def summary(self) -> process.Summary:
        return self.kind.summary(self.state)

    @property
    def status(self) -> str:
        status: str = self.state.status
        return status

    @property
    def deadlines(self) -> dict[str, datetime]:
        """Each running deadline's due time by its name."""
        return {deadline.name: deadline.due_at for deadline in self.kind.deadlines(self.state, self.policy)}

    def issue(self, command: Command, at: datetime, *, now: datetime | None = None) -> list[Event]:
        """Time up to `at`, the command, time up to `now`; returns the command's events or raises `Refusal`."""
        state: State = self.state
        now = max(now or at, at)
        process_now = state.process_time(now)
        moment = min(max(state.process_time(at), state.last_at or at), process_now)
        self._advance_to(moment)
        refusal: Refusal | None = None
        happened: list[Happened] = []
        try:
            facts = self.platform.facts(self.kind.needs(self.state, command), self)
            happened = process.decide(self.kind, self.state, command, facts, self.policy, moment)
        except Refusal as refused:
            refusal = refused
        self._add(happened)
        self.time_to(now)
        if refusal is not None:
            raise refusal
        return [one.event for one in happened]

    def time_to(self, now: datetime) -> list[Happened]:
        """Lets time pass up to a wall-clock time; returns what time did."""
        before = len(self.history)
        self.seen_at = max(self.seen_at, now)
        self._advance_to(self.state.process_time(now))
        return self.history[before:]

    def dated(self, event: type[Event]) -> list[datetime]:
        """When events of a type happened, in the order of the history."""
        return [one.at for one in self.history if isinstance(one.event, event)]

    def count(self, event: type[Event]) -> int:
        return len(self.dated(event))

    def last(self, event: type[Event]) -> Any:
        """The newest event of a type."""
        return next(one.event for one in reversed(self.history) if isinstance(one.event, event))

    def _advance_to(self, moment: datetime) -> None:
        while self.state.version > 0:
            acting = process.next_acting(self.kind, self.state, self.policy)
            if acting is None or acting.at >= moment:
                return
            timed = TimePassed(deadline=acting.deadline)
            needs = Needs() if acting.warning else self.kind.needs(self.state, timed)
            happened = process.act(self.kind, self.state, acting, self.platform.facts(needs, self), self.policy)
            assert happened, f"{acting.deadline.key} led to nothing and would be due for ever"
            self.acted.append((acting, happened))
            assert len(self.acted) < 1_000, f"time never gets past {acting.deadline.key}"
            self._add(happened)

    def _add(self, happened: Sequence[Happened]) -> None:
        for one in happened:
            self.history.append(one)
            self.state = process.evolve(self.kind, self.state, one)
