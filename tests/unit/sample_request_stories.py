"""Where sample requests stand when a test begins, and the reports it makes: creator c1, merchant m1, product p1."""

from datetime import datetime, timedelta

import pytest

from luyue.domain import shipment_told as told
from luyue.domain.facts import CartEntry, Delisting, LiveSession, ParcelTracks, Track, Video
from luyue.domain.messages import Command, Refusal
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.process import Note
from luyue.domain.promotion import Form
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as m
from tests import eligible
from tests.unit.given_when_then import START, Platform, Process, hours

APPLIED = START
APPROVED = APPLIED + hours(1)
SHIPPED = APPROVED + hours(1)
RECEIVED = SHIPPED + hours(72)
CLOSES = RECEIVED + hours(360)
RETENTION = hours(168)
GRACE = hours(1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PUBLISHED = RECEIVED + DAY
"""When video v1 comes out, where a test has one."""
DUE = PUBLISHED + RETENTION
JUDGED = DUE + GRACE
WHY = Note(id="note-1", digest="digest-1")


def platform(policy: Policy = DEFAULT_POLICY, **changes: object) -> Platform:
    """A platform that knows creators c1 and c2 and merchant m1's products p1 and p2, all of them eligible."""
    stage = Platform(policy.model_copy(update=changes))
    for creator in ("c1", "c2"):
        stage.report(f"creator/{creator}", eligible.CREATOR, APPLIED)
    stage.report("merchant/m1", eligible.MERCHANT, APPLIED)
    for product in ("p1", "p2"):
        stage.report(f"product/{product}", eligible.product(), APPLIED)
        stage.report(f"sample-offer/{product}", eligible.OFFER, APPLIED)
    return stage


def new_request(stage: Platform) -> Process:
    return Process(stage, SAMPLE_REQUEST, lambda stream: m.Observe(source=stream))


def apply(product: str = "p1", form: Form | None = None, creator: str = "c1") -> m.Apply:
    return m.Apply(creator_id=creator, product_id=product, promotion_form=form)


def pending(stage: Platform | None = None, command: m.Apply | None = None, at: datetime = APPLIED) -> Process:
    request = new_request(stage or platform())
    request.issue(command or apply(), at)
    return request


def approved(stage: Platform | None = None, command: m.Apply | None = None, at: datetime = APPLIED) -> Process:
    request = pending(stage, command, at)
    request.issue(m.Approve(), at + hours(1))
    return request


def ship(number: str = "1001") -> m.Ship:
    return m.Ship(carrier="SF", tracking_no=number)


def shipped(stage: Platform | None = None, command: m.Apply | None = None, at: datetime = APPLIED) -> Process:
    request = approved(stage, command, at)
    request.issue(ship(), at + hours(2))
    return request


def received(stage: Platform | None = None, command: m.Apply | None = None, at: datetime = APPLIED) -> Process:
    """A request whose promotion window runs from 74 h after `at`."""
    request = shipped(stage, command, at)
    request.issue(m.ConfirmReceipt(), at + hours(74))
    return request


def breached(stage: Platform | None = None) -> Process:
    request = received(stage)
    request.time_to(CLOSES + GRACE + hours(1))
    assert request.status == "BREACHED"
    return request


def published(at: datetime | None = None, *products: str, since: datetime | None = None, creator: str = "c1") -> Video:
    """A video that is published, with p1 in its cart unless other products are named."""
    return Video(
        creator_id=creator,
        product_ids=products or ("p1",),
        state="published",
        published_at=at,
        state_since=since,
    )


def taken_down(since: datetime | None = None, *products: str) -> Video:
    return Video(creator_id="c1", product_ids=products or ("p1",), state="unpublished", state_since=since)


def stay(added: datetime, removed: datetime | None = None, explained: bool = True, product: str = "p1") -> CartEntry:
    return CartEntry(product_id=product, added_at=added, removed_at=removed, explained=explained)


def live(*cart: CartEntry, ended: datetime | None = None, started: datetime | None = None) -> LiveSession:
    """A live session that starts with its first product unless told otherwise."""
    return LiveSession(
        creator_id="c1",
        started_at=started or min(entry.added_at for entry in cart),
        ended_at=ended,
        cart=cart,
    )


SHIPMENT = "shipment/sh_sr_1"
PUT_RIGHT_BY = SHIPPED + hours(48)
DELISTED = RECEIVED + hours(100)


def warned(rule: str = "SH-04", due_at: datetime = PUT_RIGHT_BY) -> told.ShipmentWarned:
    return told.ShipmentWarned(shipment=SHIPMENT, rule=rule, due_at=due_at)


def cleared(*, corrected: bool) -> told.ShipmentCleared:
    return told.ShipmentCleared(shipment=SHIPMENT, corrected=corrected)


def violated() -> told.ShipmentViolated:
    return told.ShipmentViolated(shipment=SHIPMENT, rule="SH-04")


def delisted(since: datetime | None = None) -> Delisting:
    return Delisting(merchant_id="m1", state="delisted", reason="prohibited", since=since)


def relisted(since: datetime | None = None) -> Delisting:
    return Delisting(merchant_id="m1", state="relisted", since=since)


def paused(stage: Platform | None = None, at: datetime = DELISTED) -> Process:
    """A request in its promotion window whose product was delisted at `at`."""
    stage = stage or platform()
    request = received(stage)
    stage.report("delisting/p1", delisted(), at)
    return request


def delivered(at: datetime) -> ParcelTracks:
    return ParcelTracks(tracks=(Track(at=at, kind="delivered"),))


def refused(request: Process, command: Command, at: datetime) -> Refusal:
    """The refusal that a command meets."""
    with pytest.raises(Refusal) as caught:
        request.issue(command, at)
    return caught.value


def rules(refusal: Refusal) -> list[str]:
    return [violation.rule for violation in refusal.violations]


def with_video(**changes: object) -> tuple[Platform, Process]:
    """A request with video v1, published a day after receipt."""
    stage = platform(**changes)
    request = received(stage)
    stage.report("video/v1", published(PUBLISHED), PUBLISHED + MINUTE)
    return stage, request
