"""The inbox: once an event and recipient, newest first in pages, read once."""

import asyncio
import uuid

import pytest

from luyue.domain.notices import Notice, Parties
from luyue.journal.inbox import Entry, Inbox
from luyue.journal.journal import Journal
from tests.journal.ledger import Ledger


def notice(recipient: str, message: str = "hello") -> Notice:
    return Notice(recipient=recipient, message=message, parameters={"due_at": "2026-01-01T00:00:00Z", "id": "1"})


async def test_an_event_is_told_to_each_recipient_once_however_often_it_is_delivered(
    journal: Journal, ledger: Ledger
) -> None:
    inbox = Inbox(journal.pool)
    await ledger.append("note/1", 1)
    [event] = await journal.streams.history("note/1")
    both = [notice("creator:c1"), notice("merchant:m1")]
    await asyncio.gather(*(inbox.add([Entry(event, both)]) for _ in range(8)))
    await inbox.add([Entry(event, [notice("creator:c1", "other")])])
    for recipient in ("creator:c1", "merchant:m1"):
        [message] = await inbox.newest(recipient, 10)
        assert (message.message, message.parameters) == ("hello", notice("").parameters)
        assert (str(message.event_id), message.stream) == (event.id, "note/1")
        assert (message.occurred_at, message.read_at) == (event.occurred_at, None)
    assert await inbox.newest("creator:c2", 10) == []


async def test_pages_go_from_the_newest_to_the_oldest(journal: Journal, ledger: Ledger) -> None:
    inbox = Inbox(journal.pool)
    await ledger.append("note/1", 1, 2, 3, 4, 5)
    events = await journal.streams.history("note/1")
    await inbox.add([Entry(event, [notice("ops", str(event.version))]) for event in events])
    first = await inbox.newest("ops", 2)
    assert [message.message for message in first] == ["5", "4"]
    second = await inbox.newest("ops", 2, before=first[-1].position)
    assert [message.message for message in second] == ["3", "2"]
    assert [message.message for message in await inbox.newest("ops", 2, before=second[-1].position)] == ["1"]


async def test_a_message_is_read_by_its_recipient_once(journal: Journal, ledger: Ledger) -> None:
    inbox = Inbox(journal.pool)
    await ledger.append("note/1", 1)
    [event] = await journal.streams.history("note/1")
    await inbox.add([Entry(event, [notice("creator:c1"), notice("merchant:m1")])])
    event_id = uuid.UUID(event.id)
    assert await inbox.mark_read("creator:c2", event_id) is None
    assert await inbox.mark_read("creator:c1", uuid.uuid4()) is None
    read_at = await inbox.mark_read("creator:c1", event_id)
    assert read_at is not None
    assert await inbox.mark_read("creator:c1", event_id) == read_at
    assert [message.read_at for message in await inbox.newest("creator:c1", 1)] == [read_at]
    assert [message.read_at for message in await inbox.newest("merchant:m1", 1)] == [None]


async def test_what_is_unread_can_be_listed_alone(journal: Journal, ledger: Ledger) -> None:
    inbox = Inbox(journal.pool)
    await ledger.append("note/1", 1, 2, 3, 4)
    events = await journal.streams.history("note/1")
    await inbox.add([Entry(event, [notice("ops", str(event.version)), notice("creator:c1")]) for event in events])
    await inbox.mark_read("ops", uuid.UUID(events[1].id))
    first = await inbox.newest("ops", 2, unread=True)
    assert [message.message for message in first] == ["4", "3"]
    assert [message.message for message in await inbox.newest("ops", 2, first[-1].position, unread=True)] == ["1"]
    assert len(await inbox.newest("creator:c1", 10, unread=True)) == 4


async def test_a_process_that_names_no_parcel_has_none(journal: Journal, ledger: Ledger) -> None:
    await ledger.append("note/1", 1)
    with pytest.raises(LookupError):
        await Inbox(journal.pool).parcel("note/1", 1, ["ShipmentRegistered"])


async def test_the_parties_of_a_process_come_from_its_row(journal: Journal, ledger: Ledger) -> None:
    inbox = Inbox(journal.pool)
    await ledger.append("note/1", 1)
    assert await inbox.parties("note/1") == Parties(id="1", creator_id="c1", merchant_id="m1", product_id="p1")
    with pytest.raises(LookupError):
        await inbox.parties("note/2")
