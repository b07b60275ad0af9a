"""The links between processes: whom they signal, with what, and what they make of failures."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from temporalio.service import RPCError, RPCStatusCode

from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.process import Advance
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.journal import Journal
from luyue.journal.streams import Draft, Recorded
from luyue.journal.view import view_row
from luyue.worker.kinds import KINDS
from luyue.worker.linking import Linking
from luyue.worker.signals import Signals
from tests.unit import cooperation_order_stories as orders
from tests.unit.given_when_then import Process

ORDER, DISPUTE = "cooperation-order/co_1", "dispute/ds_1"


@dataclass
class Signalled:
    """In the place of a client: keeps what it is asked to start, or fails."""

    started: list[dict[str, Any]] = field(default_factory=list)
    fails: RPCStatusCode | None = None

    async def start_workflow(self, kind: str, _start: object, **options: Any) -> None:
        if self.fails is not None:
            raise RPCError("no", self.fails, b"")
        self.started.append({"kind": kind, **options})


@pytest.fixture
def client() -> Signalled:
    return Signalled()


@pytest.fixture
def linking(client: Signalled, journal: Journal) -> Linking:
    return Linking(Signals(client, "queue"), journal.pool, KINDS)  # type: ignore[arg-type]


async def recorded(journal: Journal, order: Process) -> Recorded:
    """Writes an order's history; gives its last event as the feed carries it."""
    drafts = [Draft(one, "merchant:m1", f"command-{number}") for number, one in enumerate(order.history)]
    row = view_row(COOPERATION_ORDER, "co_1", COOPERATION_ORDER.state(), order.state, order.policy)
    await journal.streams.append(ORDER, await journal.streams.load(ORDER, None), drafts, row, None)
    return (await journal.streams.history(ORDER))[-1]


async def test_who_is_told_is_signalled_or_started_with_the_events_own_actor_and_time(
    linking: Linking, client: Signalled, journal: Journal
) -> None:
    event = await recorded(journal, orders.disputed(orders.delivered(), orders.DELIVERED))
    await linking.deliver(event)
    await linking.deliver(event)
    one, again = client.started
    assert one == again
    assert (one["kind"], one["id"], one["task_queue"], one["start_signal"]) == ("dispute", DISPUTE, "queue", "open")
    [payload] = one["start_signal_args"]
    assert (payload["subject"], payload["opened_by"], payload["actor"]) == (ORDER, "creator", "merchant:m1")
    assert payload["at"] == orders.DELIVERED.isoformat()


async def test_the_time_is_the_wall_clocks_where_a_test_clock_was_advanced(
    linking: Linking, client: Signalled, journal: Journal
) -> None:
    order = orders.delivered()
    order.issue(Advance(by=timedelta(days=3)), orders.DELIVERED)
    order.issue(orders.dispute(), orders.DELIVERED + orders.SECOND)
    await linking.deliver(await recorded(journal, order))
    assert client.started[0]["start_signal_args"][0]["at"] == (orders.DELIVERED + orders.SECOND).isoformat()


async def test_only_the_events_that_mean_something_for_others_are_looked_at(linking: Linking, journal: Journal) -> None:
    disputed = await recorded(journal, orders.disputed(orders.delivered(), orders.DELIVERED))
    assert linking.concerns(disputed)
    assert not linking.concerns(replace(disputed, stream="sample-request/sr_1"))
    assert not linking.concerns(replace(disputed, type="OrderAccepted"))


async def test_failures_hold_the_event_back_or_wait(
    linking: Linking, client: Signalled, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await recorded(journal, orders.disputed(orders.delivered(), orders.DELIVERED))
    client.fails = RPCStatusCode.UNAVAILABLE
    with pytest.raises(TargetAway):
        await linking.deliver(event)
    client.fails = RPCStatusCode.INVALID_ARGUMENT
    with pytest.raises(DeliveryFailed):
        await linking.deliver(event)

    async def away(*_: object, **__: object) -> list[Recorded]:
        raise asyncpg.CannotConnectNowError

    monkeypatch.setattr(linking._streams, "history", away)
    with pytest.raises(TargetAway):
        await linking.deliver(event)
