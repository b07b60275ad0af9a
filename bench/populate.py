"""Open processes in the journal that Temporal knows nothing of, as after the loss of its database."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from bench.lifecycles import CREATOR, MERCHANT, PRODUCT, SERVICE
from luyue.activities.handle import Handle
from luyue.domain.facts import SampleOffer
from luyue.domain.messages import Value
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.journal import Journal
from luyue.journal.lag import read_lag
from luyue.workflows.messages import HandleCall, Issued

One = TypeVar("One")
STATUS = "PENDING"
DUE_IN = DEFAULT_POLICY.approval_window
AT_ONCE = 16


async def open_requests(journal: Journal, count: int) -> None:
    """Applies for as many samples, each decided by the rules and appended, without any workflow.

    Returns when all that is delivered. Reports come first: of a later one the router would tell the processes.
    """
    handle = Handle(journal, [SAMPLE_REQUEST], test_clock=False)

    async def report(about: tuple[str, Value]) -> None:
        stream, fact = about
        await journal.facts.report(stream, fact, actor=SERVICE, command_id="known", at=datetime.now(UTC))

    async def apply(one: str) -> None:
        now = datetime.now(UTC)
        fields = {"creator_id": f"c{one}", "product_id": "p1"}
        command = Issued(name="apply", payload=fields, actor=SERVICE, at=now, command_id=one)
        outcome = await handle.handle(HandleCall(kind="sample-request", id=f"sr_{one}", now=now, command=command))
        if outcome.status != STATUS:
            raise AssertionError(f"the request is {outcome.status}: {outcome.refused}")

    facts: dict[str, Value] = {
        f"merchant/{PRODUCT.merchant_id}": MERCHANT,
        "product/p1": PRODUCT,
        "sample-offer/p1": SampleOffer(offers_samples=True),
    }
    ids = [uuid.uuid4().hex for _ in range(count)]
    await each(report, [*facts.items(), *((f"creator/c{one}", CREATOR) for one in ids)])
    await delivered(journal)
    await each(apply, ids)
    await delivered(journal)


async def each(do: Callable[[One], Awaitable[object]], ones: Iterable[One], at_once: int = AT_ONCE) -> None:
    """Does it with all of them, `at_once` at a time."""
    waiting = iter(ones)

    async def worker() -> None:
        for one in waiting:
            await do(one)

    await asyncio.gather(*(worker() for _ in range(at_once)))


async def delivered(journal: Journal) -> None:
    """Returns when every subscription has delivered all that has happened, so that nothing else is measured.

    Raises AssertionError where a delivery was given up.
    """
    while True:
        lag = await read_lag(journal.pool, [])
        assert not any(held.parked for held in lag.held), lag.held
        if not lag.held and lag.subscriptions and not any(lag.subscriptions.values()):
            return
        await asyncio.sleep(0.5)
