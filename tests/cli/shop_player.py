"""Plays campaign entries, consumer orders, parcels and merchant accounts straight on the journal."""

from datetime import datetime, timedelta
from typing import Any

from luyue.domain.facts import Delisting, ParcelTracks, Track
from luyue.worker.router import ACTOR as ROUTER
from tests.cli.long_ago import LongAgo
from tests.workflow.campaign_entry_stages import campaign

ENTRY, ORDER, SAMPLE, ACCOUNT = (
    "campaign-entry/ce_1",
    "consumer-order/uo_1",
    "sample-request/sr_1",
    "merchant-account/m1",
)
PARCEL = f"shipment/sh_{SAMPLE.partition('/')[2]}"
NUMBER = {"carrier": "SF", "tracking_no": "SF1234567890123"}
TIMER = "timer:warning_window"


class ShopPlayer(LongAgo):
    """The product p1 of the merchant m1."""

    async def registered(self) -> None:
        """An entry in a campaign whose event begins in a day."""
        await self.products()
        await self.report("campaign/spring", campaign(self.now))
        await self.tell(ENTRY, "register", campaign_id="spring", merchant_id="m1", product_id="p1")

    async def took_part(self) -> None:
        await self.registered()
        await self.tell(ENTRY, "approve", actor="ops:ops")
        await self.wait(ENTRY, timedelta(days=3))

    async def placed(self, **changes: Any) -> None:
        """An order of a campaign's product, paid just now."""
        await self.products()
        await self.report("campaign/spring", campaign(self.now, event_from=self.now - timedelta(hours=1)))
        await self.tell(ENTRY, "register", campaign_id="spring", merchant_id="m1", product_id="p1")
        await self.tell(ENTRY, "approve", actor="ops:ops")
        paid = {
            "merchant_id": "m1",
            "product_id": "p1",
            "paid_amount": "299.99",
            "paid_at": self.now.isoformat(),
            "consignee_id": "k1",
            "region": "44",
            "ship_within": "PT24H",
            "campaign_id": "spring",
        }
        await self.tell(ORDER, "place", **paid | changes)

    async def never_shipped(self) -> None:
        await self.placed()
        await self.wait(ORDER, timedelta(days=9))

    async def no_transit_centre(self) -> datetime:
        """A sample's parcel that was picked up and never seen again, and the sample; returns the time of its pickup."""
        await self.shipped_sample()
        picked_up_at = self.now
        await self.report("parcel/SF:SF1234567890123", ParcelTracks(tracks=(Track(at=picked_up_at, kind="pickup"),)))
        await self.tell(PARCEL, "observe", source="parcel/SF:SF1234567890123", actor=ROUTER)
        await self.wait(PARCEL, timedelta(hours=26))
        warned = (await self.journal.streams.history(PARCEL))[-1]
        due_at = warned.data["due_at"]
        await self.tell(SAMPLE, "shipment-warned", shipment=PARCEL, rule="SH-04", due_at=due_at, actor=warned.actor)
        await self.wait(PARCEL, timedelta(hours=25))
        await self.tell(SAMPLE, "shipment-violated", shipment=PARCEL, rule="SH-04", actor=TIMER)
        return picked_up_at

    async def shipped_sample(self) -> None:
        """A sample on its way, and the process that watches its parcel."""
        await self.products()
        await self.tell(SAMPLE, "apply", creator_id="c1", product_id="p1")
        await self.tell(SAMPLE, "approve")
        not_before = self.now.isoformat()
        await self.tell(SAMPLE, "ship", **NUMBER)
        of = {"obligation": SAMPLE, "merchant_id": "m1", "creator_id": "c1", "product_id": "p1"}
        since = {"not_before": not_before, "since": self.now.isoformat()}
        await self.tell(PARCEL, "register", **of, **NUMBER, **since, region="44")

    async def not_invoiced(self) -> None:
        """An account whose statement of the first month was not invoiced in the second."""
        await self.opened()
        await self.tell(ACCOUNT, "record-subsidy", amount="90.00")
        await self.wait(ACCOUNT, timedelta(days=63))

    async def opened(self) -> None:
        await self.products()
        await self.tell(ACCOUNT, "open", merchant_id="m1", categories=["food_and_beverages"])
        await self.tell(ACCOUNT, "pay-deposit", amount="5000.00")

    async def closing(self) -> None:
        """A shop that is given up while a buyer still waits for an order."""
        await self.placed()
        await self.opened()
        await self.tell(ACCOUNT, "close-shop", reason={"id": "note_1", "digest": "d"})
        await self.tell(ACCOUNT, "review-closing")

    async def counterfeit(self) -> None:
        """An account whose product was delisted for severe counterfeiting."""
        await self.opened()
        await self.report(
            "delisting/p1", Delisting(merchant_id="m1", state="delisted", reason="counterfeit", severity="severe")
        )
        await self.tell(ACCOUNT, "observe", source="delisting/p1", actor=ROUTER)
