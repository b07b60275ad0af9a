"""The paths of campaign entries: each brings a real one all the way along, in a campaign of seconds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain.facts import CampaignParameters
from tests.replay.path import Path, closes, kept_in, reaches
from tests.workflow import campaign_entry_stages as stages
from tests.workflow.house import House
from tests.workflow.order_stages import NOTE, happens
from tests.workflow.stages import LONG_AGO, new_name, product_of
from tests.workflow.troubled_journal import Trouble

SECOND = timedelta(seconds=1)
PATHS: dict[str, Path] = {}
path = kept_in(PATHS)


def _event(begins_in: int, ends_in: int, review_window: timedelta = 3 * SECOND) -> dict[str, Any]:
    """A campaign whose event begins and ends in so many seconds, and its time to review."""
    now = datetime.now(UTC).replace(microsecond=0)
    return {
        "event_from": now + begins_in * SECOND,
        "event_until": now + ends_in * SECOND,
        "parameters": CampaignParameters(review_window=review_window),
    }


@path
async def entry_completed(house: House, _: Trouble) -> str:
    name = await stages.enrolled(house, **_event(2, 3))
    await house.refused(name, "approve")
    await happens(house, name, "EntryActivated")
    return await closes(house, name)


@path
async def entry_approved_during_the_event(house: House, _: Trouble) -> str:
    return await closes(house, await stages.enrolled(house, **_event(-1, 3)))


@path
async def entry_lapsed(house: House, _: Trouble) -> str:
    """Escalated, and never reviewed (IX-25)."""
    return await closes(house, await stages.registered(house, **_event(1, 4, 2 * SECOND)))


@path
async def entry_rejected_once_escalated(house: House, _: Trouble) -> str:
    name = await stages.registered(house, **_event(30, 60, SECOND))
    await happens(house, name, "EntryEscalated")
    await house.send(name, "reject", reason=NOTE)
    return await closes(house, name)


@path
async def entry_of_another_product(house: House, _: Trouble) -> str:
    """Registered after a rejection, when registration is over (CE-04)."""
    rejected, name = await stages.rejected(house), new_name("ce")
    over = datetime.now(UTC) - 2 * SECOND
    await house.report(f"campaign/{stages.campaign_of(rejected)}", stages.campaign(registration_until=over), LONG_AGO)
    await house.report(f"product/{product_of(name)}", stages.PRODUCT, LONG_AGO)
    await house.send(name, "register", **{**stages.registration(rejected), "product_id": product_of(name)})
    await house.send(name, "leave")
    return await closes(house, name)


@path
async def entry_refused(house: House, _: Trouble) -> str:
    name = await stages.known(house)
    await house.send(name, "register", **stages.registration(name), rules_acknowledged=False)
    return await closes(house, name)


@path
async def entry_left(house: House, _: Trouble) -> str:
    name = await stages.enrolled(house)
    await house.refused(name, "reject", reason=NOTE)
    await house.send(name, "leave", reason=NOTE)
    return await closes(house, name)


@path
async def entry_removed(house: House, _: Trouble) -> str:
    name = await stages.enrolled(house, **_event(-1, 60))
    await house.send(name, "remove", reason=NOTE)
    return await closes(house, name)


@path
async def entry_extended_and_moved_by_the_test_clock(house: House, _: Trouble) -> str:
    name = await stages.registered(house)
    until = (await house.events(name))[0].occurred_at + timedelta(days=4)
    await house.send(name, "extend", deadline="review_window", until=until.isoformat(), reason=NOTE)
    await house.send(name, "approve")
    await house.send(name, "advance", by="P2D")
    await reaches(house, name, "ACTIVE")
    await house.send(name, "advance", by="P1D")
    return await closes(house, name)


@path
async def entry_rehydrated(house: House, _: Trouble) -> str:
    name = await stages.registered(house)
    await house.terminate(name)
    await house.start(name)
    await house.send(name, "approve")
    await house.send(name, "leave")
    return await closes(house, name)
