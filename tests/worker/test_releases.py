"""Releases of outages: who is told, how often, and what a report of an outage is a release of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.service import RPCStatusCode

from luyue.activities.handle import Handle
from luyue.domain.outage import Outage
from luyue.domain.process import Note
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.journal import Journal
from luyue.journal.outages import OutageRegister, overdue_streams
from luyue.journal.streams import Recorded
from luyue.worker.kinds import KINDS
from luyue.worker.releases import AHEAD, AT_ONCE, Releases, is_release
from luyue.worker.router import is_routed
from luyue.worker.signals import Signals
from luyue.workflows.messages import HandleCall, Issued
from tests import eligible
from tests.worker.test_router import Signalled

KIND = ["dispute", "sample-request"]
NOW = datetime.now(UTC) - timedelta(hours=53)
DUE = NOW + timedelta(hours=48)
END = DUE + timedelta(hours=4)
"""An hour ago: what an outage from two hours before `DUE` to here moves is due in an hour."""


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


async def released(journal: Journal, ends_at: datetime | None = None) -> list[Recorded]:
    """An outage from two hours before `DUE` to its release four hours after it, and both its reports."""
    register = OutageRegister(journal.pool)
    outage = Outage(starts_at=DUE - timedelta(hours=2), reason=Note(id="txt_1", digest="d"))
    await register.declare("ou_1", outage, "x", actor="ops:o1", command_id="declared", at=DUE)
    await register.release("ou_1", ends_at=ends_at, extend_by=None, actor="ops:o1", command_id="released", at=END)
    return await journal.streams.history("outage/ou_1")


async def test_whoever_is_overdue_is_told_to_look_again(
    releases: Releases, client: Signalled, journal: Journal
) -> None:
    overdue = [await applied(journal, number) for number in range(AT_ONCE + 2)]
    await applied(journal, 900, at=datetime.now(UTC))
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


@pytest.mark.parametrize("due_at", [END - timedelta(hours=1), END + timedelta(hours=1)])
async def test_what_came_due_between_the_end_and_the_record_of_the_release_is_told_for_it_was_held_too(
    releases: Releases, client: Signalled, journal: Journal, due_at: datetime
) -> None:
    held = await applied(journal, 1, at=due_at - timedelta(hours=48))
    _, release = await released(journal, ends_at=DUE)
    await releases.deliver(release)
    assert client.ids == [held]


async def test_what_was_due_by_a_clock_that_is_ahead_of_the_workers_is_told(
    releases: Releases, client: Signalled, journal: Journal
) -> None:
    held = await applied(journal, 1, at=datetime.now(UTC) - timedelta(hours=48) + AHEAD)
    _, release = await released(journal)
    await releases.look_again(release)
    assert client.ids == [held]


async def test_one_that_cannot_be_told_keeps_nobody_else_from_being_told(
    client: Signalled, journal: Journal, releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    streams = [await applied(journal, number) for number in range(AT_ONCE + 2)]
    _, release = await released(journal)
    told: list[str] = []

    async def send(_self: Signals, stream: str, name: str, payload: dict[str, Any]) -> None:
        if stream == streams[0]:
            raise DeliveryFailed("no")
        told.append(stream)

    monkeypatch.setattr(Signals, "send", send)
    with pytest.raises(DeliveryFailed):
        await releases.deliver(release)
    assert sorted(told) == sorted(streams[1:])


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
