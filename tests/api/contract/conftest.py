"""The API on the real stack, as it is served, with a database of its own: what is reported there is made up."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import uvicorn
from temporalio.client import Client
from temporalio.service import RPCError

from luyue.api.app import create_app
from luyue.api.settings import ApiSettings
from luyue.devstack.layout import free_port
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.journal.journal import Journal
from luyue.worker.worker import build_worker
from tests.api.client import Caller, unique
from tests.api.contract.configuration import CHECKS, configuration
from tests.api.contract.scenery import MERCHANT, PARTIES, Scenery

Schemathesis = Callable[..., Awaitable[None]]
EXAMPLES = int(os.environ.get("LUYUE_CONTRACT_EXAMPLES", "0"))
"""How many more examples than usual; nothing beside: the suite's few."""


@pytest.fixture
async def served_alone(
    settings: ApiSettings, fresh_database_url: str, temporal: Client
) -> AsyncIterator[httpx.AsyncClient]:
    """The API over TCP, with a worker."""
    queue = unique("contract")
    own = settings.model_copy(update={"database_url": fresh_database_url, "task_queue": queue})
    port = free_port()
    config = uvicorn.Config(create_app(own), port=port, http="httptools", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    journal = await Journal.open(fresh_database_url, size=8)
    async with build_worker(temporal, journal, test_clock=True, task_queue=queue):
        serving = asyncio.create_task(server.serve())
        while not server.started:
            assert not serving.done(), "the server did not start"
            await asyncio.sleep(0.01)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            yield http
        server.should_exit = True
        await serving
        # Its id is the merchant's own, the same for all tests, and the next has another queue.
        with suppress(RPCError):
            await temporal.get_workflow_handle(f"{MERCHANT_ACCOUNT.name}/{MERCHANT}").terminate()
    await journal.close()


@pytest.fixture
async def schemathesis(served_alone: httpx.AsyncClient, tmp_path: Path) -> Schemathesis:
    """Runs it with a role's token; fails with what it says when it finds anything."""
    ids = await Scenery(served_alone).set()
    program = Path(sys.executable).with_name("schemathesis")

    async def run(role: str, phases: str, *more: str, examples: int = 1, walks: int | None = None) -> None:
        file = tmp_path / "schemathesis.toml"
        file.write_text(configuration(ids, walks=walks), encoding="utf-8")
        arguments = [
            f"--config-file={file}",
            "run",
            f"{served_alone.base_url}/openapi.json",
            f"--header=Authorization: {Caller(served_alone, role, PARTIES.get(role)).authorization}",
            f"--checks={','.join(CHECKS)}",
            f"--phases={phases}",
            f"--max-examples={examples}",
            "--generation-deterministic",
            "--suppress-health-check=all",
            "--continue-on-failure",
            "--no-shrink",
            "--no-color",
            "--warnings=off",
            *more,
        ]
        process = await asyncio.create_subprocess_exec(
            program, *arguments, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said = (await process.communicate())[0].decode()
        print(said)
        assert process.returncode == 0, said

    return run
