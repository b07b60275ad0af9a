"""Events that earlier code wrote are read as those of today; what was written, and its hash, stays as it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

import pytest

from luyue.activities.handle import Handle
from luyue.domain.messages import Event, Upcast
from luyue.domain.process import Kind
from luyue.journal.journal import Journal
from luyue.journal.streams import UnknownEvent, fold_recorded, typed_event
from luyue.journal.verification import verify
from tests.workflow import stages, toy_kind
from tests.workflow.test_events_of_newer_code import call
from tests.workflow.toy_kind import LOAN, BookOverdue, Loan


def named_anew(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"policy": data["policy_version"]}


def with_shelf(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**data, "shelf": "unknown"}


class BookBorrowed(Event):
    """As the release after next writes it: a field has got another name, then one came in addition."""

    schema_version: ClassVar[int] = 3
    upcasts: ClassVar[Mapping[int, Upcast]] = {1: named_anew, 2: with_shelf}

    policy: str
    shelf: str


def evolve(state: Loan, event: Event, at: datetime) -> Loan:
    if isinstance(event, BookBorrowed):
        return state.model_copy(update={"status": "BORROWED", "policy_version": event.policy})
    return toy_kind.evolve(state, event, at)


LATER: Kind[Loan] = replace(LOAN, state_shape=2, events=(BookBorrowed, BookOverdue), evolve=evolve)

VERSIONS = {
    1: {"policy_version": "p1"},
    2: {"policy": "p1"},
    3: {"policy": "p1", "shelf": "unknown"},
}


@pytest.mark.parametrize("version", VERSIONS)
def test_each_old_version_is_read_as_the_newest(version: int) -> None:
    written = dict(VERSIONS[version])
    assert typed_event(LATER, "BookBorrowed", version, written) == BookBorrowed(policy="p1", shelf="unknown")
    assert written == VERSIONS[version]


def test_a_version_still_to_come_is_unknown() -> None:
    with pytest.raises(UnknownEvent, match="loan: BookBorrowed v4"):
        typed_event(LATER, "BookBorrowed", 4, VERSIONS[3])


def test_a_version_that_nobody_brings_up_to_date_is_not_guessed_at() -> None:
    with pytest.raises(LookupError):
        typed_event(LATER, "BookBorrowed", 0, VERSIONS[1])


async def test_what_was_written_stays_and_still_proves_whole(journal: Journal) -> None:
    name = stages.new_name("ln")
    await Handle(journal, [LOAN], test_clock=False).handle(call(name, "borrow", pages=100))
    outcome = await Handle(journal, [LATER], test_clock=False).handle(call(name))
    assert outcome.status == "BORROWED"
    (event,) = await journal.streams.history(LOAN.stream(name))
    assert (event.schema_version, event.data.keys()) == (1, {"policy_version"})
    assert fold_recorded(LATER, [event]).policy_version == event.data["policy_version"]
    findings = await verify(journal, [LATER], only=LOAN.stream(name))
    assert (findings.events, findings.differences) == (1, [])
