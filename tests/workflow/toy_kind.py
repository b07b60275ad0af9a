"""The domain of a toy kind: a book is borrowed, brought back within ten minutes, or overdue."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from luyue.domain.facts import Facts, Needs
from luyue.domain.messages import Command, Event, Refusal
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, Kind, Role, State, Summary, TimePassed, not_allowed

LOAN_WINDOW = timedelta(minutes=10)


class Borrow(Command):
    pages: int


class BringBack(Command):
    pass


class BookBorrowed(Event):
    policy_version: str


class BookBroughtBack(Event):
    pass


class BookOverdue(Event):
    pass


class Loan(State):
    pass


def decide(state: Loan, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    match state.status, command:
        case "", Borrow():
            if command.pages > 1000:
                raise Refusal.of("rule", "TOY-01", zh="太厚。", en="Too thick.", observed=command.pages, required=1000)
            return [BookBorrowed(policy_version=policy.version)]
        case (("BORROWED" | "OVERDUE"), BringBack()):
            return [BookBroughtBack()]
        case "BORROWED", TimePassed():
            return [BookOverdue()]
    raise not_allowed(state, type(command).__name__)


def evolve(state: Loan, event: Event, at: datetime) -> Loan:
    match event:
        case BookBorrowed():
            return state.model_copy(update={"status": "BORROWED", "policy_version": event.policy_version})
        case BookBroughtBack():
            return state.model_copy(update={"status": "BACK"})
    return state.model_copy(update={"status": "OVERDUE"})


def deadlines(state: Loan, policy: Policy) -> Sequence[Deadline]:
    if state.status != "BORROWED" or state.created_at is None:
        return []
    due_at = state.created_at + LOAN_WINDOW
    return [Deadline(name="loan_window", since=state.created_at, due_at=due_at, judged_at=due_at, then="overdue")]


def needs(state: Loan, command: Command) -> Needs:
    return Needs()


def summary(state: Loan) -> Summary:
    return Summary(
        closed=state.status == "BACK",
        creator_id=None,
        merchant_id=None,
        product_id=None,
        claim=None,
        subjects=frozenset(),
    )


def allowed_actions(state: Loan, role: Role) -> Sequence[str]:
    return ["bring-back"] if state.status in ("BORROWED", "OVERDUE") else []


def details(state: Loan, policy: Policy) -> Mapping[str, Any]:
    return {}


LOAN: Kind[Loan] = Kind(
    name="loan",
    id_prefix="ln",
    state=Loan,
    state_shape=1,
    commands={"borrow": Borrow, "bring-back": BringBack},
    events=(BookBorrowed, BookBroughtBack, BookOverdue),
    decide=decide,
    evolve=evolve,
    deadlines=deadlines,
    needs=needs,
    summary=summary,
    allowed_actions=allowed_actions,
    details=details,
)
