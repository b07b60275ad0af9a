"""Watches what happens to processes: that it is in their kind's chart, and beside it in the page's table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from luyue.domain import process
from luyue.domain.chart import Transition
from luyue.domain.chart_document import SHOWN, Situation, situations
from luyue.domain.messages import Happened, Refusal
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Kind, State, TimePassed
from tests.unit.given_when_then import Process
from tests.unit.repertoire import REPERTOIRE
from tests.unit.standings import begun, standings

ALIKE = 5
"""In how many processes that stand alike everything is tried."""

MOST = 0.75
"""The share of a chart's transitions that a machine must take by chance alone."""


class Watch:
    """Asserts that processes of a kind keep to its chart; `taken` are the transitions seen, and how often each."""

    def __init__(self, kind: Kind[Any]) -> None:
        self.kind = kind
        self.taken: Counter[Transition] = Counter()
        self._states: WeakKeyDictionary[Process, State] = WeakKeyDictionary()
        self._tried: Counter[tuple[object, ...]] = Counter()

    def see(self, seen: Process) -> None:
        """What has happened to a process since it was last seen, and where it stands now."""
        state = self._states.get(seen, self.kind.state())
        for happened in seen.history[state.version :]:
            before, state = state, process.evolve(self.kind, state, happened)
            if state.status != before.status:
                self._see_transition(Transition(before.status, type(happened.event), state.status))
        self._states[seen] = state
        if state.version:
            self._see_what_may_come(seen)
            self._try_everything(seen)

    def see_all(self, processes: Iterable[Process]) -> None:
        for one in processes:
            self.see(one)

    def assert_all_taken(self) -> None:
        missing = [_words(one) for one in self.kind.transitions if one not in self.taken]
        assert not missing, f"{self.kind.name}: in the chart, but never taken: {'; '.join(missing)}"

    def _see_transition(self, one: Transition) -> None:
        self._assert_charted(one)
        self.taken[one] += 1

    def _assert_charted(self, one: Transition) -> None:
        assert one in self.kind.transitions, f"{self.kind.name}: not in the chart: {_words(one)}"

    def _try_everything(self, seen: Process) -> None:
        """What every command, and time, would lead to from here: chance alone seldom tries what should be refused."""
        offered = tuple(tuple(self.kind.allowed_actions(seen.state, role)) for role in SHOWN)
        situation = (seen.status, offered, tuple(seen.deadlines), type(seen.history[-1].event))
        self._tried[situation] += 1
        if self._tried[situation] > ALIKE:
            return
        at = max(seen.state.last_at, seen.state.process_time(seen.seen_at))
        for command in REPERTOIRE[self.kind.name](seen):
            facts = seen.platform.facts(self.kind.needs(seen.state, command), seen)
            try:
                happened = process.decide(self.kind, seen.state, command, facts, seen.policy, at)
            except Refusal:
                continue
            self._assert_all_charted(seen.state, happened)
        acting = process.next_acting(self.kind, seen.state, seen.policy)
        if acting is not None:
            timed = TimePassed(deadline=acting.deadline)
            facts = seen.platform.facts(self.kind.needs(seen.state, timed), seen)
            self._assert_all_charted(seen.state, process.act(self.kind, seen.state, acting, facts, seen.policy))

    def _assert_all_charted(self, state: State, happened: Iterable[Happened]) -> None:
        for one in happened:
            before, state = state, process.evolve(self.kind, state, one)
            if state.status != before.status:
                self._assert_charted(Transition(before.status, type(one.event), state.status))

    def _see_what_may_come(self, seen: Process) -> None:
        row = _rows(self.kind.name)[seen.status]
        assert row.closed is seen.summary.closed
        for role in SHOWN:
            actions, allowed = set(self.kind.allowed_actions(seen.state, role)), row.allowed[role]
            assert set(allowed.always) <= actions, f"{row.status}: not always allowed to {role}"
            assert actions <= {*allowed.always, *allowed.at_times}, f"{row.status}: not in the table for {role}"
        for deadline in self.kind.deadlines(seen.state, seen.policy):
            assert deadline.then in row.deadlines.get(deadline.name, ()), f"{row.status}: {deadline.name} not in table"


def assert_the_chart_holds(machine: type[RuleBasedStateMachine], watch: Watch, profile: settings) -> None:
    """Lets all act at random: nothing leaves the chart, and every transition of it is taken.

    What chance has missed is taken by the stories, so that no run hangs on luck; but a machine that gets nowhere shows
    nothing.
    """
    run_state_machine_as_test(machine, settings=profile)
    assert len(watch.taken) >= MOST * len(watch.kind.transitions), f"{watch.kind.name}: chance has taken too little"
    watch.see_all(begun(watch.kind.name))
    watch.assert_all_taken()


@cache
def _rows(kind: str) -> Mapping[str, Situation]:
    return {row.status: row for row in situations(standings(kind), DEFAULT_POLICY)}


def _words(one: Transition) -> str:
    return f"{one.before or 'start'} to {one.after} by {one.event.type_name()}"
