"""The generic process with a change that its history shows, made as such changes are: behind a patch."""

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything
    from luyue.workflows.sample_request import SampleRequestProcess

PATCH = "notes-what-it-waits-for"


class Noting(Process):
    """Before it waits it notes for what, in its memo."""

    commands = SampleRequestProcess.commands

    async def _wait(self) -> None:
        assert self.outcome is not None
        if workflow.patched(PATCH):
            workflow.upsert_memo({"waits_for": self.outcome.wake_for})
        await super()._wait()


@workflow.defn(name="sample-request")
class Patched(Noting):
    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()


@workflow.defn(name="sample-request")
class Unpatched(Process):
    """The same change, made as none may be."""

    commands = SampleRequestProcess.commands

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()

    async def _wait(self) -> None:
        assert self.outcome is not None
        workflow.upsert_memo({"waits_for": self.outcome.wake_for})
        await super()._wait()


PATCHED, UNPATCHED = Patched, Unpatched
