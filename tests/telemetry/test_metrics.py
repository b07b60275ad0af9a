"""What the API and the worker tell Prometheus: every command by its result, deadlines, lags; labels without ids."""

import httpx

from tests.e2e.scene import PERSONAL, Scene
from tests.telemetry.conftest import Samples, Telling


def labelled(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


def command(name: str, result: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return labelled("luyue_commands_total", kind="sample-request", command=name, result=result)


async def test_commands_by_result_and_refusals_by_rule(scene: Scene, samples: Samples) -> None:
    before = await samples("WORKER")
    request = await scene.apply()
    await request.approve()
    refused = await scene.merchant.post(f"{request.path}/reject", {"reason": "out_of_stock"})
    assert refused.status_code == 409, refused.text
    after = await samples("WORKER")

    def more(of) -> float:
        return after.get(of, 0) - before.get(of, 0)

    assert more(command("apply", "committed")) == 1
    assert more(command("approve", "committed")) == 1
    assert more(command("reject", "refused")) == 1
    rules = [key for key in after if key[0] == "luyue_refusals_total" and more(key)]
    assert rules
    assert more(labelled("luyue_append_seconds_count")) >= 2
    assert more(labelled("luyue_handle_seconds_count", kind="sample-request")) >= 3


async def test_a_deadline_that_fired_is_counted_with_how_late(scene: Scene, samples: Samples, eventually) -> None:
    before = await samples("WORKER")
    request = await scene.apply()
    await request.advance("PT49H")
    fired = labelled("luyue_deadlines_fired_total", kind="sample-request", deadline="approval_window")
    late = labelled("luyue_deadline_lateness_seconds_count", kind="sample-request", deadline="approval_window")
    warned = labelled("luyue_deadline_warnings_total", kind="sample-request", deadline="approval_window")
    after = await samples("WORKER")
    for counted in (fired, late, warned):
        assert after[counted] - before.get(counted, 0) == 1


async def test_requests_by_route_and_status(scene: Scene, http: httpx.AsyncClient, samples: Samples) -> None:
    request = await scene.apply()
    assert (await scene.creator.get(f"/v1/sample-requests/{request.id}")).status_code == 200
    assert (await http.get("/v1/sample-requests/sr_x")).status_code == 401
    told = await samples("API")
    read = {"method": "GET", "route": "/v1/sample-requests/{id}"}
    assert told[labelled("luyue_http_requests_total", status="200", **read)] >= 1
    assert told[labelled("luyue_http_requests_total", status="401", method="GET", route="(none)")] >= 1
    assert told[labelled("luyue_http_request_seconds_count", **read)] >= 1


async def test_lags_of_feed_and_subscriptions_by_either_part(samples: Samples, eventually) -> None:
    for part in ("API", "WORKER"):
        told = await samples(part)
        assert told[labelled("luyue_journal_readable")] == 1
        assert told[labelled("luyue_feed_unsettled_seconds")] >= 0
        assert told[labelled("luyue_feed_xmin_age_transactions")] >= 0
        for name in ("router", "inbox", "webhooks"):
            assert labelled("luyue_subscription_lag_seconds", subscription=name) in told


async def test_temporal_tells_of_itself(samples: Samples) -> None:
    told = await samples("TEMPORAL")
    assert any(name == "temporal_workflow_task_execution_latency_seconds_count" for name, _ in told)


async def test_no_label_is_an_id_or_personal(telling: Telling, scene: Scene, samples: Samples) -> None:
    request = await scene.apply()
    await request.approve()
    await request.ship()
    for part in telling.ports:
        text = str([labels for name, labels in await samples(part)])
        ids = (request.id, scene.creator_id, scene.merchant_id, scene.product_id, scene.tracking_no, *PERSONAL)
        assert [word for word in ids if word in text] == []
