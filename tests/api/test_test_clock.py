"""The test clock over HTTP: forwards only, with everything that happened; unknown in production."""

from datetime import datetime, timedelta

from luyue.api.settings import ApiSettings
from tests.api.client import Caller, Scene
from tests.api.conftest import Serving


async def test_everything_due_by_then_has_happened(scene: Scene) -> None:
    path = await scene.approved()
    advanced = await scene.advance(path, by="P5DT1S")
    assert advanced.status_code == 200
    types = [event["type"] for event in advanced.json()["events"]]
    assert types[0] == "ClockAdvanced"
    assert types[-1] == "SampleRequestCancelled"
    assert "ShipmentOverdue" in types
    assert advanced.json()["process"]["closed_reason"] == "shipment_timeout"
    assert advanced.json()["process"]["version"] == advanced.json()["events"][-1]["version"]


async def test_to_a_moment_and_not_beyond(scene: Scene) -> None:
    path = await scene.apply()
    due_at = datetime.fromisoformat((await scene.ops.get(path)).json()["next_deadline_at"])
    before = await scene.advance(path, to=(due_at - timedelta(minutes=1)).isoformat())
    assert before.json()["process"]["status"] == "PENDING"
    after = await scene.advance(path, to=(due_at + timedelta(minutes=1)).isoformat())
    assert after.json()["process"]["status"] == "CANCELLED"


async def test_never_back(scene: Scene) -> None:
    path = await scene.apply()
    created_at = datetime.fromisoformat((await scene.ops.get(path)).json()["created_at"])
    back = await scene.advance(path, to=(created_at - timedelta(seconds=1)).isoformat())
    assert back.status_code == 422
    assert back.json()["violations"][0]["rule"] == "test-clock"
    for nonsense in ({"by": "-PT1H"}, {"by": "PT0S"}, {}, {"by": "PT1H", "to": "2030-01-01T00:00:00Z"}):
        assert (await scene.advance(path, **nonsense)).status_code == 422


async def test_a_repeat_advances_once(scene: Scene) -> None:
    path = await scene.apply()
    clock = f"/v1/test-clock/sample-request/{path.rpartition('/')[2]}/advance"
    first = await scene.service.post(clock, {"by": "PT1H"}, Idempotency_Key="k")
    again = await scene.service.post(clock, {"by": "PT1H"}, Idempotency_Key="k")
    assert (again.status_code, again.content) == (200, first.content)
    assert (await scene.events(path)).count("ClockAdvanced") == 1


async def test_only_for_services_and_ops(scene: Scene) -> None:
    path = await scene.apply()
    clock = f"/v1/test-clock/sample-request/{path.rpartition('/')[2]}/advance"
    assert (await scene.creator.post(clock, {"by": "PT1H"})).status_code == 403
    assert (await scene.ops.post(clock.replace("sample-request", "teapot"), {"by": "PT1H"})).status_code == 404
    assert (await scene.ops.post(f"{clock.rpartition('/')[0]}x/advance", {"by": "PT1H"})).status_code == 404


async def test_production_does_not_know_it(scene: Scene, settings: ApiSettings, in_process: Serving) -> None:
    path = await scene.apply()
    async with in_process(settings.model_copy(update={"environment": "production"})) as http:
        clock = f"/v1/test-clock/sample-request/{path.rpartition('/')[2]}/advance"
        assert (await Caller(http, "ops").post(clock, {"by": "PT1H"})).status_code == 404
        assert "/v1/test-clock" not in (await http.get("/openapi.json")).text
