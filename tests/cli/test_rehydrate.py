"""`luyue rehydrate` starts what does not run, says how many that were, and may be run again; a worker is not needed."""

import re
from collections.abc import AsyncIterator

import pytest
from temporalio.client import Client

from luyue.cli.rehydrate import AT_ONCE
from luyue.workflows.messages import Start
from luyue.workflows.payloads import DATA_CONVERTER
from tests import eligible
from tests.cli.conftest import Luyue, Player
from tests.conftest import Eventually

MANY = AT_ONCE + 8
RUNNING = 3


@pytest.fixture
async def temporal(temporal_address: str) -> AsyncIterator[Client]:
    """Nothing of a test is left running."""
    client = await Client.connect(temporal_address, data_converter=DATA_CONVERTER)
    yield client
    async for one in client.list_workflows("ExecutionStatus = 'Running'"):
        await client.get_workflow_handle(one.id).terminate()


async def test_all_that_are_open_and_do_not_run_are_started_and_counted(
    player: Player, temporal: Client, temporal_address: str, luyue: Luyue, eventually: Eventually
) -> None:
    ids = [f"sr_{number}" for number in range(MANY)]
    mine = {f"sample-request/{id}" for id in ids}
    for number, id in enumerate(ids):
        await player.report(f"creator/c{number}", eligible.CREATOR)
        await player.send(id, "apply", creator_id=f"c{number}", product_id="p1")
    await player.send(ids[-1], "withdraw")
    for id in ids[:RUNNING]:
        await temporal.start_workflow("sample-request", Start(), id=f"sample-request/{id}", task_queue="luyue")

    assert await counted(luyue, temporal_address) == (MANY - 1, RUNNING, MANY - 1 - RUNNING)

    assert await counted(luyue, temporal_address) == (MANY - 1, MANY - 1, 0)

    async def all_run() -> bool:
        running = {one.id async for one in temporal.list_workflows("ExecutionStatus = 'Running'")}
        return running.intersection(mine) == mine - {f"sample-request/{ids[-1]}"}

    await eventually(all_run)


async def counted(luyue: Luyue, temporal_address: str) -> tuple[int, ...]:
    """What the command says: open, already running, started."""
    ran = await luyue("rehydrate", LUYUE_TEMPORAL_ADDRESS=temporal_address)
    assert ran.exit_code == 0, ran.output
    found = re.fullmatch(r"(\d+) open, (\d+) already running, (\d+) started", ran.output.strip())
    assert found is not None, ran.output
    return tuple(map(int, found.groups()))
