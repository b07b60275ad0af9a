"""All at once on Temporal's production server: mTLS, encrypted payloads, whole processes, lists and what they show."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from luyue.api.app import create_app
from luyue.api.settings import ApiSettings
from luyue.devstack.console import Silent
from luyue.devstack.production_temporal import production_temporal
from luyue.devstack.temporal_configuration import ServerTls
from luyue.devstack.temporal_server import temporal_programs
from luyue.journal.journal import Journal
from luyue.temporal.connection import UnreachableError, connect
from luyue.temporal.settings import TemporalSettings
from luyue.worker.worker import build_worker
from tests.api.client import DOSSIER_KEY, SECRET, Scene
from tests.codec.key_files import key_file
from tests.conftest import Eventually
from tests.reused import ReusedDatabase
from tests.tls.certificates import SERVER_NAME, Authority

pytestmark = pytest.mark.release


@dataclass(frozen=True)
class Production:
    """Settings by which the server is reached, and two authorities: the server trusts the first."""

    settings: TemporalSettings
    authority: Authority
    other: Authority
    database_url: str

    def but(self, **changes: Any) -> TemporalSettings:
        return TemporalSettings.model_validate(self.settings.model_dump() | changes)


@pytest.fixture(scope="module")
async def production(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Production]:
    directory: Path = tmp_path_factory.mktemp("production")
    database = await ReusedDatabase.made(postgres_url, "production_tests")
    authority, other = Authority(directory, "one"), Authority(directory, "other")
    server, client = authority.server(), authority.client()
    tls = ServerTls(server.certificate, server.key, authority.certificate, authority.certificate, SERVER_NAME)

    def settings(address: str) -> TemporalSettings:
        return TemporalSettings(
            temporal_address=address,
            temporal_tls=True,
            temporal_tls_ca=authority.certificate,
            temporal_tls_cert=client.certificate,
            temporal_tls_key=client.key,
            payload_keys=key_file(directory / "keys.json", "a"),
        )

    async def administrator(address: str) -> Client:
        return await connect(settings(address))

    programs = await temporal_programs(Silent())
    async with production_temporal(programs, directory, postgres_url, tls=tls, connect=administrator) as running:
        yield Production(settings(running.address), authority, other, database.url)
    await database.owner.close()


async def test_whole_processes_and_lists_of_them(production: Production, eventually: Eventually) -> None:
    client = await connect(production.settings)
    journal = await Journal.open(production.database_url, size=4)
    app = create_app(
        ApiSettings(
            **production.settings.model_dump(),
            environment="sandbox",
            database_url=production.database_url,
            jwt_secret=SECRET,
            digest_key=SECRET,
            dossier_key=DOSSIER_KEY,
        )
    )
    transport = httpx.ASGITransport(app)
    async with (
        build_worker(client, journal, test_clock=True),
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://luyue.test", timeout=60) as http,
    ):
        scene = await Scene(http).set()
        path = await scene.received()

        async def listed(status: str) -> bool:
            query = f"`Status` = '{status}' and MerchantId = '{scene.merchant_id}' and Attention is null"
            found = [one.id async for one in client.list_workflows(query)]
            return found == [f"sample-request/{path.rpartition('/')[2]}"]

        await eventually(lambda: listed("CONTENT_PENDING"))
        advanced = await scene.advance(path, by="P20D")
        assert advanced.json()["process"]["status"] == "BREACHED"
        await eventually(lambda: listed("BREACHED"))
    await journal.close()


async def said(settings: TemporalSettings) -> str:
    with pytest.raises(UnreachableError) as refused:
        await connect(settings)
    return str(refused.value)


async def test_who_shows_no_certificate_or_a_strange_one_is_told(production: Production) -> None:
    strange = production.other.client()
    without = await said(production.but(temporal_tls_cert=None, temporal_tls_key=None))
    assert "LUYUE_TEMPORAL_TLS_CERT and LUYUE_TEMPORAL_TLS_KEY" in without
    with_another = await said(production.but(temporal_tls_cert=strange.certificate, temporal_tls_key=strange.key))
    assert "may not take the certificate in LUYUE_TEMPORAL_TLS_CERT" in with_another
    plain = await said(TemporalSettings(temporal_address=production.settings.temporal_address))
    assert "LUYUE_TEMPORAL_TLS=true" in plain
    assert "LUYUE_TEMPORAL_TLS_CA" in await said(production.but(temporal_tls_ca=production.other.certificate))


async def test_a_process_whose_key_is_missing_is_found_by_a_list(
    production: Production, tmp_path: Path, eventually: Eventually
) -> None:
    journal = await Journal.open(production.database_url, size=4)
    client = await connect(production.settings)
    async with build_worker(client, journal, test_clock=True, task_queue="keys"):
        await client.execute_workflow("sample-request", id="sample-request/sr_none", task_queue="keys")
    await client.start_workflow("sample-request", id="sample-request/sr_key", task_queue="keys", args=[{}])
    without = await connect(production.but(payload_keys=key_file(tmp_path / "keys.json", "b")))

    async def reported() -> bool:
        query = "TemporalReportedProblems in ('category=WorkflowTaskFailed')"
        return [one.id async for one in without.list_workflows(query)] == ["sample-request/sr_key"]

    async with build_worker(without, journal, test_clock=True, task_queue="keys"):
        await eventually(reported)
    async with build_worker(client, journal, test_clock=True, task_queue="keys"):
        await client.get_workflow_handle("sample-request/sr_key").result()
    await journal.close()
