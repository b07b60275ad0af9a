"""`/readyz` names the search attributes that Temporal's namespace lacks: without them no process can go on."""

import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client

from luyue.api import backends
from luyue.api.settings import ApiSettings
from luyue.devstack.temporal import register_search_attributes
from luyue.journal.journal import Journal
from luyue.worker.worker import build_worker
from tests.api.client import unique
from tests.api.conftest import Serving
from tests.conftest import Eventually
from tests.new_namespace import new_namespace


@pytest.fixture
async def namespace(temporal_address: str, eventually: Eventually) -> Client:
    return await new_namespace(temporal_address, unique("namespace"), eventually)


@pytest.fixture
def moved(settings: ApiSettings, namespace: Client) -> ApiSettings:
    """The settings of an installation in that namespace."""
    return settings.model_copy(update={"temporal_namespace": namespace.namespace, "task_queue": unique("queue")})


async def test_those_that_are_lacking_are_named_until_they_are_there(
    moved: ApiSettings, namespace: Client, journal: Journal, in_process: Serving, eventually: Eventually
) -> None:
    keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
    present = dict.fromkeys(("Status", "MerchantId", "CreatorId", "ProductId"), keyword)
    await namespace.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=namespace.namespace, search_attributes=present)
    )
    async with (
        in_process(moved) as http,
        build_worker(namespace, journal, test_clock=True, task_queue=moved.task_queue),
    ):

        async def worker_is_ok() -> bool:
            return (await http.get("/readyz")).json()["worker"] == "ok"

        await eventually(worker_is_ok)
        not_ready = await http.get("/readyz")
        assert not_ready.status_code == 503
        assert not_ready.json() == {
            "postgres": "ok",
            "temporal": "lacks the search attributes NextDeadline, Attention: luyue search-attributes adds them",
            "worker": "ok",
        }
        await register_search_attributes(namespace)

        async def is_ready() -> bool:
            return (await http.get("/readyz")).status_code == 200

        await eventually(is_ready)


async def test_one_of_another_type_is_named(moved: ApiSettings, namespace: Client, in_process: Serving) -> None:
    types = {"Status": IndexedValueType.INDEXED_VALUE_TYPE_INT}
    await namespace.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=namespace.namespace, search_attributes=types)
    )
    async with in_process(moved) as http:
        told = (await http.get("/readyz")).json()["temporal"]
    assert "has a search attribute 'Status' of another type" in told


async def test_they_are_asked_for_now_and_then_only(
    moved: ApiSettings, in_process: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Client] = []
    real = backends.lacking_search_attributes

    async def counted(client: Client) -> dict[str, IndexedValueType.ValueType]:
        asked.append(client)
        return await real(client)

    monkeypatch.setattr(backends, "lacking_search_attributes", counted)
    async with in_process(moved) as http:
        told = {(await http.get("/readyz")).json()["temporal"] for _ in range(5)}
    assert len(asked) == 1
    [lacking] = told
    assert lacking.startswith("lacks the search attributes Status, ")
