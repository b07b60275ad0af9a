"""The paths of merchant accounts; months go by on the test clock."""

from dataclasses import replace
from datetime import UTC, datetime

from luyue.domain.facts import Delisting
from tests.replay.order_paths import later
from tests.replay.path import Path, closes, kept_in
from tests.workflow import merchant_account_stages as stages
from tests.workflow import order_stages as orders
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE, happens
from tests.workflow.troubled_journal import Trouble

PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


async def owed(house: House, name: str) -> list[str]:
    """The statements that are not settled, by the events."""
    events = await house.events(name)
    settled = {one.data["statement"] for one in events if one.type in ("InvoiceSubmitted", "StatementDeducted")}
    issued = [one.data["statement"] for one in events if one.type == "StatementIssued" and one.data["invoice_due_at"]]
    return [statement for statement in issued if statement not in settled]


async def invoices(house: House, name: str) -> None:
    for statement in await owed(house, name):
        await house.send(name, "submit-invoice", statement=statement, **stages.INVOICE)


async def delisted(house: House, name: str, reason: str, severity: str = "severe") -> None:
    stream = f"delisting/product-of-{name}"
    fact = {"merchant_id": name, "state": "delisted", "reason": reason, "severity": severity}
    await house.report(stream, Delisting.model_validate(fact), datetime.now(UTC))
    await house.signal(name, "observe", source=stream)


@path
async def account_closed(house: House, _: Trouble) -> str:
    name = await stages.opened(house)
    await house.refused(name, "open", merchant_id=name, categories=["toys"])
    await house.send(name, "update-profile", industry="toys", licence="documents/licence-1", introduction=NOTE)
    await house.send(name, "review-licence", approved=True, reason=NOTE)
    await house.send(name, "set-categories", categories=["shoes", "toys"])
    await house.send(name, "close-shop", reason=NOTE)
    await house.send(name, "advance", by="PT25H")
    return await closes(house, name)


@path
async def account_invoiced_late(house: House, _: Trouble) -> str:
    name = await stages.subsidised(house)
    await house.send(name, "advance", by="P62D")
    await invoices(house, name)
    await house.send(name, "close-shop")
    await house.send(name, "advance", by="PT25H")
    return await closes(house, name)


@path
async def account_with_automatic_deduction(house: House, _: Trouble) -> str:
    name = await stages.subsidised(house)
    await house.send(name, "set-automatic-deduction", on=True)
    await house.send(name, "advance", by="P62D")
    await house.send(name, "close-shop")
    await house.send(name, "advance", by="PT25H")
    return await closes(house, name)


@path
async def account_closing_with_fees_overdue(house: House, _: Trouble) -> str:
    name = await stages.closing_with_fees(house)
    await house.send(name, "advance", by="P7D")
    await invoices(house, name)
    return await closes(house, name)


@path
async def account_closing_while_an_order_is_open(house: House, _: Trouble) -> str:
    market = replace(house, kind="cooperation-order", started=set())
    order = await orders.proposed(market, later())
    name = orders.merchant_of(order)
    await house.send(name, "open", merchant_id=name, categories=["toys"])
    await house.send(name, "close-shop")
    await house.send(name, "review-closing")
    await market.send(order, "withdraw")
    await house.send(name, "advance", by="P2D")
    return await closes(house, name)


@path
async def account_closed_by_the_platform(house: House, _: Trouble) -> str:
    name = await stages.opened(house)
    await delisted(house, name, "substandard", "normal")
    await happens(house, name, "ProductDelistingNoted")
    await delisted(house, name, "substandard")
    await happens(house, name, "SevereDelistingPenalised")
    await delisted(house, name, "counterfeit")
    return await closes(house, name)


@path
async def account_freed(house: House, trouble: Trouble) -> str:
    """The run that is kept begins with the freeze that is lifted."""
    name = await account_closed_by_the_platform(house, trouble)
    await house.send(name, "lift-freeze", reason=NOTE)
    return await closes(house, name)


@path
async def account_closing_finished_by_ops(house: House, _: Trouble) -> str:
    name = await stages.closing_with_fees(house)
    await house.send(name, "advance", by="PT1H")
    await house.send(name, "finish-closing", reason=NOTE)
    return await closes(house, name)


@path
async def account_with_its_deposit_returned(house: House, trouble: Trouble) -> str:
    """The run that is kept begins with the return."""
    name = await account_closed(house, trouble)
    await house.send(name, "record-deposit-return")
    return await closes(house, name)


@path
async def account_rehydrated(house: House, _: Trouble) -> str:
    name = await stages.subsidised(house)
    await house.terminate(name)
    await house.start(name)
    await house.send(name, "advance", by="P31D")
    await invoices(house, name)
    await house.send(name, "close-shop")
    await house.send(name, "advance", by="PT25H")
    return await closes(house, name)
