"""What processes leave on record: a row's columns follow the fold, and the next application reads them by name."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from luyue.activities.handle import Handle
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.dispute import DISPUTE
from luyue.domain.facts import CartAccess, RecordEntry, Video
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Kind, Summary
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.state import SampleRequest
from luyue.journal import migrate as migrations
from luyue.journal.connection import Connection
from luyue.journal.journal import Journal
from luyue.journal.streams import fold_recorded
from luyue.journal.verification import verify
from luyue.journal.view import view_row
from luyue.workflows.messages import HandleCall, Issued, Outcome
from tests import eligible
from tests.journal.ledger import Ledger

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
KINDS: Mapping[str, Kind[Any]] = {kind.name: kind for kind in (SAMPLE_REQUEST, COOPERATION_ORDER, DISPUTE)}
CREATORS = RecordEntry(party="creator", what="breach", at=START)
MERCHANTS = RecordEntry(party="merchant", what="default", at=START)
NOTE = {"id": "note-1", "digest": "d"}


class House:
    """Processes of all kinds, without Temporal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._handle = Handle(journal, KINDS.values(), test_clock=False)
        self._sent = 0

    async def send(self, stream: str, at: datetime, name: str, **payload: Any) -> Outcome:
        self._sent += 1
        kind, _, id = stream.partition("/")
        command = Issued(name=name, payload=payload, actor="service:test", at=at, command_id=f"{name}:{self._sent}")
        outcome = await self._handle.handle(HandleCall(kind=kind, id=id, now=at, command=command))
        assert outcome.refused is None, outcome.refused
        return outcome

    async def time_to(self, stream: str, now: datetime) -> Outcome:
        kind, _, id = stream.partition("/")
        return await self._handle.handle(HandleCall(kind=kind, id=id, now=now))

    async def default(self, stream: str, by: str) -> None:
        """A party asks out of an order and is not answered: it is in default from the end of the third day on."""
        terms: dict[str, Any] = {
            "merchant_id": "m1",
            "creator_id": "c1",
            "form": "live",
            "products": [{"product_id": "p1", "commission_rate": "0.1"}],
            "latest_broadcast_at": (START + 30 * DAY).isoformat(),
        }
        await self.send(stream, START, "propose", **terms)
        await self.send(stream, START, "accept")
        await self.send(stream, START, "request-cancellation", by=by)
        assert (await self.time_to(stream, START + 4 * DAY)).status == "CANCELLED"

    async def rule(self, stream: str, in_default: str) -> None:
        parties = {"creator_id": "c1", "merchant_id": "m1"}
        subject = stream.replace("dispute", "cooperation-order")
        await self.send(stream, START, "open", subject=subject, opened_by="ops", claim=NOTE, **parties)
        await self.send(stream, START + DAY, "rule", outcome="resume", in_default=in_default)

    async def record(self, stream: str) -> tuple[str, str, datetime] | None:
        """What the row says, once it is known to be what the events lead to."""
        kind = KINDS[stream.partition("/")[0]]
        row = await self.journal.pool.fetchrow(
            "select record_of, record_what, record_at from processes where stream = $1", stream
        )
        summary = kind.summary(fold_recorded(kind, await self.journal.streams.history(stream)))
        entry = summary.record
        if entry is None:
            assert tuple(row) == (None, None, None)
            return None
        owner = {"creator": f"creator/{summary.creator_id}", "merchant": f"merchant/{summary.merchant_id}"}
        assert tuple(row) == (owner[entry.party], entry.what, entry.at)
        return tuple(row)


@pytest.fixture
async def house(journal: Journal) -> House:
    """Creator c1 and merchant m1 with its products p1 and p2, all of them eligible."""
    house = House(journal)
    facts = {
        "merchant/m1": eligible.MERCHANT,
        "creator/c1": eligible.CREATOR,
        "cart-access/c1": CartAccess(rights=("showcase", "video_cart", "live_cart")),
        "product/p1": eligible.product(),
        "sample-offer/p1": eligible.OFFER,
    }
    for stream, fact in facts.items():
        await journal.facts.report(stream, fact, actor="service:test", command_id=stream, at=START)
    return house


async def breach(house: House, stream: str) -> None:
    await house.send(stream, START, "apply", creator_id="c1", product_id="p1")
    await house.send(stream, START, "approve")
    await house.send(stream, START, "ship", carrier="SF", tracking_no="1234567")
    await house.send(stream, START, "confirm-receipt")
    assert (await house.time_to(stream, START + 16 * DAY)).status == "BREACHED"


async def test_sr_14_a_breach_goes_on_record_and_off_again(house: House) -> None:
    await breach(house, "sample-request/sr_1")
    assert await house.record("sample-request/sr_1") == ("creator/c1", "breach", START + 15 * DAY)
    await house.send("sample-request/sr_1", START + 17 * DAY, "reinstate", reason=NOTE)
    assert await house.record("sample-request/sr_1") is None


@pytest.mark.parametrize(("by", "owner"), [("creator", "creator/c1"), ("merchant", "merchant/m1")])
async def test_co_05_a_default_goes_on_the_record_of_its_party(house: House, by: str, owner: str) -> None:
    await house.default("cooperation-order/co_1", by)
    assert await house.record("cooperation-order/co_1") == (owner, "default", START + 3 * DAY)


async def test_ix_24_a_lost_dispute_goes_on_record_and_a_struck_ruling_off_it(house: House) -> None:
    stream = "dispute/ds_1"
    await house.rule(stream, "merchant")
    assert await house.record(stream) == ("merchant/m1", "dispute_lost", START + DAY)
    evidence = [{"reference": "evidence/ev_1", "sha256": "0" * 64}]
    await house.send(stream, START + 2 * DAY, "appeal", by="merchant", evidence=evidence)
    assert await house.record(stream) == ("merchant/m1", "dispute_lost", START + DAY)
    await house.send(stream, START + 3 * DAY, "decide-appeal", decision="struck")
    assert await house.record(stream) is None


async def test_sr_01_a_creator_with_defaults_is_refused_and_they_are_named(house: House) -> None:
    for number in (1, 2):
        await house.default(f"cooperation-order/co_{number}", "creator")
    await house.default("cooperation-order/co_3", "merchant")
    request = {"creator_id": "c1", "product_id": "p1"}
    assert (await house.send("sample-request/sr_1", START + 5 * DAY, "apply", **request)).status == "PENDING"
    await house.send("sample-request/sr_1", START + 5 * DAY, "withdraw")
    await house.rule("dispute/ds_1", "creator")
    assert (await house.send("sample-request/sr_2", START + 5 * DAY, "apply", **request)).status == "REFUSED"
    [event] = await house.journal.streams.history("sample-request/sr_2")
    [violation] = event.data["violations"]
    assert violation["rule"] == "SR-01"
    default = {"what": "default", "at": "2026-01-04T00:00:00Z"}
    assert violation["observed"]["reasons"] == [
        {
            "code": "breaches",
            "count": 2,
            "points": 4,
            "stated": [],
            "entries": [
                {"stream": "cooperation-order/co_1", **default},
                {"stream": "cooperation-order/co_2", **default},
            ],
        },
        {
            "code": "disputes_lost",
            "count": 1,
            "points": 3,
            "stated": [],
            "entries": [{"stream": "dispute/ds_1", "what": "dispute_lost", "at": "2026-01-02T00:00:00Z"}],
        },
    ]
    assert (await verify(house.journal, KINDS.values())).differences == []


async def test_a_breach_of_before_stays_on_record_when_its_request_learns_something(
    house: House, owner: Connection
) -> None:
    """A row whose state was written before it said when the breach was."""
    stream = "sample-request/sr_1"
    await breach(house, stream)
    await owner.execute("update processes set state = state - 'breached_at', state_shape = 1")
    video = Video(creator_id="c1", product_ids=("p1",), state="published", published_at=START + DAY)
    await house.journal.facts.report("video/v1", video, actor="service:test", command_id="v1", at=START)
    again = House(house.journal)
    outcome = await again.send(stream, START + 17 * DAY, "observe", source="video/v1")
    assert [event.type for event in outcome.events] == ["PromotionReportedLate"]
    assert await house.record(stream) == ("creator/c1", "breach", START + 15 * DAY)


@pytest.mark.parametrize(
    ("record", "owner"), [(None, None), (CREATORS, "creator/c1"), (MERCHANTS, AssertionError)], ids=str
)
async def test_a_party_that_a_process_does_not_name_has_nothing_of_it_on_record(
    record: RecordEntry | None, owner: str | type[AssertionError] | None
) -> None:
    summary = Summary(closed=True, creator_id="c1", record=record)
    kind = dataclasses.replace(SAMPLE_REQUEST, summary=lambda _: summary)
    state = SampleRequest(created_at=START, last_at=START)
    if isinstance(owner, type):
        with pytest.raises(owner, match="merchant"):
            view_row(kind, "sr_1", kind.state(), state, DEFAULT_POLICY)
    else:
        assert view_row(kind, "sr_1", kind.state(), state, DEFAULT_POLICY).record_of == owner


async def test_what_is_on_record_is_whole_or_not_there(ledger: Ledger, owner: Connection) -> None:
    await ledger.append("note/1", 1, record=("creator/c1", "breach"))
    for column in ("record_of", "record_what", "record_at"):
        with pytest.raises(asyncpg.CheckViolationError):
            await owner.execute(f"update processes set {column} = null")


async def test_breaches_from_before_records_were_kept_are_put_on_record(
    empty_database_url: str,
) -> None:
    before = [step for step in migrations.shipped() if step.name < "0009"]
    await migrations.migrate(empty_database_url, steps=before)
    connection = await asyncpg.connect(empty_database_url)
    try:
        for stream, kind, status in [
            ("sample-request/1", "sample_request", "BREACHED"),
            ("sample-request/2", "sample_request", "COMPLETED"),
            ("longer/3", "longer_than_the_others", "BREACHED"),
        ]:
            await connection.execute(
                "insert into processes (stream, kind, id, version, status, closed, creator_id, policy_version, state,"
                " state_shape, hash, created_at, updated_at)"
                " values ($1, $2, '1', 3, $3, true, 'c1', '1', '{}', 1, '', now(), now())",
                stream,
                kind,
                status,
            )
            for version, type in enumerate(["SampleRequestBreached", "SampleRequestBreached", "Noted"], 1):
                await connection.execute(
                    "insert into events (stream, version, id, type, schema_version, data, actor, command_id,"
                    " occurred_at, hash) values ($1, $2, gen_random_uuid(), $3, 1, '{}', 'a', 'c', $4, '')",
                    stream,
                    version,
                    type,
                    START + version * len(kind) * DAY,
                )
        assert "0009_record.sql" in await migrations.migrate(empty_database_url)
        rows = await connection.fetch("select stream, record_of, record_what, record_at from processes order by stream")
    finally:
        await connection.close()
    assert [tuple(row) for row in rows] == [
        ("longer/3", None, None, None),
        ("sample-request/1", "creator/c1", "breach", START + 2 * len("sample_request") * DAY),
        ("sample-request/2", None, None, None),
    ]
