"""The paths of sample requests whose parcel is a fake, or whose product, merchant or creator takes part no more."""

from datetime import UTC, datetime, timedelta

from luyue.domain.facts import Delisting
from luyue.domain.messages import Value
from tests import eligible
from tests.replay.path import Path, closes, kept_in, reaches
from tests.replay.sample_request_paths import publish
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.order_stages import happens
from tests.workflow.troubled_journal import Trouble

PATHS: dict[str, Path] = {}
path = kept_in(PATHS)

NOTE = {"id": "note-1", "digest": "d1"}


async def reported(house: House, name: str, stream: str, fact: Value) -> None:
    """A report that the request is told of, as the router does."""
    await house.report(stream, fact, datetime.now(UTC))
    await house.signal(name, "observe", source=stream)


async def delisting(house: House, name: str, *, back: bool = False) -> None:
    fact = Delisting(merchant_id="m1", state="relisted" if back else "delisted", reason="prohibited")
    await reported(house, name, f"delisting/{stages.product_of(name)}", fact)


async def warned(house: House, name: str) -> None:
    due_at = datetime.now(UTC) + timedelta(hours=24)
    shipment = {"shipment": f"shipment/sh_{name}", "rule": "SH-04", "due_at": due_at.isoformat()}
    await house.signal(name, "shipment-warned", **shipment)
    await happens(house, name, "SampleShipmentWarned")


async def cleared(house: House, name: str, *, corrected: bool) -> None:
    await house.signal(name, "shipment-cleared", shipment=f"shipment/sh_{name}", corrected=corrected)
    await happens(house, name, "SampleShipmentCleared")


@path
async def product_delisted_before_shipping(house: House, _: Trouble) -> str:
    name = await stages.approved(house)
    await delisting(house, name)
    return await closes(house, name)


@path
async def merchant_left_before_shipping(house: House, _: Trouble) -> str:
    name = await stages.known(house)
    merchant, long_ago = f"merchant-of-{name}", stages.LONG_AGO
    await house.report(f"merchant/{merchant}", eligible.MERCHANT, long_ago)
    await house.report(f"product/{stages.product_of(name)}", eligible.product(merchant), long_ago)
    await stages.apply(house, name)
    closed = eligible.MERCHANT.model_copy(update={"shop_opened": False})
    await reported(house, name, f"merchant/{merchant}", closed)
    return await closes(house, name)


@path
async def creator_banned_before_shipping(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    banned = eligible.CREATOR.model_copy(update={"banned": True})
    await reported(house, name, f"creator/{stages.creator_of(name)}", banned)
    return await closes(house, name)


@path
async def product_away_and_back(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    await publish(house, name)
    await house.send(name, "link-video", video_id=name)
    await delisting(house, name)
    await happens(house, name, "PromotionPaused")
    await delisting(house, name, back=True)
    await happens(house, name, "PromotionResumed")
    return await closes(house, name)


@path
async def product_away_at_the_end(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    await delisting(house, name)
    return await closes(house, name)


@path
async def shipment_fake_and_not_put_right(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await warned(house, name)
    await house.signal(name, "shipment-violated", shipment=f"shipment/sh_{name}", rule="SH-04")
    return await closes(house, name)


@path
async def shipment_fake_and_put_right(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await warned(house, name)
    await house.send(name, "correct-shipment", carrier="SF", tracking_no=name.removeprefix("sr_"))
    await cleared(house, name, corrected=True)
    delivered_at = datetime.now(UTC).isoformat()
    await house.signal(name, "shipment-delivered", shipment=f"shipment/sh_{name}", delivered_at=delivered_at)
    return await reaches(house, name, "CONTENT_PENDING")


@path
async def shipment_warned_and_not_received(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await house.send(name, "report-non-receipt")
    await warned(house, name)
    await house.send(name, "reinstate", reason=NOTE)
    await cleared(house, name, corrected=False)
    return await reaches(house, name, "CONTENT_PENDING")
