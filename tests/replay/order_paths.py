"""The paths of cooperation orders without a dispute: each brings a real one all the way along, in real seconds."""

from datetime import UTC, datetime, timedelta

from luyue.domain.facts import CartEntry, LiveSession, Video
from tests import eligible
from tests.replay.path import Path, closes, kept_in, reaches
from tests.workflow import order_stages as stages
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE, happens
from tests.workflow.stages import creator_of, product_of
from tests.workflow.troubled_journal import Trouble

PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


def within(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def later() -> datetime:
    """A latest broadcast time that no path comes to."""
    return within(600)


async def report_session(house: House, name: str, started_at: datetime, ended_at: datetime | None = None) -> None:
    """The platform reports the creator's session with the product, to the order too."""
    entry = CartEntry(product_id=product_of(name), added_at=started_at, explained=True)
    session = LiveSession(creator_id=creator_of(name), started_at=started_at, ended_at=ended_at, cart=(entry,))
    stream = f"live-session/{stages.session_of(name)}"
    await house.report(stream, session, ended_at or started_at)
    await house.signal(name, "observe", source=stream)


async def merchant_is(house: House, name: str, *, open: bool) -> None:
    stream = f"merchant/{stages.merchant_of(name)}"
    await house.report(stream, eligible.MERCHANT.model_copy(update={"shop_opened": open}), datetime.now(UTC))
    await house.signal(name, "observe", source=stream)


@path
async def order_refused(house: House, _: Trouble) -> str:
    name = await stages.known(house)
    await house.refused(name, "propose", **stages.offer(name, within(-1)))
    return await closes(house, name)


@path
async def order_declined(house: House, _: Trouble) -> str:
    name = await stages.proposed(house, later())
    await house.send(name, "decline", reason=NOTE)
    return await closes(house, name)


@path
async def order_withdrawn(house: House, _: Trouble) -> str:
    name = await stages.proposed(house, later())
    await house.send(name, "withdraw")
    return await closes(house, name)


@path
async def order_expired(house: House, _: Trouble) -> str:
    return await closes(house, await stages.proposed(house, later()))


@path
async def order_expired_at_its_latest_time(house: House, _: Trouble) -> str:
    return await closes(house, await stages.proposed(house, within(2)))


@path
async def order_verified(house: House, _: Trouble) -> str:
    name = await stages.delivered(house, later())
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_live_by_reports(house: House, _: Trouble) -> str:
    name = await stages.effective(house, later())
    started_at = datetime.now(UTC)
    await report_session(house, name, started_at)
    await reaches(house, name, "LIVE")
    while datetime.now(UTC) < started_at + timedelta(seconds=1.5):
        await house.send(name, "observe", source=f"live-session/{stages.session_of(name)}")
    await report_session(house, name, started_at, ended_at=datetime.now(UTC))
    await happens(house, name, "BroadcastEnded")
    await house.send(name, "deliver", live_session_ids=[stages.session_of(name)], note=NOTE)
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_delivered_and_accepted_automatically(house: House, _: Trouble) -> str:
    return await closes(house, await stages.ended(house, later()))


@path
async def order_broadcast_never_ended(house: House, _: Trouble) -> str:
    return await closes(house, await stages.on_air(house, later()))


@path
async def order_of_video_form(house: House, _: Trouble) -> str:
    name = await stages.effective(house, later(), form="video")
    now = datetime.now(UTC)
    video = Video(
        creator_id=creator_of(name),
        product_ids=(product_of(name),),
        state="published",
        published_at=now,
        state_since=now,
    )
    await house.report(f"video/{name}", video, now)
    await house.signal(name, "observe", source=f"video/{name}")
    await reaches(house, name, "DELIVERED")
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_cancelled_by_agreement(house: House, _: Trouble) -> str:
    name = await stages.asked(house, later())
    await house.refused(name, "confirm-cancellation", by="creator")
    await house.send(name, "confirm-cancellation", by="merchant")
    return await closes(house, name)


@path
async def order_cancelled_by_two_requests(house: House, _: Trouble) -> str:
    name = await stages.asked(house, later(), by="creator")
    await house.send(name, "request-cancellation", by="merchant")
    return await closes(house, name)


@path
async def order_cancellation_declined(house: House, _: Trouble) -> str:
    name = await stages.asked(house, later(), by="merchant")
    await house.send(name, "decline-cancellation", by="creator")
    await house.send(name, "go-live", live_session_id=stages.session_of(name))
    await house.send(name, "deliver")
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_cancellation_lapsed(house: House, _: Trouble) -> str:
    name = await stages.asked(house, later(), by="merchant")
    await report_session(house, name, datetime.now(UTC))
    await reaches(house, name, "LIVE")
    await house.send(name, "end-broadcast")
    await house.send(name, "deliver")
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_cancellation_unanswered(house: House, _: Trouble) -> str:
    return await closes(house, await stages.asked(house, later()))


@path
async def order_latest_time_missed(house: House, _: Trouble) -> str:
    name = await stages.effective(house, within(2))
    await house.refused(name, "cancel", by="merchant")
    await happens(house, name, "LatestBroadcastPassed")
    await house.send(name, "cancel", by="merchant")
    return await closes(house, name)


@path
async def order_live_after_its_latest_time(house: House, _: Trouble) -> str:
    name = await stages.effective(house, within(2))
    await happens(house, name, "LatestBroadcastPassed")
    await house.send(name, "go-live", live_session_id=stages.session_of(name))
    await house.send(name, "deliver")
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_overdue_and_closed(house: House, _: Trouble) -> str:
    return await closes(house, await stages.effective(house, within(2)))


@path
async def order_merchant_left(house: House, _: Trouble) -> str:
    name = await stages.effective(house, later())
    for open in (False, True, False):
        before = (await house.types(name)).count("MerchantStandingChanged")
        await merchant_is(house, name, open=open)
        while (await house.types(name)).count("MerchantStandingChanged") == before:
            await house.send(name, "observe", source=f"merchant/{stages.merchant_of(name)}")
    await house.send(name, "cancel", by="creator")
    return await closes(house, name)


@path
async def order_rebroadcast(house: House, _: Trouble) -> str:
    name = await stages.rejected(house, later())
    first, second = later(), later()
    await house.send(name, "propose-rebroadcast", by="merchant", latest_broadcast_at=first.isoformat())
    await house.send(name, "decline-rebroadcast", by="creator")
    await house.send(name, "propose-rebroadcast", by="creator", latest_broadcast_at=second.isoformat())
    await house.send(name, "agree-rebroadcast", by="merchant")
    await house.send(name, "go-live", live_session_id=f"second-{stages.session_of(name)}")
    await house.send(name, "deliver")
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_rebroadcast_answers_a_request_to_cancel(house: House, _: Trouble) -> str:
    name = await stages.rejected(house, later())
    await house.send(name, "request-cancellation", by="merchant")
    latest = within(2).isoformat()
    for side in ("creator", "merchant"):
        await house.send(name, "propose-rebroadcast", by=side, latest_broadcast_at=latest)
    return await closes(house, name)


@path
async def order_accepted_after_all(house: House, _: Trouble) -> str:
    name = await stages.rejected(house, later())
    await happens(house, name, "NegotiationEnded")
    await house.send(name, "verify")
    return await closes(house, name)


@path
async def order_negotiation_failed(house: House, _: Trouble) -> str:
    return await closes(house, await stages.rejected(house, later()))


@path
async def order_extended(house: House, _: Trouble) -> str:
    name = await stages.proposed(house, later())
    until = (await house.events(name))[0].occurred_at + timedelta(seconds=6)
    await house.send(name, "extend", deadline="acceptance_window", until=until.isoformat(), reason=NOTE)
    return await closes(house, name)


@path
async def order_moved_by_the_test_clock(house: House, _: Trouble) -> str:
    name = await stages.delivered(house, later())
    await house.send(name, "advance", by="P1D")
    return await closes(house, name)


@path
async def order_rehydrated(house: House, _: Trouble) -> str:
    name = await stages.ended(house, later())
    await house.terminate(name)
    await house.start(name)
    await reaches(house, name, "DELIVERED")
    await house.send(name, "verify")
    return await closes(house, name)
