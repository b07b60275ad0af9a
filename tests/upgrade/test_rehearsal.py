"""Two hundred open processes go over to this release from the one before, back, and over again; nothing is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.client import Client

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal
from luyue.journal.verification import verify
from luyue.replay.histories import replay
from luyue.worker.kinds import KINDS
from luyue.worker.worker import connect
from tests.conftest import Eventually
from tests.e2e.database import Database
from tests.e2e.orders import OrderScene
from tests.e2e.scene import Request, Scene, unique
from tests.upgrade import releases
from tests.upgrade.journeys import IN_THE_END, Journey, every_third, family
from tests.upgrade.site import Site, site

pytestmark = pytest.mark.release

FAMILIES = 36
DEADLINES = 8
SHORTLY = timedelta(seconds=30)
AT_ONCE = 8


@pytest.fixture
async def rehearsal(tmp_path_factory: pytest.TempPathFactory, temporal_program: Path) -> AsyncIterator[Site]:
    async with site(tmp_path_factory.mktemp("upgrade").resolve(), temporal_program) as made:
        yield made


@pytest.fixture
def previous(tmp_path: Path) -> Path:
    return releases.previous_release(tmp_path / "previous")


@pytest.fixture
def this(tmp_path: Path) -> Path:
    return releases.this_release(tmp_path / "this")


@pytest.fixture
async def http(rehearsal: Site) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(base_url=rehearsal.api_url, limits=limits, trust_env=False, timeout=60) as http:
        yield http


async def test_open_processes_outlast_an_upgrade_a_rollback_and_the_next_try(
    rehearsal: Site, previous: Path, this: Path, http: httpx.AsyncClient, eventually: Eventually
) -> None:
    for release in (previous, this):
        assert (await rehearsal.imports(release)).is_relative_to(release)
    await _go_over(rehearsal, previous, [])
    database = Database(rehearsal.database_url)
    families = await _some_at_once(
        [lambda n=n: family(OrderScene(rehearsal, http), n) for n in range(FAMILIES)]  # type: ignore[misc]
    )
    journeys = [journey for members in families for journey in members]
    overdue = await _soon_overdue(rehearsal, http)
    assert await database.value("select count(*) from processes where not closed") >= 200

    for number, release in enumerate((this, previous, this)):
        await _go_over(rehearsal, release, every_third(journeys, number))
        if number == 0:
            overdue += await _soon_overdue(rehearsal, http)
    while rest := [one for one in journeys if one.can_go_on]:
        await _go_on(rest)

    await eventually(lambda: _all_have_ended(database, journeys))
    for request, due_at in overdue:
        await eventually(lambda request=request: _is_cancelled(database, request))
        assert await database.events(request.stream) == ["SampleRequested", "SampleRequestCancelled"]
        [acted] = await database.rows("select * from events where stream = $1 and version = 2", request.stream)
        assert (acted["occurred_at"], acted["actor"]) == (due_at, "timer:approval_window")
        assert acted["recorded_at"] > due_at
    for journey in journeys:
        known = Counter(await database.commands(journey.stream))
        assert {one: known[one] for one in journey.sent} == dict.fromkeys(journey.sent, 1), journey
        await database.events(journey.stream)
    await _everything_agrees(rehearsal, await connect(rehearsal.temporal_address))


async def _go_over(rehearsal: Site, release: Path, journeys: list[Journey]) -> None:
    """Goes over to a release, or back to one: the schema, the workers, the API. Journeys go on meanwhile."""
    await asyncio.gather(rehearsal.migrate(release), _go_on(journeys[::4]))
    async with rehearsal.both_workers(release):
        await _go_on(journeys[1::4])
        ending = asyncio.create_task(_go_on(journeys[2::4]))
    await ending
    await asyncio.gather(rehearsal.api(release), _go_on(journeys[3::4]))


async def _some_at_once(work: Iterable[Callable[[], Awaitable[list[Journey]]]]) -> list[list[Journey]]:
    places = asyncio.Semaphore(AT_ONCE)

    async def placed(one: Callable[[], Awaitable[list[Journey]]]) -> list[Journey]:
        async with places:
            return await one()

    return await asyncio.gather(*(placed(one) for one in work))


async def _go_on(journeys: Iterable[Journey]) -> None:
    async def one(journey: Journey) -> list[Journey]:
        await journey.go_on()
        return [journey]

    await _some_at_once([lambda journey=journey: one(journey) for journey in journeys])  # type: ignore[misc]


async def _soon_overdue(rehearsal: Site, http: httpx.AsyncClient) -> list[tuple[Request, datetime]]:
    """Requests that nobody will answer, with when they are due."""
    journal = await Journal.open(rehearsal.database_url, size=1)
    scenes = await asyncio.gather(*(Scene(rehearsal, http).set() for _ in range(DEADLINES)))  # type: ignore[arg-type]
    hasty = {"approval_window": SHORTLY, "due_soon": timedelta(0)}
    await journal.policies.add(DEFAULT_POLICY.model_copy(update={"version": unique("policy"), **hasty}))
    requests = await asyncio.gather(*(scene.apply() for scene in scenes))
    await journal.policies.add(DEFAULT_POLICY.model_copy(update={"version": unique("policy")}))
    await journal.close()
    applied = [datetime.fromisoformat(request.answers["apply"].json()["created_at"]) for request in requests]
    assert all(at <= datetime.now(UTC) for at in applied)
    return [(request, at + SHORTLY) for request, at in zip(requests, applied, strict=True)]


async def _all_have_ended(database: Database, journeys: list[Journey]) -> bool:
    rows = await database.rows("select stream, status from processes")
    status = {row["stream"]: row["status"] for row in rows}
    return all(status[one.stream] in IN_THE_END[one.kind] for one in journeys)


async def _is_cancelled(database: Database, request: Request) -> bool:
    return await database.status(request.stream) == "CANCELLED"


async def _everything_agrees(rehearsal: Site, temporal: Client) -> None:
    """The journal with itself; and every history with today's workflows, none of which ever failed a task."""
    journal = await Journal.open(rehearsal.database_url, size=2)
    findings = await verify(journal, [declared.kind for declared in KINDS])
    await journal.close()
    assert findings.differences == []
    assert findings.processes >= 200
    assert [one.id async for one in temporal.list_workflows("Attention is not null")] == []
    histories = [
        await temporal.get_workflow_handle(one.id, run_id=one.run_id).fetch_history()
        async for one in temporal.list_workflows("")
    ]
    failures = [
        (one.workflow_id, WorkflowTaskFailedCause.Name(failed.cause), failed.failure.message)
        for one in histories
        for event in one.events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
        for failed in [event.workflow_task_failed_event_attributes]
    ]
    assert failures == []

    async def each() -> AsyncIterator[object]:
        for one in histories:
            yield one

    assert await replay(each()) == []  # type: ignore[arg-type]
