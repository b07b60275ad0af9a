"""The paths of sample requests: each brings a real one all the way along, in real seconds; returns its name."""

from datetime import UTC, datetime, timedelta

from luyue.domain.facts import CartEntry, LiveSession, ParcelTracks, Track, Video
from tests.replay.arbitration import Arbitration
from tests.replay.path import Path, closes, kept_in, reaches, rings
from tests.workflow import stages
from tests.workflow.house import House
from tests.workflow.order_stages import happens
from tests.workflow.troubled_journal import Trouble

NOTE = {"id": "note-1", "digest": "d1"}
PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


def video_of(name: str, published_at: datetime) -> Video:
    return Video(
        creator_id=stages.creator_of(name),
        product_ids=(stages.product_of(name),),
        state="published",
        published_at=published_at,
        state_since=published_at,
    )


async def publish(house: House, name: str) -> None:
    now = datetime.now(UTC)
    await house.report(f"video/{name}", video_of(name, now), now)


@path
async def fulfilled_by_video(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    await publish(house, name)
    await house.send(name, "link-video", video_id=name)
    return await closes(house, name)


@path
async def fulfilled_by_live(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    now = datetime.now(UTC)
    entry = CartEntry(product_id=stages.product_of(name), added_at=now, explained=True)
    session = LiveSession(creator_id=stages.creator_of(name), started_at=now, cart=(entry,))
    await house.report(f"live-session/{name}", session, now)
    await house.send(name, "link-live", live_session_id=name)
    return await closes(house, name)


@path
async def rejected(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    await house.send(name, "reject", reason="out_of_stock", note=NOTE)
    return await closes(house, name)


@path
async def refused(house: House, _: Trouble) -> str:
    name = await stages.known(house)
    await house.send(name, "apply", creator_id=stages.creator_of(name), product_id="unheard-of")
    return await closes(house, name)


@path
async def withdrawn(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    await house.send(name, "withdraw")
    return await closes(house, name)


@path
async def approval_timeout(house: House, _: Trouble) -> str:
    return await closes(house, await stages.pending(house))


@path
async def shipment_late_and_cut_off(house: House, _: Trouble) -> str:
    return await closes(house, await stages.approved(house))


@path
async def received_automatically(house: House, _: Trouble) -> str:
    return await reaches(house, await stages.shipped(house), "CONTENT_PENDING")


@path
async def breached(house: House, _: Trouble) -> str:
    return await closes(house, await stages.received(house))


@path
async def reinstated(house: House, trouble: Trouble) -> str:
    name = await breached(house, trouble)
    await house.send(name, "reinstate", reason=NOTE)
    await publish(house, name)
    await house.send(name, "observe", source=f"video/{name}")
    return await closes(house, name)


@path
async def not_received_and_cancelled(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await house.send(name, "report-non-receipt")
    await house.send(name, "cancel", reason=NOTE)
    return await closes(house, name)


@path
async def not_received_and_resumed(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await house.send(name, "report-non-receipt", note=NOTE)
    await house.send(name, "reinstate", reason=NOTE)
    return await reaches(house, name, "CONTENT_PENDING")


@path
async def extended(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    until = (await house.events(name))[0].occurred_at + timedelta(seconds=5)
    await house.send(name, "extend", deadline="approval_window", until=until.isoformat(), reason=NOTE)
    return await closes(house, name)


@path
async def stopped_for_longer_than_its_timer(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    await house.send(name, "report-non-receipt")
    await rings(house, name)
    await house.send(name, "reinstate", reason=NOTE)
    return await reaches(house, name, "CONTENT_PENDING")


@path
async def disputed_by_ops(house: House, _: Trouble) -> str:
    name = await stages.pending(house)
    arbitration = Arbitration(house)
    dispute = await arbitration.open(name)
    await house.send(name, "approve")
    await arbitration.disputes.send(dispute, "withdraw", by="ops")
    return await closes(house, name)


@path
async def cancelled_by_ops(house: House, _: Trouble) -> str:
    name = await stages.approved(house)
    await house.send(name, "cancel", reason=NOTE)
    return await closes(house, name)


@path
async def parcel_corrected_and_delivered(house: House, _: Trouble) -> str:
    name = await stages.shipped(house)
    number = name.removeprefix("sr_")
    await house.send(name, "correct-shipment", carrier="SF", tracking_no=number)
    now = datetime.now(UTC)
    delivered = ParcelTracks(tracks=(Track(at=now, kind="delivered"),))
    await house.report(f"parcel/SF:{number}", delivered, now)
    await house.signal(name, "observe", source=f"parcel/SF:{number}")
    await happens(house, name, "ParcelDelivered")
    await house.send(name, "confirm-receipt")
    return await closes(house, name)


@path
async def lost_and_published_again(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    await publish(house, name)
    await house.send(name, "link-video", video_id=name)
    now = datetime.now(UTC)
    await house.report(f"video/{name}", video_of(name, now).model_copy(update={"state": "unpublished"}), now)
    await house.signal(name, "observe", source=f"video/{name}")
    await happens(house, name, "ContentLost")
    await publish(house, name)
    await house.signal(name, "observe", source=f"video/{name}")
    return await closes(house, name)


@path
async def retention_outlasting_the_window(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    await happens(house, name, "DeadlineApproaching")
    await publish(house, name)
    await house.signal(name, "observe", source=f"video/{name}")
    return await closes(house, name)


@path
async def reported_after_the_breach(house: House, _: Trouble) -> str:
    name = await stages.received(house)
    published_at = datetime.now(UTC)
    await closes(house, name)
    await house.report(f"video/{name}", video_of(name, published_at), published_at)
    await house.send(name, "observe", source=f"video/{name}")
    return await closes(house, name)
