"""Merchant accounts as a workflow: it lives as long as the shop, so that its runs are kept short."""

from typing import ClassVar

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from luyue.workflows.messages import Outcome
    from luyue.workflows.process import Process, takes_anything


@workflow.defn(name="merchant-account")
class MerchantAccountProcess(Process):
    commands = (
        "open",
        "update-profile",
        "review-licence",
        "set-categories",
        "pay-deposit",
        "record-subsidy",
        "submit-invoice",
        "set-automatic-deduction",
        "close-shop",
        "review-closing",
        "finish-closing",
        "lift-freeze",
        "record-deposit-return",
        "observe",
        "extend",
        "advance",
        "link",
    )
    events_a_run: ClassVar[int | None] = 1_500

    @workflow.run
    @takes_anything
    async def run(self, *sent: RawValue) -> Outcome:
        return await self.keep()
