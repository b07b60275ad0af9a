"""Outages in the journal: which of them a decision is given, what is kept of that, and what it costs."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luyue.activities import turn
from luyue.activities.handle import Handle
from luyue.domain.facts import Facts, Needs
from luyue.domain.outage import Outage
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Note
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal import outages
from luyue.journal.connection import Pool
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal
from luyue.journal.outages import AlreadyReleased, DeclaredOutage, OutageRegister
from luyue.journal.recordings import Recording, recordings
from luyue.journal.reports import ReportsInPostgres
from luyue.journal.seen import NOTHING_SEEN
from luyue.journal.verification import verify
from luyue.replay.journals import decide_again
from luyue.workflows.messages import HandleCall, Issued
from tests import eligible
from tests.journal.test_plans import plan

START = datetime(2026, 3, 1, tzinfo=UTC)
DUE = START + timedelta(hours=48)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Request:
    """A sample request whose worker remembers nothing from one call to the next."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.sent = 0

    async def applied(self, at: datetime = START) -> "Request":
        facts = {
            "creator/c1": eligible.CREATOR,
            "merchant/m1": eligible.MERCHANT,
            "product/p1": eligible.product(),
            "sample-offer/p1": eligible.OFFER,
        }
        for stream, fact in facts.items():
            await self.journal.facts.report(stream, fact, actor="service:test", command_id="1", at=at - HOUR)
        await self.send("apply", at, creator_id="c1", product_id="p1")
        return self

    async def send(self, name: str, at: datetime, **payload: Any) -> list[str]:
        """The types of the events that come of a command, and of time up to it."""
        self.sent += 1
        command = Issued(name=name, payload=payload, actor="service:test", at=at, command_id=f"c{self.sent}")
        return await self._handled(HandleCall(kind="sample-request", id="sr_1", now=at, command=command))

    async def look(self, now: datetime) -> list[str]:
        """The types of the events that come of time alone."""
        return await self._handled(HandleCall(kind="sample-request", id="sr_1", now=now))

    async def _handled(self, call: HandleCall) -> list[str]:
        outcome = await Handle(self.journal, [SAMPLE_REQUEST], test_clock=False).handle(call)
        assert outcome.refused is None, outcome.refused
        self.wake_at = outcome.wake_at
        return [event.type for event in outcome.events]


@pytest.fixture
async def request_(journal: Journal) -> Request:
    return await Request(journal).applied()


@pytest.fixture
def register(journal: Journal) -> OutageRegister:
    return OutageRegister(journal.pool)


async def declare(
    register: OutageRegister, starts_at: datetime, ends_at: datetime | None = None, id: str = "ou_1"
) -> DeclaredOutage:
    outage = Outage(starts_at=starts_at, ends_at=ends_at, reason=Note(id=f"txt_{id}", digest="d"))
    return await register.declare(id, outage, "x", actor="ops:o1", command_id=f"declare {id}", at=starts_at)


async def release(register: OutageRegister, at: datetime, by: timedelta | None = None, id: str = "ou_1") -> None:
    await register.release(id, ends_at=None, extend_by=by, actor="ops:o1", command_id=f"release {id}", at=at)


async def test_a_decision_is_given_what_is_not_released_or_overlaps_the_time_that_it_asks_for(
    journal: Journal, register: OutageRegister
) -> None:
    await declare(register, START, id="ou_open")
    await declare(register, START, START + HOUR, id="ou_held")
    await declare(register, DUE + HOUR, id="ou_later")
    for id, starts_at, ends_at in (
        ("ou_before", START - 8 * HOUR, START - 4 * HOUR),
        ("ou_into_it", START - 3 * HOUR, START - HOUR),
        ("ou_touching", START - HOUR, START),
        ("ou_in", START, DUE + SECOND),
    ):
        await declare(register, starts_at, ends_at, id=id)
        await release(register, DUE + HOUR, id=id)
    earlier = {"ou_into_it", "ou_touching"}

    async def given(first: datetime, last: datetime) -> set[str]:
        return set((await gather(journal.pool, "note/1", Needs(outages=(first, last)))).outages)

    assert await given(DUE, DUE + SECOND) == {"ou_open", "ou_held", "ou_in"} | earlier
    assert await given(DUE, DUE + HOUR) == {"ou_open", "ou_held", "ou_in", "ou_later"} | earlier
    assert await given(DUE + SECOND, DUE + HOUR) == {"ou_open", "ou_held", "ou_in", "ou_later"} | earlier
    assert await given(DUE, DUE + HOUR - timedelta(microseconds=1)) == {"ou_open", "ou_held", "ou_in"} | earlier
    assert (await gather(journal.pool, "note/1", Needs(streams=("creator/c1",)))).outages == {}


async def test_of_two_releases_at_once_one_is_told_that_the_other_was_first(register: OutageRegister) -> None:
    await declare(register, START)

    async def try_to(command_id: str) -> str:
        try:
            await register.release("ou_1", ends_at=None, extend_by=None, actor="ops:o1", command_id=command_id, at=DUE)
        except AlreadyReleased:
            return "too late"
        return "released"

    assert sorted(await asyncio.gather(*map(try_to, ("a", "b")))) == ["released", "too late"]
    with pytest.raises(LookupError):
        await release(register, DUE, id="ou_2")


async def test_what_comes_due_only_after_a_release_wakes_by_itself_though_an_outage_would_have_held_it(
    journal: Journal, register: OutageRegister
) -> None:
    await journal.policies.add(DEFAULT_POLICY.model_copy(update={"version": "no-warnings", "due_soon": timedelta(0)}))
    began = datetime.now(UTC)
    request = await Request(journal).applied(began)
    due = began + timedelta(hours=48)
    await declare(register, due - HOUR)
    # In time, for the outage holds the answer; it would hold the shipment too, were it over by its due time.
    assert await request.send("approve", due + HOUR) == ["SampleRequestApproved"]
    ships_by = due + HOUR + timedelta(hours=48)
    assert request.wake_at == ships_by
    await release(register, due + 2 * HOUR)
    assert await request.look(ships_by + SECOND) == ["ShipmentOverdue"]


async def test_a_held_process_looks_again_by_itself_now_and_then(request_: Request, register: OutageRegister) -> None:
    await declare(register, DUE - HOUR)
    await request_.look(DUE + SECOND)
    assert request_.wake_at == DUE + SECOND + turn.HELD_LOOK
    await register.release(
        "ou_1", ends_at=DUE - SECOND, extend_by=None, actor="ops:o1", command_id="release", at=DUE + HOUR
    )
    assert await request_.look(DUE + HOUR + 2 * SECOND) == ["SampleRequestCancelled"]


async def test_a_held_process_goes_on_with_the_release(request_: Request, register: OutageRegister) -> None:
    await declare(register, DUE - HOUR)
    assert await request_.look(DUE + HOUR) == ["DeadlineApproaching"]
    await release(register, DUE + 2 * HOUR)
    # By a clock that is behind it is not released yet.
    assert await request_.look(DUE + 2 * HOUR) == []
    assert request_.wake_at == DUE + 2 * HOUR
    assert await request_.look(DUE + 2 * HOUR + SECOND) == ["DeadlineExtended"]
    assert request_.wake_at == DUE + 3 * HOUR
    assert await request_.look(DUE + 3 * HOUR) == []
    assert await request_.look(DUE + 3 * HOUR + SECOND) == ["SampleRequestCancelled"]


async def test_what_hangs_on_reports_is_extended_with_the_release_and_not_only_when_it_is_judged(
    request_: Request, register: OutageRegister, journal: Journal
) -> None:
    await request_.send("approve", START + HOUR)
    await request_.send("ship", START + 2 * HOUR, carrier="SF", tracking_no="SF1234567")
    await request_.send("confirm-receipt", START + 3 * HOUR)
    closes_at = START + 3 * HOUR + timedelta(hours=360)
    await declare(register, closes_at - HOUR)
    await release(register, closes_at + SECOND)
    assert await request_.look(closes_at + 2 * SECOND) == ["DeadlineApproaching", "DeadlineExtended"]
    extended = (await journal.streams.history("sample-request/sr_1"))[-1]
    assert extended.occurred_at == closes_at + SECOND
    assert datetime.fromisoformat(extended.data["until"]) == closes_at + HOUR + SECOND


async def decided_otherwise(journal: Journal, *, forgetful: bool = False) -> list[str]:
    """What comes out otherwise today; `forgetful`: where nobody had kept what each decision saw."""

    def taken(recording: Recording) -> Recording:
        decisions = tuple(
            one.model_copy(update={"seen": NOTHING_SEEN if one.command is None else one.seen})
            for one in recording.decisions
        )
        return recording.model_copy(update={"decisions": decisions}) if forgetful else recording

    found = []
    async for recording in recordings(journal):
        reports = ReportsInPostgres(journal.pool)
        found += [one.today for one in await decide_again(SAMPLE_REQUEST, taken(recording), reports)]
    return found


async def test_what_an_outage_held_and_moved_is_decided_again_in_the_same_way(
    request_: Request, register: OutageRegister, journal: Journal
) -> None:
    await declare(register, DUE - HOUR)
    await request_.look(DUE + HOUR)
    await release(register, DUE + 2 * HOUR)
    await request_.look(DUE + 2 * HOUR + SECOND)
    await declare(register, DUE + 3 * HOUR, id="ou_2")
    # In time, for its deadline is held again.
    assert await request_.send("approve", DUE + 9 * HOUR) == ["SampleRequestApproved"]
    await release(register, DUE + 10 * HOUR, id="ou_2")
    assert await request_.look(DUE + timedelta(days=30)) == [
        "DeadlineApproaching",
        "ShipmentOverdue",
        "DeadlineApproaching",
        "SampleRequestCancelled",
    ]
    assert await decided_otherwise(journal) == []
    assert await decided_otherwise(journal, forgetful=True) == [f"approval_window is due at {DUE.isoformat()}"]
    assert (await verify(journal, [SAMPLE_REQUEST])).differences == []


async def test_nothing_is_asked_of_outages_until_a_deadline_is_about_to_act(
    request_: Request, register: OutageRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Needs] = []

    async def noting(pool: Pool, stream: str, needs: Needs) -> Facts:
        asked.append(needs)
        return await gather(pool, stream, needs)

    monkeypatch.setattr(turn, "gather", noting)
    await request_.send("approve", START + HOUR)
    await request_.look(START + 45 * HOUR)
    assert [one.outages for one in asked] == [None, None]
    asked.clear()
    due_at = START + 49 * HOUR
    assert await request_.look(due_at + SECOND) == ["ShipmentOverdue"]
    assert [one.outages for one in asked] == [(due_at, due_at + SECOND)]


async def test_the_overdue_are_found_along_their_deadlines_and_outages_by_their_name(journal: Journal) -> None:
    overdue, page = await plan(journal, outages._OVERDUE, 5), await plan(journal, outages._PAGE, 2)
    assert "Seq Scan" not in overdue + page
    assert "Sort" not in overdue
    assert "Index Cond: ((kind = $1) AND (next_deadline_at <" in overdue
    assert "Index Cond: ((stream >= 'outage/'" in page
