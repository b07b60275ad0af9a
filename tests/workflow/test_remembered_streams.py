"""A worker never trusts its memory of a stream: two workers that take turns, repeats, a stream taken back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from luyue.activities.handle import Handle
from luyue.journal.streams import Loaded
from luyue.worker.kinds import KINDS
from luyue.workflows.messages import HandleCall, Issued, Outcome
from tests.workflow import stages
from tests.workflow.house import House


class Hand:
    """A worker's `handle`, called as the workflow calls it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.activity = Handle(house.journal, [declared.kind for declared in KINDS], test_clock=True)

    async def __call__(self, name: str, command: str, **payload: Any) -> Outcome:
        now = datetime.now(UTC)
        issued = Issued(name=command, payload=payload, actor="service:test", at=now, command_id=command)
        return await self.activity.handle(HandleCall(kind="sample-request", id=name, now=now, command=issued))


@pytest.fixture
def one(house: House) -> Hand:
    return Hand(house)


@pytest.fixture
def other(house: House) -> Hand:
    return Hand(house)


@pytest.fixture
async def name(house: House, one: Hand) -> str:
    """A pending request that `one` remembers as such."""
    name = await stages.known(house)
    await one(name, "apply", **stages.application(name))
    return name


async def test_what_another_worker_did_meanwhile_is_not_refused_from_memory(name: str, one: Hand, other: Hand) -> None:
    await other(name, "approve")
    shipped = await one(name, "ship", **stages.SHIPMENT)
    assert (shipped.refused, shipped.status, shipped.version) == (None, "SHIPPED", 3)


async def test_what_another_worker_ruled_out_is_not_done_from_memory(
    name: str, house: House, one: Hand, other: Hand
) -> None:
    await other(name, "withdraw")
    late = await one(name, "approve")
    assert late.refused is not None
    assert await house.types(name) == ["SampleRequested", "SampleRequestWithdrawn"]


async def test_a_refusal_from_memory_stands_while_the_stream_is_the_same(
    name: str, house: House, one: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    load = house.journal.streams.load

    async def looked_at(stream: str, command_id: str | None) -> Loaded:
        found.append(await load(stream, command_id))
        return found[-1]

    monkeypatch.setattr(house.journal.streams, "load", looked_at)
    refused = await one(name, "ship", **stages.SHIPMENT)
    assert refused.refused is not None
    assert [loaded.version for loaded in found] == [1]
    assert (await one(name, "approve")).refused is None


async def test_a_command_that_another_worker_carried_out_is_not_refused_from_memory(
    name: str, one: Hand, other: Hand
) -> None:
    await one(name, "approve")
    await other(name, "ship", **stages.SHIPMENT)
    repeated = await one(name, "ship", **stages.SHIPMENT)
    assert (repeated.refused, repeated.result_version) == (None, 3)


@pytest.mark.parametrize(("again", "payload"), [("approve", {}), ("advance", {"by": "PT1H"})])
async def test_a_command_carried_out_again_gives_its_first_result(
    name: str, house: House, one: Hand, again: str, payload: dict[str, Any]
) -> None:
    first = await one(name, again, **payload)
    repeated = await one(name, again, **payload)
    assert first.refused is None
    assert (repeated.refused, repeated.result_version, repeated.version) == (None, first.result_version, first.version)
    assert len(await house.events(name)) == first.version


async def test_a_stream_taken_back_under_a_worker_is_read_again(name: str, house: House, one: Hand) -> None:
    await house.journal.pool.execute("delete from processes where stream = $1", house.stream(name))
    approved = await one(name, "approve")
    assert approved.refused is not None
    assert await house.types(name) == ["SampleRequested"]
    assert await house.status(name) is None
