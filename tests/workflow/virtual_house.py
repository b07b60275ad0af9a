"""A house in the time-skipping server: one clock for all its workflows, which the test moves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from temporalio.testing import WorkflowEnvironment

from tests.workflow.house import House


@dataclass
class VirtualHouse(House):
    environment: WorkflowEnvironment = field(kw_only=True)

    async def now(self) -> datetime:
        return await self.environment.get_current_time()

    async def until(self, moment: datetime) -> None:
        """Moves time forward to a moment."""
        await self.environment.sleep(max(moment - await self.now(), timedelta(0)))
