"""Disputes beside the house of what they are about; what one means for the other is carried as the router does."""

from dataclasses import replace

from luyue.worker.kinds import KINDS
from luyue.worker.linking import Linking
from luyue.worker.signals import Signals
from tests.workflow.dispute_stages import opening
from tests.workflow.house import House
from tests.workflow.order_stages import dispute, happens
from tests.workflow.stages import new_name


class Arbitration:
    """`subjects` is the house of orders or sample requests; `disputes` has its journal and its worker."""

    def __init__(self, subjects: House) -> None:
        self.subjects = subjects
        self.disputes = replace(subjects, kind="dispute", started=set())
        self._linking = Linking(Signals(subjects.client, subjects.task_queue), subjects.journal.pool, KINDS)
        self._carried: set[str] = set()

    async def ask(self, order: str, by: str = "merchant") -> str:
        """One side of an order asks for arbitration; returns the dispute's name once it is open."""
        name = await dispute(self.subjects, order, by)
        await self._carry(self.subjects, order)
        await happens(self.disputes, name, "DisputeOpened")
        await self.carry(name)
        return name

    async def open(self, subject: str) -> str:
        """Ops dispute a subject, which learns of it only from the dispute."""
        name = new_name("ds")
        await self.disputes.send(name, "open", **{**opening(self.subjects.stream(subject)), "opened_by": "ops"})
        await self.carry(name)
        await happens(self.subjects, subject, "ProcessLinked")
        return name

    async def rule(self, name: str, outcome: str, in_default: str | None = None) -> None:
        await self.disputes.send(name, "rule", outcome=outcome, in_default=in_default, deposit_used="100.00")
        await self.carry(name)

    async def settle(self, order: str) -> None:
        """Carries what has become of the order to its dispute."""
        await self._carry(self.subjects, order)

    async def carry(self, name: str) -> None:
        """Carries what has become of a dispute to its subject."""
        await self._carry(self.disputes, name)

    async def _carry(self, house: House, name: str) -> None:
        for event in await house.events(name):
            if event.id not in self._carried and self._linking.concerns(event):
                self._carried.add(event.id)
                await self._linking.deliver(event)
