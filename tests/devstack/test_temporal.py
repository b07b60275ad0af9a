"""Temporal's development server and the search attributes on it."""

import signal
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey

from luyue.devstack import temporal
from luyue.devstack.child import Child
from luyue.devstack.layout import StackUnavailableError, free_port
from luyue.devstack.temporal import TemporalServer, register_search_attributes, wait_until_ready
from luyue.temporal import search_attributes
from luyue.workflows.search_attributes import SEARCH_ATTRIBUTES


async def registered(client: Client) -> set[str]:
    answer = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="default"))
    return set(answer.custom_attributes)


async def test_registering_search_attributes_again_changes_nothing(temporal_address: str) -> None:
    client = await Client.connect(temporal_address)
    assert await register_search_attributes(client) == []
    assert {key.name for key in SEARCH_ATTRIBUTES} <= await registered(client)


async def test_an_older_database_gets_the_attributes_it_lacks(
    temporal_program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = TemporalServer(temporal_program, free_port(), database=tmp_path / "temporal.db")
    with monkeypatch.context() as earlier:
        for module in (temporal, search_attributes):
            earlier.setattr(module, "SEARCH_ATTRIBUTES", SEARCH_ATTRIBUTES[:1])
        child = await Child.start(server.command(), log=tmp_path / "log")
        await wait_until_ready(server.address)
        client = await Client.connect(server.address)
        await client.start_workflow("kept", id="kept", task_queue="nobody")
    await child.stop(signal.SIGKILL, within=5)

    child = await Child.start(server.command(), log=tmp_path / "log")
    await wait_until_ready(server.address)
    client = await Client.connect(server.address)
    assert {key.name for key in SEARCH_ATTRIBUTES} <= await registered(client)
    assert (await client.get_workflow_handle("kept").describe()).id == "kept"
    await child.stop(signal.SIGKILL, within=5)


async def test_an_attribute_of_another_type_is_reported(temporal_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = await Client.connect(temporal_address)
    types = {"TakenName": IndexedValueType.INDEXED_VALUE_TYPE_INT}
    if "TakenName" not in await registered(client):
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace="default", search_attributes=types)
        )
    monkeypatch.setattr(search_attributes, "SEARCH_ATTRIBUTES", (SearchAttributeKey.for_keyword("TakenName"),))
    with pytest.raises(StackUnavailableError, match="TakenName"):
        await wait_until_ready(temporal_address)


async def test_what_belongs_to_a_deleted_database_goes_with_it(tmp_path: Path) -> None:
    server = TemporalServer(Path("temporal"), 1, database=tmp_path / "temporal.db")
    remains = [tmp_path / f"temporal.db{suffix}" for suffix in ("-wal", "-shm")]
    for path in remains:
        path.touch()
    (tmp_path / "temporal.db").touch()
    await server.prepare()
    assert all(path.exists() for path in remains)
    (tmp_path / "temporal.db").unlink()
    await server.prepare()
    assert not any(path.exists() for path in remains)


def test_the_web_ui_is_optional() -> None:
    server = TemporalServer(Path("temporal"), 1)
    assert "--headless" in server.command()
    assert "--headless" not in replace(server, ui_port=2).command()
