"""One trace leads from an HTTP request through Temporal's update to `handle` and the append, and tells no secrets."""

import httpx

from tests.e2e.scene import PERSONAL, Scene
from tests.telemetry.collector import Seen
from tests.telemetry.conftest import Telling

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"


def spans(telling: Telling, trace: str) -> dict[str, Seen]:
    return {span.name: span for span in telling.collected.spans if span.trace == trace}


async def test_a_command_is_one_trace(telling: Telling, scene: Scene, eventually) -> None:
    request = await scene.apply()
    path = f"/v1/sample-requests/{request.id}/approve"
    answer = await scene.merchant.post(path, {}, Traceparent=f"00-{TRACE}-{CALLER}-01")
    assert answer.status_code == 200, answer.text
    names = ["POST /v1/sample-requests/{id}/approve", "update approve", "handle", "append"]
    await eventually(lambda: spans(telling, TRACE).keys() >= set(names))
    chain = [spans(telling, TRACE)[name] for name in names]
    assert [span.parent for span in chain] == [CALLER, *(span.id for span in chain[:-1])]
    assert [span.service for span in chain] == ["luyue-api", "luyue-api", "luyue-worker", "luyue-worker"]
    for span in chain[1:]:
        assert span.attributes["luyue.kind"] == "sample-request"
        assert span.attributes["luyue.process_id"] == request.id
    for span in chain[1:3]:
        assert span.attributes["luyue.command"] == "approve"


async def test_a_command_that_opens_a_process_is_one_trace_too(telling: Telling, scene: Scene, eventually) -> None:
    trace = TRACE[::-1]
    sent = {"Traceparent": f"00-{trace}-{CALLER}-01"}
    assert (await scene.creator.post("/v1/sample-requests", scene.application, **sent)).status_code == 201
    await eventually(lambda: spans(telling, trace).keys() >= {"POST /v1/sample-requests", "update apply", "handle"})
    assert spans(telling, trace)["handle"].parent == spans(telling, trace)["update apply"].id


async def test_a_signal_leads_to_its_handle(telling: Telling, scene: Scene, eventually) -> None:
    request = await scene.apply()
    await request.approve()
    await request.ship()

    def traces() -> list[dict[str, Seen]]:
        own = [span for span in telling.collected.spans if span.attributes.get("luyue.process_id") == request.id]
        return [spans(telling, span.trace) for span in own if span.name.startswith("signal ")]

    # The parcel's process tells the request of itself.
    await request.scan("pickup", "delivered")
    await eventually(lambda: any("handle" in trace for trace in traces()))


async def test_spans_tell_nothing_personal(telling: Telling, scene: Scene, http: httpx.AsyncClient, eventually) -> None:
    request = await scene.apply()
    await request.approve()
    await request.ship()
    await request.scan("pickup")
    secret = {"Authorization": "Bearer not-a-token"}
    await http.get("/v1/sample-requests?creator_id=asked-for-in-the-query", headers=secret)
    await http.get("/nowhere/seen-in-the-path", headers={**secret, "User-Agent": "seen-in-a-header"})
    await http.request("PROPFIND", "/healthz")
    await eventually(lambda: any(span.name == "GET (none)" for span in telling.collected.spans))
    await eventually(lambda: any(span.name.startswith("other ") for span in telling.collected.spans))
    sent = b"".join(telling.collected.raw)
    words = (*PERSONAL, scene.tracking_no, scene.contact_id, scene.merchant.__dict__["_headers"]["Authorization"])
    words += ("not-a-token", "asked-for-in-the-query", "seen-in-the-path", "seen-in-a-header", "127.0.0.1")
    assert request.id.encode() in sent
    assert [word for word in words if word.encode() in sent] == []
