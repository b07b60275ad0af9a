"""Brings a sample request to a stage of its life; each returns the request's name."""

import uuid
from datetime import UTC, datetime
from typing import Any

from tests import eligible
from tests.workflow.house import House

SHIPMENT = {"carrier": "SF", "tracking_no": "SF1234567890"}
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def new_name(prefix: str = "sr") -> str:
    return f"{prefix}_{uuid.uuid4().hex[:12]}"


def creator_of(name: str) -> str:
    return f"creator-of-{name}"


def product_of(name: str) -> str:
    return f"product-of-{name}"


async def known(house: House) -> str:
    """Nothing requested yet; creator, product and merchant are eligible."""
    name = new_name()
    await house.report(f"creator/{creator_of(name)}", eligible.CREATOR, LONG_AGO)
    await house.report("merchant/m1", eligible.MERCHANT, LONG_AGO)
    await house.report(f"product/{product_of(name)}", eligible.product(), LONG_AGO)
    await house.report(f"sample-offer/{product_of(name)}", eligible.OFFER, LONG_AGO)
    return name


async def apply(house: House, name: str, **sent: Any) -> None:
    await house.send(name, "apply", **application(name), **sent)


def application(name: str) -> dict[str, str]:
    return {"creator_id": creator_of(name), "product_id": product_of(name)}


async def pending(house: House) -> str:
    name = await known(house)
    await apply(house, name)
    return name


async def approved(house: House) -> str:
    name = await pending(house)
    await house.send(name, "approve")
    return name


async def shipped(house: House) -> str:
    name = await approved(house)
    await house.send(name, "ship", **SHIPMENT)
    return name


async def received(house: House) -> str:
    name = await shipped(house)
    await house.send(name, "confirm-receipt")
    return name
