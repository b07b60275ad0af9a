"""Brings a consumer order to a stage of its life; each returns the order's name."""

from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain.facts import Campaign
from tests import eligible
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE
from tests.workflow.stages import LONG_AGO, new_name, product_of

PARCEL = {"carrier": "SF", "tracking_no": "SF1234567890123"}
OTHER_PARCEL = {"carrier": "SF", "tracking_no": "SF1234567890124"}
DAY = timedelta(days=1)


async def known(house: House) -> str:
    """Nothing placed yet; the product is known."""
    name = new_name("uo")
    await house.report(f"product/{product_of(name)}", eligible.product(), LONG_AGO)
    return name


def order(name: str, paid_at: datetime, **changes: Any) -> dict[str, Any]:
    given = {
        "merchant_id": "m1",
        "product_id": product_of(name),
        "paid_amount": "100.00",
        "paid_at": paid_at.isoformat(),
        "consignee_id": "k1",
        "buyer_id": f"buyer-of-{name}",
        "region": "33",
        "ship_within": "PT48H",
    }
    return {**given, **changes}


async def placed(house: House, paid_at: datetime | None = None, **changes: Any) -> str:
    name = await known(house)
    await house.send(name, "place", **order(name, paid_at or datetime.now(UTC), **changes))
    return name


async def placed_in_a_campaign(house: House, **changes: Any) -> str:
    """Paid while the product took part in a campaign that has begun a day ago; by now its merchant has left (IX-26)."""
    name, now = await known(house), datetime.now(UTC)
    campaign = f"campaign-of-{name}"
    windows = Campaign(
        title="年货节",
        registration_from=now - DAY,
        registration_until=now + DAY,
        event_from=now - DAY,
        event_until=now + DAY,
    )
    await house.report(f"campaign/{campaign}", windows, LONG_AGO)
    await house.report("merchant/m1", eligible.MERCHANT, LONG_AGO)
    entries = House(house.client, house.journal, house.task_queue, kind="campaign-entry")
    entry = new_name("ce")
    await entries.send(entry, "register", campaign_id=campaign, merchant_id="m1", product_id=product_of(name))
    await entries.send(entry, "approve")
    paid_at = datetime.now(UTC)
    await entries.send(entry, "leave")
    await house.send(name, "place", **order(name, paid_at, campaign_id=campaign, **changes))
    return name


async def shipped(house: House, paid_at: datetime | None = None, **changes: Any) -> str:
    name = await placed(house, paid_at, **changes)
    await house.send(name, "ship", **PARCEL)
    return name


async def asked(house: House, paid_at: datetime | None = None, amount: str = "40.00", **changes: Any) -> str:
    """The buyer asks for a refund that the merchant is to answer."""
    name = await placed(house, paid_at, **changes)
    await house.send(name, "refund-request", amount=amount, reason=NOTE)
    return name


def of_the_parcel(name: str, **more: Any) -> dict[str, Any]:
    """What the parcel's process tells, beside what it tells."""
    return {"shipment": f"shipment/sh_{name}", **more}


async def warned(house: House, paid_at: datetime | None = None) -> str:
    """The parcel looks fake."""
    name = await shipped(house, paid_at)
    due_at = (paid_at or datetime.now(UTC)) + DAY
    await house.send(name, "shipment-warned", **of_the_parcel(name, rule="SH-04", due_at=due_at.isoformat()))
    return name
