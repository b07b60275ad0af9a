"""Versions of the generic process that no open workflow would survive."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything
    from luyue.workflows.sample_request import SampleRequestProcess


@workflow.defn(name="sample-request")
class StartsATimerFirst(Process):
    commands = SampleRequestProcess.commands

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        await workflow.sleep(timedelta(seconds=1))
        return await self.keep()


@workflow.defn(name="sample-request")
class ForgetsItsTimer(Process):
    commands = SampleRequestProcess.commands

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()

    async def _wait(self) -> None:
        await workflow.wait_condition(lambda: bool(self.mailbox))


STARTS_A_TIMER_FIRST, FORGETS_ITS_TIMER = StartsATimerFirst, ForgetsItsTimer
