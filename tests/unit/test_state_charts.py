"""The state chart of every kind: declared in its domain, taken by stories, drawn in docs/state-charts.md.

That no other change of status can be, whoever acts at random, is for each kind's state machine to show
(test_sample_request_machine.py, test_cooperation_order_machine.py, test_dispute_machine.py).
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from luyue.api.kinds import SERVED
from luyue.domain.chart import START, Transition, statuses
from luyue.domain.chart_document import Standings, chart_document, diagram, situations
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as d
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.process import SHARED_COMMANDS, SHARED_EVENTS, Kind
from luyue.worker.kinds import KINDS
from tests.unit import dispute_stories as disputes
from tests.unit.charted import Watch
from tests.unit.repertoire import REPERTOIRE
from tests.unit.standings import begun, standings
from tests.workflow.toy_kind import LOAN, BookBorrowed, BookBroughtBack, BookOverdue, Loan

PAGE = Path(__file__).parent.parent.parent / "docs" / "state-charts.md"
ALL = [pytest.param(declared.kind, id=declared.kind.name) for declared in KINDS]
CHART = (
    Transition(START, BookBorrowed, "BORROWED"),
    Transition("BORROWED", BookBroughtBack, "BACK"),
    Transition("BORROWED", BookOverdue, "OVERDUE"),
    Transition("OVERDUE", BookBroughtBack, "BACK"),
)
CHARTED_LOAN = replace(LOAN, transitions=CHART)


def test_the_page_is_up_to_date() -> None:
    page = chart_document((standings(declared.kind.name) for declared in KINDS), DEFAULT_POLICY)
    assert PAGE.read_text(encoding="utf-8") == page, "docs/state-charts.md is stale: run `make charts`"


@pytest.mark.parametrize("kind", ALL)
def test_stories_take_every_transition_and_no_other(kind: Kind[Any]) -> None:
    watch = Watch(kind)
    watch.see_all(begun(kind.name))
    watch.assert_all_taken()


@pytest.mark.parametrize("kind", ALL)
def test_every_command_is_tried_wherever_a_process_stands(kind: Kind[Any]) -> None:
    for process in begun(kind.name):
        tried = {type(command) for command in REPERTOIRE[kind.name](process)}
        assert tried == {*kind.commands.values(), *SHARED_COMMANDS.values()}


@pytest.mark.parametrize("kind", ALL)
def test_a_chart_is_made_of_the_kinds_own_statuses_and_events(kind: Kind[Any]) -> None:
    chart = kind.transitions
    assert len(chart) == len(set(chart))
    assert {one.event for one in chart} <= set(kind.events) - set(SHARED_EVENTS)
    assert all(one.before != one.after for one in chart)
    served = next(one for one in SERVED if one.kind.name == kind.name)
    assert set(statuses(chart)) == served.statuses


@pytest.mark.parametrize("kind", ALL)
def test_every_status_is_reached_from_the_start_and_every_open_one_is_left(kind: Kind[Any]) -> None:
    reached = {START}
    for _ in kind.transitions:
        reached |= {one.after for one in kind.transitions if one.before in reached}
    assert reached == {START, *statuses(kind.transitions)}
    left = {one.before for one in kind.transitions}
    assert {row.status for row in situations(standings(kind.name), DEFAULT_POLICY) if not row.closed} <= left


@pytest.mark.parametrize("kind", ALL)
def test_a_service_may_send_what_either_party_may(kind: Kind[Any]) -> None:
    for state in standings(kind.name).states:
        parties = {*kind.allowed_actions(state, "creator"), *kind.allowed_actions(state, "merchant")}
        assert set(kind.allowed_actions(state, "service")) >= parties


def test_a_deadline_is_named_after_its_parameter_unless_it_was_agreed_or_is_a_campaigns() -> None:
    rows = [row for declared in KINDS for row in situations(standings(declared.kind.name), DEFAULT_POLICY)]
    assert {name for row in rows for name in row.deadlines} - set(Policy.model_fields) == {
        "latest_broadcast",
        "event_from",
        "event_until",
        "month_end",
    }


@pytest.mark.parametrize("missing", DISPUTE.transitions)
def test_a_change_of_status_that_is_not_in_the_chart_is_noticed(missing: Transition) -> None:
    watch = Watch(replace(DISPUTE, transitions=tuple(one for one in DISPUTE.transitions if one != missing)))
    with pytest.raises(AssertionError, match=f"not in the chart: .* to {missing.after} by {missing.event.__name__}"):
        watch.see_all(begun(DISPUTE.name))


@pytest.mark.parametrize(
    "bogus",
    [
        Transition("FINAL", d.DisputeRuled, "RULED"),
        Transition("OPEN", d.DisputeRuled, "FINAL"),
        Transition("APPEALED", d.AppealLapsed, "FINAL"),
    ],
)
def test_a_transition_that_nothing_takes_is_noticed(bogus: Transition) -> None:
    watch = Watch(replace(DISPUTE, transitions=(*DISPUTE.transitions, bogus)))
    watch.see_all(begun(DISPUTE.name))
    with pytest.raises(AssertionError, match=f"never taken: {bogus.before} to {bogus.after} by"):
        watch.assert_all_taken()


def test_what_a_command_would_lead_to_is_noticed_though_nobody_sends_it() -> None:
    def ruled_again(state: Any, command: Any, facts: Any, policy: Any, at: Any) -> Any:
        is_bogus = state.status == "FINAL" and isinstance(command, d.Rule)
        opened = disputes.opened().state if is_bogus else state
        return DISPUTE.decide(opened, command, facts, policy, at)

    watch = Watch(replace(DISPUTE, decide=ruled_again))
    watch.see(disputes.ruled())
    with pytest.raises(AssertionError, match="not in the chart: FINAL to RULED by DisputeRuled"):
        watch.see(disputes.not_appealed())


def test_what_is_seen_twice_counts_once() -> None:
    watch = Watch(DISPUTE)
    dispute = disputes.opened()
    watch.see(dispute)
    dispute.issue(disputes.ruling(), disputes.RULED)
    watch.see(dispute)
    watch.see(dispute)
    assert watch.taken == {
        Transition(START, d.DisputeOpened, "OPEN"): 1,
        Transition("OPEN", d.DisputeRuled, "RULED"): 1,
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"allowed_actions": lambda state, role: []},
        {"allowed_actions": lambda state, role: [*DISPUTE.allowed_actions(state, role), "extend"]},
        {"deadlines": lambda state, policy: [one.model_copy(update={"then": "rule"}) for one in _running(state)]},
        {"summary": lambda state: DISPUTE.summary(state).model_copy(update={"closed": True})},
    ],
)
def test_what_the_table_does_not_tell_is_noticed(changed: dict[str, Any]) -> None:
    dispute = disputes.opened()
    Watch(DISPUTE).see(dispute)
    dispute.kind = replace(DISPUTE, **changed)
    with pytest.raises(AssertionError):
        Watch(dispute.kind).see(dispute)


def _running(state: Any) -> Any:
    return DISPUTE.deadlines(state, DEFAULT_POLICY)


def test_a_kind_may_do_without_a_chart() -> None:
    assert LOAN.transitions == ()


def test_events_that_lead_the_same_way_share_an_arrow() -> None:
    twice = (*CHART, Transition("OVERDUE", BookOverdue, "BACK"))
    assert diagram(twice, closed=["BACK"]) == [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> BORROWED: BookBorrowed",
        "    BORROWED --> BACK: BookBroughtBack",
        "    BORROWED --> OVERDUE: BookOverdue",
        "    OVERDUE --> BACK: BookBroughtBack or BookOverdue",
        "    BACK --> [*]",
        "```",
    ]


def test_the_page_holds_nothing_that_means_something_else_in_mermaid() -> None:
    name, words = r"(\[\*\]|[A-Z]+(_[A-Z]+)*)", r"[A-Z][A-Za-z]+( or [A-Z][A-Za-z]+)*"
    charts = re.findall(r"```mermaid\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(charts) == len(KINDS)
    for chart in charts:
        first, *arrows = chart.splitlines()
        assert first == "stateDiagram-v2"
        assert all(re.fullmatch(rf"    {name} --> ({name}: {words}|\[\*\])", arrow) for arrow in arrows)


def test_what_is_allowed_only_in_some_situations_is_told_apart() -> None:
    kind = replace(
        CHARTED_LOAN,
        allowed_actions=lambda state, role: ["bring-back", "renew"] if state.version == 1 else ["bring-back"],
    )
    states = [Loan(status=status, version=version) for status in statuses(CHART) for version in (1, 2)]
    rows = situations(Standings(kind, states), DEFAULT_POLICY)
    assert [(row.status, row.closed) for row in rows] == [("BORROWED", False), ("OVERDUE", False), ("BACK", True)]
    assert rows[0].allowed["creator"].always == ["bring-back"]
    assert rows[0].allowed["creator"].at_times == ["renew"]
    page = chart_document([Standings(kind, states)], DEFAULT_POLICY)
    assert "| `BORROWED` | `bring-back`<br>*at times* `renew` |" in page
    assert "| `BACK` (closed) |" in page


def test_a_status_in_which_no_state_stands_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="loan: no state stands in BACK"):
        situations(Standings(CHARTED_LOAN, [Loan(status="BORROWED")]), DEFAULT_POLICY)
