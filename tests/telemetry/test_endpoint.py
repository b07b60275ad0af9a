"""The port of metrics: open from the beginning on, and its `/healthz` says whether the event loop answers."""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator

import httpx
import pytest

from luyue.devstack.layout import free_port
from luyue.journal.lag import Lag
from luyue.telemetry import endpoint
from luyue.telemetry.endpoint import metrics_served


async def nothing_to_tell() -> Lag:
    raise ConnectionError


@pytest.fixture
async def address(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    monkeypatch.setattr(endpoint, "LONGEST_SILENCE", 0.5)
    port = free_port()
    async with metrics_served("127.0.0.1", port, nothing_to_tell):
        yield f"http://127.0.0.1:{port}"


async def test_a_process_whose_loop_answers_is_alive_whatever_is_away(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as http:
        assert (await http.get("/healthz")).status_code == 200
        assert "luyue_journal_readable 0.0" in (await http.get("/metrics")).text


async def test_a_process_whose_loop_hangs_is_not(address: str) -> None:
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(httpx.get(f"{address}/healthz", trust_env=False, timeout=30).status_code)

    asking = threading.Thread(target=ask)
    asking.start()
    # The loop itself waits here, and so does nothing else.
    asking.join(30)
    assert statuses == [503]
    asking = threading.Thread(target=ask)
    asking.start()
    await asyncio.to_thread(asking.join)
    assert statuses == [503, 200]


async def test_a_worker_tells_of_itself_before_it_reaches_anything(eventually) -> None:
    port, sdk_port, nowhere = free_port(), free_port(), free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "luyue.cli.main",
        "worker",
        env={
            **os.environ,
            "LUYUE_DATABASE_URL": f"postgresql://nobody@127.0.0.1:{nowhere}/nothing",
            "LUYUE_TEMPORAL_ADDRESS": f"127.0.0.1:{nowhere}",
            "LUYUE_WORKER_METRICS_PORT": str(port),
            "LUYUE_TEMPORAL_METRICS_PORT": str(sdk_port),
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=30) as http:

            async def is_alive() -> bool:
                try:
                    return (await http.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200
                except httpx.TransportError:
                    assert process.returncode is None
                    return False

            await eventually(is_alive, within=60)
            assert "luyue_journal_readable 0.0" in (await http.get(f"http://127.0.0.1:{port}/metrics")).text
            assert (await http.get(f"http://127.0.0.1:{sdk_port}/metrics")).status_code == 200
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 30) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
