"""Brings a merchant's account to a stage of its life; each returns its name, which is the merchant's id."""

from tests.workflow.house import House
from tests.workflow.stages import new_name

INVOICE = {"kind": "service", "taxpayer": "general", "form": "special_vat"}


async def opened(house: House) -> str:
    """With its deposit paid."""
    name = new_name("m")
    await house.send(name, "open", merchant_id=name, categories=["toys"])
    await house.send(name, "pay-deposit", amount="2000.00")
    return name


async def subsidised(house: House) -> str:
    name = await opened(house)
    await house.send(name, "record-subsidy", amount="90.00")
    return name


async def closing_with_fees(house: House) -> str:
    """The subsidy of the running month is to be invoiced before the shop is closed."""
    name = await subsidised(house)
    await house.send(name, "close-shop")
    return name
