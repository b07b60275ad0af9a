"""Health, and the OpenAPI document that clients are made from."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest

from luyue.api.document.assembly import operations
from luyue.api.permissions import COMMANDS, PERMISSIONS
from luyue.api.settings import ApiSettings
from luyue.api.wording import PROBLEMS
from tests.api.client import unique
from tests.api.conftest import Serving


@pytest.fixture(scope="module")
async def document(http: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await http.get("/openapi.json")).json()
    return found


def documented(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """An operation's answers by status, references resolved."""
    for status, answer in operation["responses"].items():
        if "$ref" in answer:
            answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        yield status, answer


async def test_ready_names_each_part(http: httpx.AsyncClient, settings: ApiSettings, in_process: Serving) -> None:
    async def ready() -> httpx.Response:
        return await http.get("/readyz")

    while (answer := await ready()).json()["worker"] != "ok":
        pass
    assert (answer.status_code, answer.json()) == (200, {"postgres": "ok", "temporal": "ok", "worker": "ok"})
    async with in_process(settings.model_copy(update={"task_queue": unique("nobody")})) as lonely:
        answer = await lonely.get("/readyz")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
        assert answer.json()["worker"] == "no worker polls the task queue"
        assert (await lonely.get("/healthz")).json() == {"status": "ok"}


def test_the_document_is_3_1_and_has_every_command(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    for command in COMMANDS["sample-request"]:
        path = "/v1/sample-requests" if command == "apply" else f"/v1/sample-requests/{{id}}/{command}"
        assert "post" in document["paths"][path]


def test_bodies_are_typed_and_closed(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    reject = schemas["SampleRequestRejectBody"]
    assert reject["additionalProperties"] is False
    assert reject["properties"]["reason"]["enum"] == ["not_match", "out_of_stock", "offline", "other"]
    assert reject["required"] == ["reason"]
    assert schemas["SampleRequestCancelBody"]["properties"]["reason"]["maxLength"] == 2000
    assert "actor" not in schemas["SampleRequestApproveBody"]["properties"]
    assert schemas["EntryBody"]["additionalProperties"] is False


def test_problems_and_keys_are_documented(document: dict[str, Any]) -> None:
    approve = document["paths"]["/v1/sample-requests/{id}/approve"]["post"]
    answers = dict(documented(document, approve))
    expected = {"200", "401", "403", "404", "409", "412", "413", "414", "422", "429", "431", "503"}
    assert set(answers) == expected
    assert {"Idempotency-Key", "If-Match", "id"} == {parameter["name"] for parameter in approve["parameters"]}
    assert set(answers["409"]["content"]) == {"application/problem+json"}
    assert answers["429"]["headers"]["Retry-After"]["required"]
    assert answers["503"]["headers"]["Retry-After"]["required"]
    assert {"ETag", "X-Request-Id", "Idempotency-Key", "Idempotent-Replayed"} == set(answers["200"]["headers"])
    assert approve["security"] == [{"HTTPBearer": []}]


def test_every_operation_says_what_it_is(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        at = f"{method} {path}"
        assert operation["summary"], at
        assert operation["description"].strip(), at
        assert operation["tags"], at
        answers = dict(documented(document, operation))
        if path.startswith("/v1/"):
            assert operation["security"] == [{"HTTPBearer": []}], at
            assert {"401", "414", "429", "431", "503"} <= set(answers), at
            assert PERMISSIONS.get(at) is not None, at
            assert ("413" in answers) == ("requestBody" in operation), at
        for status, answer in answers.items():
            assert answer["description"], (at, status)
            assert "X-Request-Id" in answer["headers"], (at, status)
            if path.startswith("/v1/") and int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}, (at, status)


def test_tags_are_described(document: dict[str, Any]) -> None:
    used = {tag for _, _, operation in operations(document) for tag in operation["tags"]}
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert used == described


def test_every_kind_of_problem_has_an_example(document: dict[str, Any]) -> None:
    shown = [
        code
        for answer in document["components"]["responses"].values()
        for code in answer["content"]["application/problem+json"]["examples"]
    ]
    # Not of an operation: what is no HTTP, an address without the method, and what must not happen.
    assert sorted(shown) == sorted(PROBLEMS.keys() - {"malformed", "method-not-allowed", "internal"})


def test_every_body_and_every_answer_has_an_example_that_is_valid(document: dict[str, Any]) -> None:
    checked = 0

    @cache
    def validator(schema: str) -> jsonschema_rs.Draft202012Validator:
        whole = {**json.loads(schema), "components": document["components"]}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    def check(at: tuple[str, ...], schema: dict[str, Any], example: Any) -> None:
        nonlocal checked
        checked += 1
        faults = validator(json.dumps(schema)).iter_errors(example)
        assert [fault.message for fault in faults] == [], at

    everything = [*document["paths"].items(), *document["webhooks"].items()]
    for path, methods in everything:
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                if parameter.get("required"):
                    check((method, path, parameter["name"]), parameter["schema"], parameter["example"])
            for kind, body in operation.get("requestBody", {}).get("content", {}).items():
                check((method, path, kind), body["schema"], body["example"])
            for status, answer in documented(document, operation):
                for kind, content in answer.get("content", {}).items():
                    examples = content.get("examples") or {"": {"value": content.get("example", ...)}}
                    for example in examples.values():
                        check((method, path, status, kind), content["schema"], example["value"])
    assert checked > 500


def test_ids_of_operations_are_unique_and_follow_their_names(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    assert all(id.isidentifier() and id == id.lower() for id in ids)
    expected = {
        ("/v1/sample-requests", "post"): "sample_request_apply",
        ("/v1/sample-requests", "get"): "sample_request_list",
        ("/v1/sample-requests/{id}", "get"): "sample_request_read",
        ("/v1/cooperation-orders/{id}/go-live", "post"): "cooperation_order_go_live",
        ("/v1/disputes/{id}/dossier", "get"): "dispute_read_dossier",
        ("/v1/eligibility/samples", "get"): "eligibility_samples",
        ("/v1/creators/{id}", "put"): "put_creator",
        ("/v1/events", "get"): "read_feed",
        ("/v1/webhooks", "post"): "create_webhook",
    }
    for (path, method), id in expected.items():
        assert document["paths"][path][method]["operationId"] == id


def test_links_lead_from_what_was_made_to_what_can_be_done_with_it(document: dict[str, Any]) -> None:
    paths = document["paths"]
    ids = {operation["operationId"] for _, _, operation in operations(document)}
    links = paths["/v1/sample-requests"]["post"]["responses"]["201"]["links"]
    assert links["sample_request_approve"]["parameters"] == {"path.id": "$response.body#/id"}
    opened = paths["/v1/sample-requests/{id}/open-dispute"]["post"]["responses"]["201"]["links"]
    assert "dispute_rule" in opened
    for _, _, operation in operations(document):
        for answer in operation["responses"].values():
            assert set(answer.get("links", {})) <= ids


def test_webhooks_carry_a_cloud_event(document: dict[str, Any]) -> None:
    event = document["webhooks"]["event"]["post"]
    content = event["requestBody"]["content"]
    assert content["application/cloudevents+json"]["schema"] == {"$ref": "#/components/schemas/CloudEvent"}
    names = {parameter["name"] for parameter in event["parameters"]}
    assert names == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    assert "security" not in event


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
    for path in ("/v1/cart-access", "/v1/commission-quotes"):
        assert [one["name"] for one in paths[path]["post"]["parameters"]] == ["Idempotency-Key"]
    assert {"200", "201"} <= set(paths["/v1/cart-access"]["post"]["responses"])
