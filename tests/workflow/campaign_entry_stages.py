"""Brings a campaign entry to a stage of its life; each returns the entry's name.

Each entry has a campaign of its own, whose event begins in a day and ends a day and a half later.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain.facts import Campaign
from tests import eligible
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE
from tests.workflow.stages import LONG_AGO, new_name, product_of

BEGINS_IN = timedelta(days=1)
ENDS_IN = timedelta(days=2, hours=12)
PRODUCT = eligible.product()


def campaign_of(name: str) -> str:
    return f"campaign-of-{name}"


def campaign(now: datetime | None = None, ends_in: timedelta = ENDS_IN, **changes: Any) -> Campaign:
    """A campaign that can be entered until its end."""
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    given = {
        "registration_from": now - timedelta(days=1),
        "registration_until": now + ends_in,
        "event_from": now + min(BEGINS_IN, ends_in),
        "event_until": now + ends_in,
    }
    return Campaign(title="年货节", **given | changes)


async def known(house: House, now: datetime | None = None, ends_in: timedelta = ENDS_IN, **changes: Any) -> str:
    """Nothing registered yet; campaign, merchant and product are known."""
    name = new_name("ce")
    await house.report(f"campaign/{campaign_of(name)}", campaign(now, ends_in, **changes), LONG_AGO)
    await house.report("merchant/m1", eligible.MERCHANT, LONG_AGO)
    await house.report(f"product/{product_of(name)}", PRODUCT, LONG_AGO)
    return name


def registration(name: str) -> dict[str, Any]:
    return {"campaign_id": campaign_of(name), "merchant_id": "m1", "product_id": product_of(name)}


async def registered(house: House, now: datetime | None = None, ends_in: timedelta = ENDS_IN, **changes: Any) -> str:
    name = await known(house, now, ends_in, **changes)
    await house.send(name, "register", **registration(name))
    return name


async def enrolled(house: House, now: datetime | None = None, ends_in: timedelta = ENDS_IN, **changes: Any) -> str:
    name = await registered(house, now, ends_in, **changes)
    await house.send(name, "approve")
    return name


async def rejected(house: House, now: datetime | None = None) -> str:
    name = await registered(house, now)
    await house.send(name, "reject", reason=NOTE)
    return name
