"""Health, and the OpenAPI document that clients are made from."""

from typing import Any

import httpx
import pytest

from luyue.api.authorisation import PERMITTED
from luyue.api.settings import ApiSettings
from tests.api.client import unique
from tests.api.conftest import Serving


@pytest.fixture
async def document(http: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await http.get("/openapi.json")).json()
    return found


async def test_ready_names_each_part(http: httpx.AsyncClient, settings: ApiSettings, in_process: Serving) -> None:
    async def ready() -> httpx.Response:
        return await http.get("/readyz")

    while (answer := await ready()).json()["worker"] != "ok":
        pass
    assert (answer.status_code, answer.json()) == (200, {"postgres": "ok", "temporal": "ok", "worker": "ok"})
    async with in_process(settings.model_copy(update={"task_queue": unique("nobody")})) as lonely:
        answer = await lonely.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["worker"] == "no worker polls the task queue"
        assert (await lonely.get("/healthz")).json() == {"status": "ok"}


def test_the_document_is_3_1_and_has_every_command(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    for command in PERMITTED["sample-request"]:
        path = "/v1/sample-requests" if command == "apply" else f"/v1/sample-requests/{{id}}/{command}"
        assert "post" in document["paths"][path]


def test_bodies_are_typed_and_closed(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    reject = schemas["RejectBody"]
    assert reject["additionalProperties"] is False
    assert reject["properties"]["reason"]["enum"] == ["not_match", "out_of_stock", "offline", "other"]
    assert reject["required"] == ["reason"]
    assert schemas["CancelBody"]["properties"]["reason"]["maxLength"] == 2000
    assert "actor" not in schemas["ApproveBody"]["properties"]


def test_problems_and_keys_are_documented(document: dict[str, Any]) -> None:
    approve = document["paths"]["/v1/sample-requests/{id}/approve"]["post"]
    assert {"200", "401", "403", "404", "409", "412", "422", "429", "503"} <= set(approve["responses"])
    assert {"Idempotency-Key", "If-Match", "id"} == {parameter["name"] for parameter in approve["parameters"]}
    assert "application/problem+json" in approve["responses"]["409"]["content"]
    assert approve["security"] == [{"HTTPBearer": []}]


def test_ids_of_operations_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))


def test_what_creators_and_merchants_may_is_in_the_document(document: dict[str, Any]) -> None:
    paths = document["paths"]
    for path, methods in (
        ("/v1/eligibility/samples", {"get"}),
        ("/v1/eligibility/cart-access", {"get"}),
        ("/v1/eligibility/showcase", {"get"}),
        ("/v1/eligibility/campaigns/{id}", {"get"}),
        ("/v1/cart-access", {"post"}),
        ("/v1/cart-access/{creator_id}", {"get"}),
        ("/v1/cart-access/{creator_id}/{right}", {"delete"}),
        ("/v1/creators/{id}/showcase", {"get"}),
        ("/v1/creators/{id}/showcase/{product_id}", {"get", "put", "delete"}),
        ("/v1/commission-quotes", {"post"}),
        ("/v1/products/{id}/order-channel", {"get"}),
        ("/v1/campaigns/{id}", {"get", "put"}),
        ("/v1/creators/{id}/risk-waiver", {"get", "put"}),
    ):
        assert set(paths[path]) == methods
        for operation in paths[path].values():
            assert {"401", "503"} <= set(operation["responses"])
    for path in ("/v1/cart-access", "/v1/commission-quotes"):
        assert [one["name"] for one in paths[path]["post"]["parameters"]] == ["Idempotency-Key"]
    assert {"200", "201"} <= set(paths["/v1/cart-access"]["post"]["responses"])
    assert document["components"]["schemas"]["EntryBody"]["additionalProperties"] is False
