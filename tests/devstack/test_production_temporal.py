"""Temporal's production server on Postgres: its data survive whatever befalls it, and whole processes run on it."""

import json
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from luyue.devstack.console import Silent
from luyue.devstack.layout import Layout, Ports, StackUnavailableError, free_port
from luyue.devstack.production_temporal import RunningServer, production_temporal
from luyue.devstack.stack import running_stack
from luyue.devstack.temporal_configuration import (
    DatabaseAddress,
    ServerPorts,
    configuration,
    dynamic_configuration,
)
from luyue.devstack.temporal_server import TemporalPrograms, temporal_programs, without_btree_gin
from tests.conftest import Eventually

DATABASE = DatabaseAddress("127.0.0.1", 5432, "postgres", "")


def test_the_schema_needs_no_extension_that_embedded_postgres_lacks() -> None:
    sql = """DO LANGUAGE 'plpgsql' $$
    BEGIN
        IF ( NOT EXISTS (select extname from pg_extension where extname = 'btree_gin') ) THEN
            CREATE EXTENSION btree_gin;
        END IF;
    END
$$;

CREATE FUNCTION convert_ts(s VARCHAR) RETURNS TIMESTAMP AS $$ BEGIN RETURN s::timestamptz; END $$ LANGUAGE plpgsql;
CREATE INDEX by_text_01 ON executions_visibility USING GIN (namespace_id, Text01);
CREATE INDEX by_status ON executions_visibility (namespace_id, status);
"""
    adapted = without_btree_gin(sql)
    assert "btree_gin" not in adapted
    assert "USING GIN (Text01)" in adapted
    assert adapted.strip().startswith("CREATE FUNCTION convert_ts")
    assert "(namespace_id, status)" in adapted


def test_everything_listens_on_loopback_alone(tmp_path: Path) -> None:
    ports = ServerPorts.free()
    written: dict[str, Any] = configuration(DATABASE, ports, tmp_path / "limits.yaml", None)
    listening = [service["rpc"] for service in written["services"].values()]
    assert {rpc["bindOnIP"] for rpc in listening} == {"127.0.0.1"}
    used = [port for rpc in listening for port in (rpc["grpcPort"], rpc["membershipPort"])]
    assert len(set(used)) == 8
    assert max(used) < 32768
    assert json.loads(json.dumps(dynamic_configuration()))


def test_a_port_that_the_schema_has_no_room_for_is_refused() -> None:
    with pytest.raises(StackUnavailableError, match="below 32768, not 40001"):
        ServerPorts.free(40001)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(StackUnavailableError, match="no address of a Postgres server"):
        DatabaseAddress.of("mysql://localhost/x")


def test_an_address_with_a_password() -> None:
    found = DatabaseAddress.of("postgresql://lu%40yue:p%3Aw@db.example.com/any")
    assert found == DatabaseAddress("db.example.com", 5432, "lu@yue", "p:w")
    assert replace(found, port=1) != found


@pytest.fixture(scope="module")
async def programs() -> TemporalPrograms:
    return await temporal_programs(Silent())


@pytest.fixture
async def server(programs: TemporalPrograms, postgres_url: str, tmp_path: Path) -> AsyncIterator[RunningServer]:
    async with production_temporal(programs, tmp_path, postgres_url) as server:
        yield server


@pytest.mark.release
async def test_data_outlive_a_kill_and_a_stop_and_are_dropped_when_asked(server: RunningServer) -> None:
    await (await Client.connect(server.address)).start_workflow("kept", id="kept", task_queue="nobody")
    for end in (server.kill, server.stop):
        await end()
        assert server.pid is None
        await server.start()
        assert (await (await Client.connect(server.address)).get_workflow_handle("kept").describe()).id == "kept"
    with pytest.raises(StackUnavailableError, match="is running"):
        await server.start()
    await server.kill()
    await server.server.drop_data()
    await server.start()
    assert (await (await Client.connect(server.address)).count_workflows("")).count == 0


@pytest.mark.release
async def test_a_stack_has_it_with_its_ui_and_restarts_it(tmp_path: Path, eventually: Eventually) -> None:
    ports = Ports(free_port(), free_port(), free_port(), free_port())
    layout = Layout(tmp_path.resolve() / "state", ports, production_temporal=True)
    async with (
        running_stack(layout, echo=Silent()) as stack,
        httpx.AsyncClient(trust_env=False, timeout=60) as http,
    ):

        async def works() -> bool:
            try:
                namespaces = await http.get(f"{stack.temporal_ui_url}/api/v1/namespaces")
                ready = await http.get(f"{stack.api_url}/readyz")
            except httpx.TransportError:
                return False
            return '"default"' in namespaces.text and ready.is_success

        assert await works()
        killed = stack.pid("temporal")
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await eventually(lambda: stack.pid("temporal") not in (None, killed))
        await eventually(works)
