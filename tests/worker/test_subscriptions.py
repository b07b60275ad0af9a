"""Facts find the processes that they concern, and both sides are told what happens, on a real stack."""

from datetime import UTC, datetime

from luyue.domain.facts import ParcelTracks, Track, Video
from luyue.journal.inbox import Inbox
from tests.conftest import Eventually
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.stages import SHIPMENT, creator_of, product_of

PARCEL = f"parcel/{SHIPMENT['carrier']}:{SHIPMENT['tracking_no']}"


async def test_a_published_video_finds_its_request_and_an_unlinked_one_too(
    house: House, eventually: Eventually
) -> None:
    name = await stages.received(house)
    video = Video(creator_id=creator_of(name), product_ids=(product_of(name),), state="published")

    async def is_counted() -> bool:
        return "ContentCounted" in await house.types(name)

    async def is_lost() -> bool:
        return "ContentLost" in await house.types(name)

    await house.report("video/v1", video, datetime.now(UTC))
    await eventually(is_counted)
    counted = (await house.events(name))[-1]
    assert (counted.actor, counted.data["content"]) == ("service:router", "video/v1")
    await house.report("video/v1", video.model_copy(update={"product_ids": ()}), datetime.now(UTC))
    await eventually(is_lost)


async def test_one_parcel_finds_every_request_that_travels_in_it(house: House, eventually: Eventually) -> None:
    """IX-11"""
    names = [await stages.shipped(house) for _ in range(2)]

    async def all_are_delivered() -> bool:
        return all(["ParcelDelivered" in await house.types(name) for name in names])

    track = Track(at=datetime.now(UTC), kind="delivered")
    await house.report(PARCEL, ParcelTracks(tracks=(track,)), datetime.now(UTC))
    await eventually(all_are_delivered)


async def test_a_report_brings_back_a_request_that_temporal_has_lost(house: House, eventually: Eventually) -> None:
    name = await stages.shipped(house)
    await house.terminate(name)

    async def is_delivered() -> bool:
        return "ParcelDelivered" in await house.types(name)

    track = Track(at=datetime.now(UTC), kind="delivered")
    await house.report(PARCEL, ParcelTracks(tracks=(track,)), datetime.now(UTC))
    await eventually(is_delivered)
    assert (await house.send(name, "confirm-receipt")).status == "CONTENT_PENDING"


async def test_both_sides_read_in_their_inboxes_what_has_happened(house: House, eventually: Eventually) -> None:
    name = await stages.shipped(house)
    inbox = Inbox(house.journal.pool)

    async def messages(recipient: str) -> list[str]:
        return [message.message for message in await inbox.newest(recipient, 10)]

    async def both_are_told() -> bool:
        return len(await messages(f"creator:{creator_of(name)}")) == len(await messages("merchant:m1")) == 3

    await eventually(both_are_told)
    later = ["sample-request.shipped", "sample-request.approved"]
    assert await messages(f"creator:{creator_of(name)}") == [*later, "sample-request.received"]
    assert await messages("merchant:m1") == [*later, "sample-request.new"]
    [shipped, *_] = await inbox.newest("merchant:m1", 1)
    assert shipped.parameters["tracking_no"] == SHIPMENT["tracking_no"]
    assert shipped.parameters["product_id"] == product_of(name)
