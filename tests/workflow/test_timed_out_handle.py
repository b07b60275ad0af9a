"""`handle` that runs into its time limit: the timeout comes back in another shape on replay, and must be the same."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from temporalio.client import WorkflowHistory

from luyue.journal.journal import Journal
from luyue.replay.histories import replay
from luyue.workflows.search_attributes import ATTENTION, HANDLE_FAILING
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House


class HangingPool:
    """Passes everything on to the real pool, once it may."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self.flows = asyncio.Event()
        self.flows.set()

    def __getattr__(self, method: str) -> Any:
        async def once_it_flows(*arguments: Any) -> Any:
            await self.flows.wait()
            return await getattr(self._pool, method)(*arguments)

        return once_it_flows


async def test_a_process_whose_handle_hung_goes_on_in_another_worker(unserved: House, eventually: Eventually) -> None:
    pool = HangingPool(unserved.journal.pool)
    async with unserved.worker(journal=Journal(pool)):
        name = await stages.pending(unserved)
        pool.flows.clear()
        approval = asyncio.create_task(unserved.send(name, "approve"))

        async def asks() -> bool:
            shown = (await unserved.handle(name).describe()).typed_search_attributes
            return shown.get(ATTENTION) == HANDLE_FAILING

        await eventually(asks)
        pool.flows.set()
        assert (await approval).status == "AWAITING_SHIPMENT"
    history = await unserved.handle(name).fetch_history()

    async def histories() -> AsyncIterator[WorkflowHistory]:
        yield history

    assert await replay(histories()) == []
    async with unserved.forgetful_worker():
        assert (await unserved.send(name, "ship", carrier="SF", tracking_no="SF1234567890123")).status == "SHIPPED"
