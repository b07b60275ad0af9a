"""Releases of outages: who is told, how often, and what a report of an outage is a release of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.service import RPCStatusCode

from luyue.activities.handle import Handle
from luyue.domain.outage import Outage
from luyue.domain.process import Note
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.delivery import TargetAway
from luyue.journal.journal import Journal
from luyue.journal.outages import OutageRegister, overdue_streams
from luyue.journal.streams import Recorded
from luyue.worker.kinds import KINDS
from luyue.worker.releases import AT_ONCE, Releases, is_release
from luyue.worker.router import is_routed
from luyue.worker.signals import Signals
from luyue.workflows.messages import HandleCall, Issued
from tests import eligible
from tests.worker.test_router import Signalled

KIND = ["dispute", "sample-request"]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUE = NOW + timedelta(hours=48)
END = DUE + timedelta(hours=4)


@pytest.fixture
def client() -> Signalled:
    return Signalled()


@pytest.fixture
def releases(client: Signalled, journal: Journal) -> Releases:
    return Releases(Signals(client, "queue"), journal.pool, KINDS, decided_within=timedelta(0))  # type: ignore[arg-type]


async def applied(journal: Journal, number: int, at: datetime = NOW) -> str:
    """A sample request whose answer is due 48 hours later."""
    facts = {
        f"creator/c{number}": eligible.CREATOR,
        "merchant/m1": eligible.MERCHANT,
        "product/p1": eligible.product(),
        "sample-offer/p1": eligible.OFFER,
    }
    for stream, fact in facts.items():
        await journal.facts.report(stream, fact, actor="service:test", command_id="1", at=at - timedelta(days=1))
    id = f"sr_{number:03}"
    payload = {"creator_id": f"c{number}", "product_id": "p1"}
    command = Issued(name="apply", payload=payload, actor="creator:c1", at=at, command_id="apply")
    await handled(journal, id, at, command)
    return f"sample-request/{id}"


async def handled(journal: Journal, id: str, now: datetime, command: Issued | None = None) -> list[str]:
    """The types of the events that come of a call, as they do in a worker that remembers nothing."""
    handle = Handle(journal, [SAMPLE_REQUEST], test_clock=False)
    outcome = await handle.handle(HandleCall(kind="sample-request", id=id, now=now, command=command))
    assert outcome.refused is None
    return [event.type for event in outcome.events]


async def released(journal: Journal) -> list[Recorded]:
    """An outage from two hours before to two hours after `DUE`, and both its reports."""
    register = OutageRegister(journal.pool)
    outage = Outage(starts_at=DUE - timedelta(hours=2), reason=Note(id="txt_1", digest="d"))
    await register.declare("ou_1", outage, "x", actor="ops:o1", command_id="declared", at=DUE)
    await register.release("ou_1", ends_at=None, extend_by=None, actor="ops:o1", command_id="released", at=END)
    return await journal.streams.history("outage/ou_1")


async def test_whoever_is_overdue_is_told_to_look_again(
    releases: Releases, client: Signalled, journal: Journal
) -> None:
    overdue = [await applied(journal, number) for number in range(AT_ONCE + 2)]
    await applied(journal, 900, at=NOW + timedelta(hours=4))
    closed = await applied(journal, 901, at=NOW - timedelta(hours=3))
    assert await handled(journal, "sr_901", DUE) == ["DeadlineApproaching", "SampleRequestCancelled"]
    declaration, release = await released(journal)
    assert [is_release(one) for one in (declaration, release)] == [False, True]
    assert not is_release(replace(release, stream="video/v1"))
    assert not is_routed(release)

    await releases.deliver(release)

    assert sorted(client.ids) == sorted(overdue)
    assert closed not in client.ids
    assert {(one["start_signal"], str(one["start_signal_args"])) for one in client.started} == {("look-again", "[{}]")}


async def test_a_repeat_tells_only_those_that_are_overdue_still(
    releases: Releases, client: Signalled, journal: Journal
) -> None:
    for number in (1, 2):
        await applied(journal, number)
        assert await handled(journal, f"sr_{number:03}", DUE) == ["DeadlineApproaching"]
    _, release = await released(journal)
    after = END + timedelta(seconds=1)
    assert await handled(journal, "sr_001", after) == ["DeadlineExtended"]
    assert await handled(journal, "sr_001", after) == []
    await releases.look_again(release)
    assert client.ids == ["sample-request/sr_002"]


async def test_an_outage_of_temporal_is_no_fault_of_the_release(
    releases: Releases, client: Signalled, journal: Journal
) -> None:
    await applied(journal, 1)
    _, release = await released(journal)
    client.fails = RPCStatusCode.UNAVAILABLE
    with pytest.raises(TargetAway):
        await releases.deliver(release)


async def test_the_overdue_come_in_batches_the_longest_overdue_first(journal: Journal) -> None:
    later = [await applied(journal, number, at=NOW + timedelta(minutes=1)) for number in range(3)]
    sooner = [await applied(journal, number) for number in range(3, 5)]
    batches = [batch async for batch in overdue_streams(journal.pool, KIND, END, size=2)]
    assert batches == [sooner, later[:2], later[2:]]
    assert [batch async for batch in overdue_streams(journal.pool, KIND, DUE)] == []
