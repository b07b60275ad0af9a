"""What is asked of the journal: as the API's routes ask for a process's progress, for lists of what is to be done."""

import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bench.append_story import STREAM_OF
from bench.reads_population import CREATORS, EVENTS_OF_ONE_IN, MERCHANTS, PRODUCTS
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal import feed
from luyue.journal.feed_pages import Wanted, page, settled
from luyue.journal.journal import Journal
from luyue.journal.processes import Filter, Order

PAGE = 20
FEED_PAGE = 500
FEED_EVENTS = 50_000
KIND = SAMPLE_REQUEST.name

Asking = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Question:
    """A question; `ask` makes it about the process with a number, out of `working_set` different ones.

    Of a round's reads it gets `share`: less where an answer takes long. It is to be `flat`, however many processes
    there are, unless it reads through all of a party's.
    """

    name: str
    ask: Callable[[Journal, int], Asking]
    working_set: int = 500
    share: float = 1.0
    flat: bool = True


def questions() -> list[Question]:
    """All of them."""
    return [
        Question("progress", _progress, working_set=2_000),
        Question("load for a command", _load, working_set=2_000),
        Question("events of a process", _events, working_set=2_000),
        _list("merchant's newest", lambda n: Filter(merchant_id=_merchant(n))),
        _list("merchant's PENDING", lambda n: Filter(merchant_id=_merchant(n), status="PENDING")),
        _list("merchant's BREACHED", lambda n: Filter(merchant_id=_merchant(n), status="BREACHED")),
        _list("merchant's next deadlines", lambda n: Filter(merchant_id=_merchant(n)), "next_deadline_at"),
        _list("merchant's product", lambda n: Filter(merchant_id=_merchant(n), product_id=_product(n))),
        _list("creator's newest", lambda n: Filter(creator_id=_creator(n))),
        _list("creator's PENDING", lambda n: Filter(creator_id=_creator(n), status="PENDING")),
        _list("creator's BREACHED", lambda n: Filter(creator_id=_creator(n), status="BREACHED")),
        _list("creator's next deadlines", lambda n: Filter(creator_id=_creator(n)), "next_deadline_at"),
        _list("all BREACHED", lambda n: Filter(status="BREACHED")),
        _list("all next deadlines", lambda n: Filter(), "next_deadline_at"),
        Question("merchant's page of the feed", _feed_of_merchant, working_set=50, share=0.1, flat=False),
    ]


async def read_feed(journal: Journal, size: int) -> float:
    """Events a second that a subscription reads from the feed's beginning, page by page."""
    cursor, count = feed.START, 0
    started = time.perf_counter()
    while count < FEED_EVENTS:
        events = await feed.read(journal.pool, cursor, FEED_PAGE)
        if not events:
            break
        count += len(events)
        cursor = feed.Cursor.after(events[-1])
    return count / (time.perf_counter() - started)


def _progress(journal: Journal, number: int) -> Asking:
    stream = _stream(number)

    async def ask() -> Any:
        row = await journal.processes.find(stream)
        assert row is not None
        return await journal.processes.state(SAMPLE_REQUEST, row)

    return ask


def _load(journal: Journal, number: int) -> Asking:
    stream = _stream(number)
    return lambda: journal.streams.load(stream, "a new command")


def _events(journal: Journal, number: int) -> Asking:
    stream = _stream(max(number - number % EVENTS_OF_ONE_IN, EVENTS_OF_ONE_IN))

    async def ask() -> Any:
        events = await journal.streams.history(stream)
        assert events
        return events

    return ask


def _list(name: str, wanted: Callable[[int], Filter], order: Order = "created_at") -> Question:
    def about(journal: Journal, number: int) -> Asking:
        narrowed = wanted(number)
        return lambda: journal.processes.page(KIND, narrowed, order, None, PAGE + 1)

    return Question(name, about)


def _feed_of_merchant(journal: Journal, number: int) -> Asking:
    wanted = Wanted(frozenset({KIND}), merchant_id=_merchant(number))

    async def ask() -> Any:
        return await page(journal.pool, feed.START, PAGE, wanted, await settled(journal.pool))

    return ask


def _stream(number: int) -> str:
    return STREAM_OF(f"sr_{hashlib.md5(str(number).encode()).hexdigest()}")


def _merchant(number: int) -> str:
    return f"m{number * 13 % PRODUCTS % MERCHANTS}"


def _creator(number: int) -> str:
    return f"c{number * 7 % CREATORS}"


def _product(number: int) -> str:
    return f"p{number * 13 % PRODUCTS}"
