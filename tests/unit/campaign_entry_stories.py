"""Where campaign entries stand when a test begins: merchant m1 registers product p1 in campaign spring."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import messages as m
from luyue.domain.facts import Campaign
from luyue.domain.messages import Command, Refusal, Text
from luyue.domain.notices import BEIJING
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Note
from tests import eligible
from tests.unit.given_when_then import START, TICK, Platform, Process, hours

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def beijing(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of 2024 in Beijing."""
    return datetime(2024, month, day, hour, minute, second, tzinfo=BEIJING)


OPENS = beijing(2, 20)
CLOSES = beijing(3, 14, 23, 59, 59)
"""The last second of registration."""
BEGINS = beijing(3, 10)
ENDS = beijing(3, 20, 23, 59, 59)
"""The last second of the event."""
OVER = ENDS + SECOND
LAST_INSTANT = OVER - TICK
REGISTERED = START
APPROVED = REGISTERED + DAY
REVIEW_DUE = REGISTERED + 3 * DAY
WHY = Note(id="note-1", digest="digest-1")
TRAFFIC = {"kind": "traffic", "text": Text(zh="独享流量", en="Traffic of its own")}


def campaign(**changes: Any) -> Campaign:
    """A campaign whose registration is still open when the event has begun, and over before it ends."""
    given: dict[str, Any] = {
        "title": "春季大促",
        "registration_from": OPENS,
        "registration_until": CLOSES,
        "event_from": BEGINS,
        "event_until": ENDS,
        "benefits": (TRAFFIC,),
    }
    return Campaign(**given | changes)


def platform(announced: Campaign | None = None, **changes: object) -> Platform:
    """A platform that knows the campaign, and merchant m1 with products p1 to p3, all of them eligible."""
    stage = Platform(DEFAULT_POLICY.model_copy(update=changes))
    stage.report("campaign/spring", announced or campaign(), OPENS)
    for merchant in ("m1", "m2"):
        stage.report(f"merchant/{merchant}", eligible.MERCHANT, OPENS)
    for product in ("p1", "p2", "p3"):
        stage.report(f"product/{product}", eligible.product(), OPENS)
    stage.report("product/p9", eligible.product("m2"), OPENS)
    return stage


def new_entry(stage: Platform | None = None) -> Process:
    """Reports concern no entry: what it observes is never used."""
    return Process(stage or platform(), CAMPAIGN_ENTRY, lambda stream: m.Approve())


def registration(product: str = "p1", **changes: Any) -> m.Register:
    given = {"campaign_id": "spring", "merchant_id": "m1", "product_id": product}
    return m.Register(**given | changes)


def registered(stage: Platform | None = None, command: m.Register | None = None, at: datetime = REGISTERED) -> Process:
    entry = new_entry(stage)
    entry.issue(command or registration(), at)
    return entry


def refused_entry(stage: Platform | None = None) -> Process:
    return registered(stage, registration(rules_acknowledged=False))


def escalated(stage: Platform | None = None) -> Process:
    entry = registered(stage)
    entry.time_to(REVIEW_DUE + hours(1))
    return entry


def enrolled(stage: Platform | None = None) -> Process:
    entry = registered(stage)
    entry.issue(m.Approve(), APPROVED)
    return entry


def active(stage: Platform | None = None) -> Process:
    entry = enrolled(stage)
    entry.time_to(BEGINS + hours(1))
    return entry


def approved_during_the_event(stage: Platform | None = None) -> Process:
    entry = registered(stage)
    entry.issue(m.Approve(), BEGINS + DAY)
    return entry


def completed(stage: Platform | None = None) -> Process:
    entry = active(stage)
    entry.time_to(OVER + hours(1))
    return entry


def rejected(stage: Platform | None = None, at: datetime = APPROVED) -> Process:
    entry = registered(stage)
    entry.issue(m.Reject(reason=WHY), at)
    return entry


def lapsed(stage: Platform | None = None) -> Process:
    entry = registered(stage)
    entry.time_to(OVER + hours(1))
    return entry


def left(stage: Platform | None = None) -> Process:
    entry = active(stage)
    entry.issue(m.Leave(reason=WHY), BEGINS + DAY)
    return entry


def removed(stage: Platform | None = None) -> Process:
    entry = active(stage)
    entry.issue(m.Remove(reason=WHY), BEGINS + DAY)
    return entry


def broken_rules(entry: Process) -> list[str]:
    """The rules for which an entry was refused."""
    return [one.rule for one in entry.state.violations]


def refused(entry: Process, command: Command, at: datetime) -> Refusal:
    """The refusal that a command meets."""
    with pytest.raises(Refusal) as caught:
        entry.issue(command, at)
    return caught.value


def refused_by(entry: Process, command: Command, at: datetime) -> tuple[str, list[str]]:
    """The code of the refusal that a command meets, and the rules that it names."""
    refusal = refused(entry, command, at)
    assert all(one.message.zh and one.message.en for one in refusal.violations)
    return refusal.code, [one.rule for one in refusal.violations]
