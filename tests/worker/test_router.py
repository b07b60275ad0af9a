"""The router: whom it signals, with what, and what it makes of Temporal's failures."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from luyue.domain.facts import Creator, LiveSession, ParcelTracks, Track, Video, content_subject, parcel_subject
from luyue.domain.messages import Value
from luyue.journal.delivery import DeliveryFailed, TargetAway
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from luyue.worker.router import Router
from luyue.worker.signals import Signals
from tests.journal.ledger import Ledger

AT = datetime(2026, 1, 1, tzinfo=UTC)
VIDEO = Video(creator_id="c1", product_ids=("p1", "p2"), state="published")


@dataclass
class Signalled:
    """In the place of a client: keeps what it is asked to start, or fails."""

    started: list[dict[str, Any]] = field(default_factory=list)
    fails: RPCStatusCode | None = None

    async def start_workflow(self, kind: str, _start: object, **options: Any) -> None:
        if self.fails is not None:
            raise RPCError("no", self.fails, b"")
        self.started.append({"kind": kind, **options})

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.started]


@pytest.fixture
def client() -> Signalled:
    return Signalled()


@pytest.fixture
def router(client: Signalled, journal: Journal) -> Router:
    return Router(Signals(client, "queue"), journal.pool, decided_within=timedelta(0))  # type: ignore[arg-type]


@pytest.fixture
def ledger(journal: Journal) -> Ledger:
    return Ledger(journal.streams)


async def report(journal: Journal, stream: str, fact: Value) -> Recorded:
    """Records a fact and gives its newest event."""
    await journal.facts.report(stream, fact, actor="service:test", command_id="1", at=AT)
    return (await journal.streams.history(stream))[-1]


async def test_each_process_that_listens_to_a_report_is_signalled_or_started(
    router: Router, client: Signalled, journal: Journal, ledger: Ledger
) -> None:
    both = [content_subject("c1", "p1"), content_subject("c1", "p2")]
    await ledger.append("sample-request/1", 1, listens=both)
    await ledger.append("cooperation-order/2", 1, listens=both[:1])
    await ledger.append("sample-request/3", 1, listens=[content_subject("c2", "p1")])
    event = await report(journal, "video/v1", VIDEO)
    await router.deliver(event)
    assert client.ids == ["cooperation-order/2", "sample-request/1"]
    one = client.started[1]
    assert (one["kind"], one["task_queue"], one["start_signal"]) == ("sample-request", "queue", "observe")
    assert one["id_conflict_policy"] == WorkflowIDConflictPolicy.USE_EXISTING
    assert one["id_reuse_policy"] == WorkflowIDReusePolicy.ALLOW_DUPLICATE
    [payload] = one["start_signal_args"]
    assert (payload["source"], payload["actor"]) == ("video/v1", "service:router")
    assert datetime.fromisoformat(payload["at"]) == event.recorded_at


async def test_a_repeat_has_the_same_command_id_and_any_other_signal_another(
    router: Router, client: Signalled, journal: Journal, ledger: Ledger
) -> None:
    for id in (1, 2):
        await ledger.append(f"sample-request/{id}", 1, listens=[content_subject("c1", "p1")])
    first = await report(journal, "video/v1", VIDEO)
    await router.deliver(first)
    await router.deliver(first)
    await router.deliver(await report(journal, "video/v1", VIDEO.model_copy(update={"state": "unpublished"})))
    ids = [one["start_signal_args"][0]["command_id"] for one in client.started]
    assert ids[:2] == ids[2:4]
    assert len(set(ids)) == 4


async def test_a_report_that_no_longer_names_a_product_still_concerns_who_listens_to_it(
    router: Router, client: Signalled, journal: Journal, ledger: Ledger
) -> None:
    await ledger.append("sample-request/1", 1, listens=[content_subject("c1", "p1")])
    await report(journal, "video/v1", VIDEO)
    await router.deliver(await report(journal, "video/v1", VIDEO.model_copy(update={"product_ids": ("p9",)})))
    assert client.ids == ["sample-request/1"]


async def test_live_sessions_and_parcels_are_routed_and_nothing_else_is(
    router: Router, client: Signalled, journal: Journal, ledger: Ledger
) -> None:
    subjects = [content_subject("c1", "p1"), parcel_subject("SF", "1234")]
    await ledger.append("sample-request/1", 1, listens=subjects)
    session = {"started_at": AT, "cart": [{"product_id": "p1", "added_at": AT}]}
    await router.deliver(await report(journal, "live-session/l1", LiveSession(creator_id="c1", **session)))  # type: ignore[arg-type]
    await router.deliver(await report(journal, "parcel/SF:1234", ParcelTracks(tracks=(Track(at=AT, kind="pickup"),))))
    assert client.ids == ["sample-request/1"] * 2
    await router.deliver(await report(journal, "creator/c1", Creator()))
    await router.deliver((await journal.streams.history("sample-request/1"))[0])
    assert len(client.started) == 2


async def test_the_second_look_finds_only_who_began_to_listen_after_the_report(
    router: Router, client: Signalled, journal: Journal, ledger: Ledger
) -> None:
    await ledger.append("sample-request/1", 1, listens=[content_subject("c1", "p1")])
    event = await report(journal, "video/v1", VIDEO)
    await ledger.append("sample-request/2", 1, listens=[content_subject("c1", "p1")])
    await router.look_again(event)
    assert client.ids == ["sample-request/2"]
    await router.look_again(await report(journal, "creator/c1", Creator()))
    assert client.ids == ["sample-request/2"]


async def test_the_second_look_waits_until_nobody_can_be_deciding_without_the_report(
    client: Signalled, journal: Journal, ledger: Ledger
) -> None:
    window = timedelta(milliseconds=300)
    router = Router(Signals(client, "queue"), journal.pool, decided_within=window)  # type: ignore[arg-type]
    event = await report(journal, "video/v1", VIDEO)
    await router.look_again(event)
    assert datetime.now(UTC) >= event.recorded_at + window


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (RPCStatusCode.UNAVAILABLE, TargetAway),
        (RPCStatusCode.DEADLINE_EXCEEDED, TargetAway),
        (RPCStatusCode.RESOURCE_EXHAUSTED, TargetAway),
        (RPCStatusCode.INVALID_ARGUMENT, DeliveryFailed),
        (RPCStatusCode.NOT_FOUND, DeliveryFailed),
    ],
)
async def test_a_temporal_that_is_away_is_told_from_one_that_refuses(
    router: Router,
    client: Signalled,
    journal: Journal,
    ledger: Ledger,
    status: RPCStatusCode,
    failure: type[Exception],
) -> None:
    await ledger.append("sample-request/1", 1, listens=[content_subject("c1", "p1")])
    client.fails = status
    with pytest.raises(failure):
        await router.deliver(await report(journal, "video/v1", VIDEO))


async def test_a_postgres_that_is_away_is_waited_for(router: Router, journal: Journal) -> None:
    event = await report(journal, "video/v1", VIDEO)
    journal.pool.terminate()
    with pytest.raises(TargetAway):
        await router.deliver(event)
