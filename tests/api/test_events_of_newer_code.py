"""An API that is older than a worker shows what it can, and says of the rest that another try may succeed."""

from datetime import UTC, datetime

import httpx

from luyue.activities.handle import Handle
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.journal import Journal
from luyue.workflows.messages import HandleCall, Issued
from tests.api.client import Scene

PATH, STREAM = "/v1/sample-requests/sr_1", "sample-request/sr_1"
NEWER_EVENT = """
insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)
select stream, version + 1, gen_random_uuid(), 'SampleRequestInsured', 1, '{"by": "insurer"}', actor, 'insure',
       occurred_at, hash
from events where stream = $1
"""
ITS_ROW = "update processes set version = version + 1, state_shape = state_shape + 1 where stream = $1"


async def apply(journal: Journal, scene: Scene) -> None:
    now = datetime.now(UTC)
    applied = {"creator_id": scene.creator_id, "product_id": scene.product_id}
    actor = f"creator:{scene.creator_id}"
    issued = Issued(name="apply", payload=applied, actor=actor, at=now, command_id="apply")
    handle = Handle(journal, [SAMPLE_REQUEST], test_clock=False)
    outcome = await handle.handle(HandleCall(kind="sample-request", id="sr_1", now=now, command=issued))
    assert outcome.status == "PENDING", outcome.refused


async def test_a_process_with_an_unknown_event_is_unavailable_and_its_events_are_shown_as_written(
    apart: httpx.AsyncClient, fresh_database_url: str
) -> None:
    scene, journal = await Scene(apart).set(), await Journal.open(fresh_database_url, size=1)
    await apply(journal, scene)
    assert (await scene.creator.get(PATH)).json()["status"] == "PENDING"
    await journal.pool.execute(NEWER_EVENT, STREAM)
    await journal.pool.execute(ITS_ROW, STREAM)
    await journal.close()
    unavailable = await scene.creator.get(PATH)
    assert (unavailable.status_code, unavailable.json()["code"]) == (503, "unavailable")
    assert unavailable.headers["retry-after"]
    events = (await scene.creator.get(f"{PATH}/events")).json()["items"]
    assert [(one["type"], one["data"]) for one in events][1:] == [("SampleRequestInsured", {"by": "insurer"})]
