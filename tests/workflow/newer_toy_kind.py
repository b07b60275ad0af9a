"""The toy kind as the next release knows it: books may be insured, which is an event of a type of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.domain.facts import Facts
    from luyue.domain.messages import Command, Event
    from luyue.domain.policy import Policy
    from luyue.domain.process import Kind
    from luyue.worker.kinds import Declared
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything
    from tests.workflow import toy_kind
    from tests.workflow.toy_kind import LOAN, Loan
    from tests.workflow.toy_process import LoanProcess


class Insure(Command):
    pass


class BookInsured(Event):
    pass


def decide(state: Loan, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    if isinstance(command, Insure):
        return [BookInsured()]
    return toy_kind.decide(state, command, facts, policy, at)


def evolve(state: Loan, event: Event, at: datetime) -> Loan:
    return state if isinstance(event, BookInsured) else toy_kind.evolve(state, event, at)


# The state looks as before: that its row says another shape is all that tells older code to read the events.
NEWER_LOAN: Kind[Loan] = replace(
    LOAN,
    state_shape=2,
    oldest_shape=1,
    commands={**LOAN.commands, "insure": Insure},
    events=(*LOAN.events, BookInsured),
    decide=decide,
    evolve=evolve,
)


@workflow.defn(name="loan")
class NewerLoanProcess(Process):
    commands = (*LoanProcess.commands, "insure")

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()


OLDER_CODE, NEWER_CODE = [Declared(LOAN, LoanProcess)], [Declared(NEWER_LOAN, NewerLoanProcess)]
