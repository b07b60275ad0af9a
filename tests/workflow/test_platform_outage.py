"""A platform outage of eight hours over fifty deadlines: nobody is late, each gets its eight hours, and acts then."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from luyue.domain.outage import Outage
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Note
from luyue.journal.journal import Journal
from luyue.journal.outages import DeclaredOutage, OutageRegister
from luyue.journal.recordings import recordings
from luyue.journal.reports import ReportsInPostgres
from luyue.journal.streams import Recorded
from luyue.journal.verification import verify
from luyue.replay.journals import decide_again
from luyue.worker.kinds import KINDS
from luyue.worker.releases import Releases, is_release
from luyue.worker.signals import Signals
from tests.conftest import Eventually
from tests.reused import ReusedDatabase
from tests.workflow import consumer_order_stages, dispute_stages, order_stages, stages
from tests.workflow.house import House
from tests.workflow.neighbours import of_kind
from tests.workflow.virtual_house import VirtualHouse

SECOND = timedelta(seconds=1)
EIGHT = timedelta(hours=8)
WINDOW = timedelta(hours=48)
POLICY = DEFAULT_POLICY.model_copy(
    update={
        "version": "all-in-48-hours",
        **dict.fromkeys(("approval_window", "shipping_due", "receipt_window", "acceptance_window"), WINDOW),
        "ruling_due": WINDOW,
    }
)
WARNING = "DeadlineApproaching"


@dataclass(frozen=True)
class Expected:
    """A process whose next deadline is `deadline`, due 48 hours after its last event, and the event it leads to."""

    house: VirtualHouse
    name: str
    deadline: str
    due_at: datetime
    event: str

    async def news(self) -> list[Recorded]:
        """What has happened since, apart from warnings."""
        return [
            one
            for one in await self.house.events(self.name)
            if one.actor.startswith(("timer:", "outage:")) and one.type != WARNING
        ]


@pytest.fixture(scope="session")
async def outage_database(postgres_url: str) -> AsyncIterator[ReusedDatabase]:
    database = await ReusedDatabase.made(postgres_url, "outage_rehearsal")
    yield database
    await database.owner.close()


@pytest.fixture
async def rehearsal(time_skipping: WorkflowEnvironment, outage_database: ReusedDatabase) -> AsyncIterator[VirtualHouse]:
    """A house without a worker and with a journal of its own: an outage would hold the deadlines of other tests."""
    await outage_database.empty()
    journal = await Journal.open(outage_database.url)
    await journal.policies.add(POLICY)
    house = VirtualHouse(time_skipping.client, journal, f"outage-{uuid.uuid4().hex[:8]}", environment=time_skipping)
    async with of_kind(house, house.kind) as ended_with_it:
        yield ended_with_it
    journal.pool.terminate()


Begin = Callable[[VirtualHouse], Awaitable[str]]


async def proposed(house: VirtualHouse) -> str:
    return await order_stages.proposed(house, await house.now() + timedelta(days=30))


async def placed(house: VirtualHouse) -> str:
    return await consumer_order_stages.placed(house, await house.now())


EVERY_BATCH: tuple[tuple[str, Begin, str, str], ...] = (
    ("sample-request", stages.pending, "approval_window", "SampleRequestCancelled"),
    ("sample-request", stages.pending, "approval_window", "SampleRequestCancelled"),
    ("sample-request", stages.approved, "shipping_due", "ShipmentOverdue"),
    ("sample-request", stages.approved, "shipping_due", "ShipmentOverdue"),
    ("sample-request", stages.shipped, "receipt_window", "ReceiptConfirmed"),
    ("cooperation-order", proposed, "acceptance_window", "OrderExpired"),
    ("cooperation-order", proposed, "acceptance_window", "OrderExpired"),
    ("dispute", dispute_stages.opened, "ruling_due", "DisputeEscalated"),
    ("consumer-order", placed, "shipping_due", "ConsumerOrderOverdue"),
    ("consumer-order", placed, "shipping_due", "ConsumerOrderOverdue"),
)
BATCHES = 5


async def begun(houses: dict[str, VirtualHouse]) -> list[Expected]:
    """One batch of processes, each with a deadline in 48 hours."""

    async def begin(kind: str, stage: Begin, deadline: str, event: str) -> Expected:
        house = houses[kind]
        name = await stage(house)
        row = await house.journal.pool.fetchrow(
            "select next_deadline, next_deadline_at from processes where stream = $1", house.stream(name)
        )
        assert row["next_deadline"] == deadline
        return Expected(house, name, deadline, row["next_deadline_at"], event)

    return list(await asyncio.gather(*(begin(*one) for one in EVERY_BATCH)))


async def declare(house: House, starts_at: datetime, at: datetime) -> DeclaredOutage:
    outage = Outage(starts_at=starts_at, reason=Note(id="txt_1", digest="d"))
    return await OutageRegister(house.journal.pool).declare(
        "ou_1", outage, "The power failed.", actor="ops:o1", command_id="declared", at=at
    )


async def release(house: House, at: datetime) -> Recorded:
    await OutageRegister(house.journal.pool).release(
        "ou_1", ends_at=None, extend_by=None, actor="ops:o1", command_id="released", at=at
    )
    event = (await house.journal.streams.history("outage/ou_1"))[-1]
    assert is_release(event)
    return event


async def test_fifty_deadlines_over_an_outage_of_eight_hours(rehearsal: VirtualHouse, eventually: Eventually) -> None:
    async with AsyncExitStack() as neighbours:
        houses = {
            kind: await neighbours.enter_async_context(of_kind(rehearsal, kind))
            for kind in {kind for kind, *_ in EVERY_BATCH}
        }
        async with rehearsal.worker():
            begins_at = await rehearsal.now()
            fifty: list[Expected] = []
            for batch in range(BATCHES):
                await rehearsal.until(begins_at + batch * timedelta(minutes=90))
                fifty += await begun(houses)
            answered = await stages.pending(houses["sample-request"])
            starts_at = begins_at + WINDOW - timedelta(minutes=30)
            await rehearsal.until(starts_at)
        ends_at = starts_at + EIGHT
        assert len(fifty) == 50
        assert all(starts_at <= one.due_at < ends_at for one in fifty)

        # Nobody serves the task queue, and Temporal loses everything.
        for house in houses.values():
            await asyncio.gather(*(house.terminate(name) for name in house.started))
        await rehearsal.until(ends_at - timedelta(minutes=10))
        await declare(rehearsal, starts_at, await rehearsal.now())

        async with rehearsal.worker():
            await asyncio.gather(*(one.house.start(one.name) for one in fifty))
            await houses["sample-request"].send(answered, "approve")
            assert await houses["sample-request"].status(answered) == "AWAITING_SHIPMENT"
            await rehearsal.until(ends_at)

            async def all_have_been_handled() -> bool:
                return all([await one.house.happened(one.name, "MARKER_RECORDED") for one in fifty])

            await eventually(all_have_been_handled)
            assert [await one.news() for one in fifty] == [[]] * 50
            # None waits for a moment that is over: it would look again at once, and at once again.
            held = [one for one in fifty if one.deadline == "approval_window"]
            assert [len(await one.house.happened(one.name, "TIMER_STARTED")) for one in held] == [1] * len(held)

            released = await release(rehearsal, ends_at)
            releases = Releases(Signals(rehearsal.client, rehearsal.task_queue), rehearsal.journal.pool, KINDS)
            await releases.deliver(released)

            async def all_extended() -> bool:
                return all([len(await one.news()) == 1 for one in fifty])

            await eventually(all_extended)
            await releases.deliver(released)
            for one in fifty:
                [extended] = await one.news()
                assert (extended.type, extended.actor, extended.occurred_at) == (
                    "DeadlineExtended",
                    "outage:ou_1",
                    ends_at,
                )
                assert extended.data["deadline"] == one.deadline
                assert datetime.fromisoformat(extended.data["due_at"]) == one.due_at
                assert datetime.fromisoformat(extended.data["until"]) == one.due_at + EIGHT
                assert extended.data["outage"] == "ou_1"

            first, last = min(one.due_at for one in fifty), max(one.due_at for one in fifty)
            await rehearsal.until(first + EIGHT - SECOND)
            assert all([len(await one.news()) == 1 for one in fifty])
            await rehearsal.until(last + EIGHT + SECOND)

            async def all_acted() -> bool:
                return all([len(await one.news()) > 1 for one in fifty])

            await eventually(all_acted)
            for one in fifty:
                [_, acted, *_] = news = await one.news()
                assert (acted.type, acted.actor) == (one.event, f"timer:{one.deadline}")
                assert acted.occurred_at == one.due_at + EIGHT
                assert Counter(event.type for event in news)[one.event] == 1
            assert not [
                event for event in await houses["sample-request"].events(answered) if event.type == "DeadlineExtended"
            ]
            await check_the_journal(rehearsal.journal)


async def check_the_journal(journal: Journal) -> None:
    """Chains and rows agree, and today's rules decide all of it again as it was decided."""
    kinds = {declared.kind.name: declared.kind for declared in KINDS}
    findings = await verify(journal, kinds.values())
    assert findings.processes > 50
    assert findings.differences == []
    decided = 0
    async for recording in recordings(journal):
        kind = kinds[recording.stream.partition("/")[0]]
        assert await decide_again(kind, recording, ReportsInPostgres(journal.pool)) == []
        decided += len(recording.decisions)
    assert decided > 150
