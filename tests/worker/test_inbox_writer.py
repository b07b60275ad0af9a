"""The subscription behind the inbox: which events it writes notices of, and how it fails."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from luyue.activities.handle import Handle
from luyue.domain.facts import CartAccess, ParcelTracks
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.notices import NOTICES
from luyue.domain.shipment import SHIPMENT
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.inbox import Inbox
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from luyue.worker.inbox import InboxWriter
from luyue.worker.kinds import KINDS, Declared
from luyue.workflows.messages import HandleCall, Issued
from luyue.workflows.sample_request import SampleRequestProcess
from tests.journal.ledger import AT, Ledger


async def approved(journal: Journal, stream: str = "sample-request/sr_1") -> Recorded:
    """An approval as the feed carries it."""
    await Ledger(journal.streams).append(stream, 1)
    [event] = await journal.streams.history(stream)
    return replace(event, type="SampleRequestApproved", data={"note": None})


async def test_an_event_is_written_to_both_inboxes_once(journal: Journal) -> None:
    event, writer = await approved(journal), InboxWriter(journal.pool, KINDS)
    await writer.deliver(event)
    await writer.deliver(event)
    for recipient in ("creator:c1", "merchant:m1"):
        messages = await Inbox(journal.pool).newest(recipient, 10)
        assert [message.message for message in messages] == ["sample-request.approved"]
        assert NOTICES.render(messages[0].message, messages[0].parameters).zh.startswith(
            "商品 p1 的样品申请(sr_1)已通过"
        )


async def test_events_delivered_at_once_are_all_written(journal: Journal) -> None:
    writer = InboxWriter(journal.pool, KINDS)
    events = [await approved(journal, f"sample-request/sr_{number}") for number in range(20)]
    await asyncio.gather(*(writer.deliver(event) for event in events))
    await asyncio.gather(*(writer.deliver(event) for event in events))
    messages = await Inbox(journal.pool).newest("creator:c1", 100)
    assert sorted(message.stream for message in messages) == sorted(event.stream for event in events)


async def test_an_event_that_cannot_be_written_does_not_fail_those_delivered_with_it(journal: Journal) -> None:
    writer, good = InboxWriter(journal.pool, KINDS), await approved(journal)
    unusable = replace(await approved(journal, "sample-request/sr_2"), id="no uuid")
    # Both know their parties by now, and so come to be written in one statement.
    await asyncio.gather(writer.deliver(good), writer.deliver(unusable), return_exceptions=True)
    await journal.pool.execute("delete from inbox")
    results = await asyncio.gather(writer.deliver(good), writer.deliver(unusable), return_exceptions=True)
    assert [type(result).__name__ for result in results] == ["NoneType", "InvalidTextRepresentationError"]
    messages = await Inbox(journal.pool).newest("creator:c1", 10)
    assert [message.stream for message in messages] == [good.stream]


async def test_a_kind_without_notices_and_facts_are_passed_over(journal: Journal) -> None:
    silent = InboxWriter(journal.pool, [Declared(SAMPLE_REQUEST, SampleRequestProcess)])
    await silent.deliver(await approved(journal))
    await InboxWriter(journal.pool, KINDS).deliver(await approved(journal, "video/v1"))
    assert await journal.pool.fetchval("select count(*) from inbox") == 0


async def test_what_is_told_of_a_shipment_names_the_parcel_as_it_was_then(journal: Journal) -> None:
    handle, writer = Handle(journal, [SHIPMENT], test_clock=True), InboxWriter(journal.pool, KINDS)
    at = datetime.now(UTC) - timedelta(hours=2)
    registration = {
        "obligation": "sample-request/sr_1",
        "merchant_id": "m1",
        "product_id": "p1",
        "carrier": "SF",
        "tracking_no": "SF1234567890123",
        "not_before": at.isoformat(),
        "since": at.isoformat(),
    }
    abnormal = ParcelTracks(finding="number_abnormal")
    subject = "parcel/SF:SF1234567890123"
    await journal.facts.report(subject, abnormal, actor="service:s1", command_id="said", at=at)
    correction = {"carrier": "ZTO", "tracking_no": "751234567890"}
    for name, payload, later in (("register", registration, 0), ("correct", correction, 30)):
        now = at + timedelta(minutes=later)
        issued = Issued(name=name, payload=payload, actor="service:router", at=now, command_id=name)
        assert (await handle.handle(HandleCall(kind="shipment", id="sh_sr_1", now=now, command=issued))).refused is None
    events = await journal.streams.history("shipment/sh_sr_1")
    for event in reversed(events):
        await writer.deliver(event)
    told = {one.message: one.parameters for one in await Inbox(journal.pool).newest("merchant:m1", 10)}
    assert told["shipment.warned"]["tracking_no"] == "SF1234567890123"
    assert told["shipment.cleared.number"]["tracking_no"] == "751234567890"
    assert told["shipment.cleared.number"]["carrier_name"] == [{"zh": "中通速递", "en": "ZTO"}]


async def test_cart_access_is_told_to_the_creator(journal: Journal) -> None:
    writer, rights = InboxWriter(journal.pool, KINDS), ("showcase", "video_cart")
    for number, held in enumerate((rights, rights[:1], ())):
        fact = CartAccess(rights=held)
        await journal.facts.report("cart-access/c1", fact, actor="ops:o1", command_id=str(number), at=AT)
    for event in await journal.streams.history("cart-access/c1"):
        await writer.deliver(event)
    messages = await Inbox(journal.pool).newest("creator:c1", 10)
    told = ["cart-access.taken-away", "cart-access.changed", "cart-access.granted"]
    assert [message.message for message in messages] == told
    assert messages[1].parameters["rights"] == [{"zh": "商品橱窗", "en": "showcase"}]


async def test_an_event_of_a_newer_release_waits_for_a_worker_that_knows_it(journal: Journal) -> None:
    event = replace(await approved(journal), type="SampleRequestPraised")
    with pytest.raises(DeliveryFailed, match="SampleRequestPraised"):
        await InboxWriter(journal.pool, KINDS).deliver(event)


async def test_an_event_whose_process_has_no_row_fails(journal: Journal) -> None:
    event = replace(await approved(journal), stream="sample-request/sr_2")
    with pytest.raises(DeliveryFailed, match="no process sample-request/sr_2"):
        await InboxWriter(journal.pool, KINDS).deliver(event)


async def test_a_postgres_that_is_away_is_waited_for(journal: Journal) -> None:
    event = await approved(journal)
    journal.pool.terminate()
    with pytest.raises(TargetAway):
        await InboxWriter(journal.pool, KINDS).deliver(event)


async def test_a_message_without_words_is_never_written(journal: Journal) -> None:
    event = replace(await approved(journal), type="SampleRequestRejected", data={"reason": "unheard_of", "note": None})
    with pytest.raises(DeliveryFailed, match=r"sample-request\.rejected\.unheard_of"):
        await InboxWriter(journal.pool, KINDS).deliver(event)
    assert await journal.pool.fetchval("select count(*) from inbox") == 0
