"""Where consumer orders stand when a test begins: a buyer pays merchant m1 for product p1, in campaign g1 or not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luyue.domain.campaign_entry.state import enrolment
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order import messages as m
from luyue.domain.facts import Campaign, Facts, Found, Mark, Needs, OnRecord, closing_claim
from luyue.domain.messages import Command, Event, Refusal
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Note
from tests import eligible
from tests.unit.given_when_then import START, Platform, Process, hours

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
PAID = START
SHIPPED = PAID + hours(20)
ASKED = PAID + hours(1)
DUE = PAID + hours(48)
NEVER_SHIPPED = DUE + 7 * DAY
EVENT_FROM = datetime(2024, 2, 29, 16, tzinfo=UTC)
"""2024-03-01 00:00:00 in Beijing."""
EVENT_UNTIL = datetime(2024, 3, 8, 15, 59, 59, tzinfo=UTC)
"""2024-03-08 23:59:59 in Beijing."""
EVENT_OVER = EVENT_UNTIL + SECOND
WHY = Note(id="note-1", digest="digest-1")
SHIPMENT = "shipment/sh_uo_1"
ENTRY = "campaign-entry/ce_1"
CAMPAIGN = Campaign(
    title="New Year",
    registration_from=EVENT_FROM - 10 * DAY,
    registration_until=EVENT_UNTIL,
    event_from=EVENT_FROM,
    event_until=EVENT_UNTIL,
)


class Market(Platform):
    """A platform with what other processes have done: entries of campaigns, marks on a record, and closing shops.

    `closing` are the merchants whose shops are, and since when.
    """

    def __init__(self, **changes: object) -> None:
        super().__init__(DEFAULT_POLICY.model_copy(update=changes))
        self.elsewhere: list[Found] = []
        self.closing: dict[str, datetime] = {}
        self.marks: list[OnRecord] = []
        self.report("product/p1", eligible.product(), PAID)
        self.report("campaign/g1", CAMPAIGN, PAID)

    def facts(self, needs: Needs, asking: Process) -> Facts:
        facts = super().facts(needs, asking)
        begun = [_closing_started(merchant, at) for merchant, at in self.closing.items()]
        found = [one for one in (*self.elsewhere, *begun) if one.data["found_by"] in needs.found_by]
        held = {closing_claim(one): f"merchant-account/{one}" for one in self.closing}
        claims = {claim: holder for claim, holder in held.items() if claim.startswith(needs.claim_prefixes)}
        more: dict[str, Any] = {
            "found": tuple(sorted((*facts.found, *found), key=lambda one: one.at, reverse=True)),
            "claims": {**facts.claims, **(claims if needs.claim_prefixes else {})},
        }
        if needs.record_of == "merchant/m1":
            more["record"] = (*facts.record, *self.marks)
        return facts.model_copy(update=more)

    def happens(self, type: str, at: datetime, *, stream: str = ENTRY, **data: Any) -> None:
        """Something happens to an entry of product p1 in campaign g1."""
        data = {"found_by": enrolment("g1", "p1"), "merchant_id": "m1", **data}
        self.elsewhere.append(Found(stream=stream, type=type, at=at, data=data))

    def enrols(self, effective_from: datetime = EVENT_FROM, *, stream: str = ENTRY, merchant_id: str = "m1") -> None:
        times = {"effective_from": effective_from.isoformat(), "effective_before": EVENT_OVER.isoformat()}
        self.happens("EntryEnrolled", effective_from, stream=stream, merchant_id=merchant_id, **times)

    def mark(self, what: Mark, at: datetime, *, times: int = 1, stream: str = "consumer-order/uo_other") -> None:
        """So many entries more stand on merchant m1's record."""
        self.marks += [OnRecord(stream=f"{stream}_{len(self.marks)}", what=what, at=at) for _ in range(times)]


def _closing_started(merchant_id: str, at: datetime) -> Found:
    found_by = {"found_by": f"closing:{merchant_id}"}
    return Found(stream=f"merchant-account/{merchant_id}", type="ClosingStarted", at=at, data=found_by)


def market(**changes: object) -> Market:
    return Market(**changes)


def event_market(**changes: object) -> Market:
    """Merchant m1's product p1 takes part in campaign g1."""
    stage = Market(**changes)
    stage.enrols()
    return stage


def place(paid: str = "100.00", **changes: Any) -> m.Place:
    given: dict[str, Any] = {
        "merchant_id": "m1",
        "product_id": "p1",
        "paid_amount": Decimal(paid),
        "paid_at": PAID,
        "consignee_id": "k1",
        "buyer_id": "b1",
        "region": "33",
        "ship_within": timedelta(hours=48),
    }
    return m.Place(**given | changes)


def place_in_campaign(paid: str = "100.00", **changes: Any) -> m.Place:
    return place(paid, **{"campaign_id": "g1", **changes})


def new_order(stage: Platform | None = None) -> Process:
    """Reports concern no consumer order: what it observes is never used."""
    return Process(stage or market(), CONSUMER_ORDER, lambda stream: m.ConfirmReceipt())


def placed(stage: Platform | None = None, command: m.Place | None = None, at: datetime = PAID) -> Process:
    order = new_order(stage)
    order.issue(command or place(), at)
    return order


def event_order(stage: Market | None = None, paid: str = "100.00", **changes: Any) -> Process:
    """An order of the campaign."""
    return placed(stage or event_market(), place_in_campaign(paid, **changes))


def ship(number: str = "1001") -> m.Ship:
    return m.Ship(carrier="SF", tracking_no=number)


def shipped(order: Process | None = None) -> Process:
    order = order or placed()
    order.issue(ship(), SHIPPED)
    return order


def late(order: Process | None = None) -> Process:
    order = order or placed()
    order.time_to(DUE + SECOND)
    return order


def refund(amount: str) -> m.RequestRefund:
    return m.RequestRefund(amount=Decimal(amount))


def asked(order: Process | None = None, amount: str = "40.00", at: datetime = ASKED) -> Process:
    """The buyer asks for a refund that the merchant is to answer."""
    order = order or placed()
    order.issue(refund(amount), at)
    return order


def warn(rule: str = "SH-04", at: datetime = SHIPPED + DAY) -> m.ShipmentWarned:
    return m.ShipmentWarned(shipment=SHIPMENT, rule=rule, due_at=at + DAY)


def clear(*, corrected: bool) -> m.ShipmentCleared:
    return m.ShipmentCleared(shipment=SHIPMENT, corrected=corrected)


def violate(rule: str = "SH-04") -> m.ShipmentViolated:
    return m.ShipmentViolated(shipment=SHIPMENT, rule=rule)


def deliver(at: datetime) -> m.ShipmentDelivered:
    return m.ShipmentDelivered(shipment=SHIPMENT, delivered_at=at)


def warned(order: Process | None = None) -> Process:
    """A day after shipping the shipment looks fake."""
    order = order or shipped()
    order.issue(warn(), SHIPPED + DAY)
    return order


def fake(order: Process | None = None) -> Process:
    order = warned(order)
    order.issue(violate(), SHIPPED + 2 * DAY)
    return order


def completed() -> Process:
    order = shipped()
    order.issue(m.ConfirmReceipt(), SHIPPED + 3 * DAY)
    return order


def delivered(order: Process | None = None) -> Process:
    """Complete, as the carrier says that the parcel has arrived."""
    order = order or shipped()
    order.issue(deliver(SHIPPED + hours(12)), SHIPPED + hours(12))
    return order


def timed_out(order: Process | None = None) -> Process:
    """Complete, as nobody objected in time."""
    order = order or shipped()
    order.time_to(SHIPPED + 20 * DAY + SECOND)
    return order


def excused(order: Process) -> Process:
    """Ops find force majeure."""
    order.issue(m.ReportForceMajeure(reason=WHY), order.seen_at)
    return order


def late_and_fake(order: Process | None = None) -> Process:
    """Shipped too late, and not really; the claim is the one for lateness."""
    order = late(order)
    order.issue(ship(), DUE + hours(1))
    order.issue(violate(), DUE + 2 * DAY)
    return order


def amounts(order: Process) -> list[str]:
    """What was refunded, one refund after the other."""
    return [str(one.amount) for one in order.state.refunds]


def types(events: list[Event]) -> list[str]:
    return [event.type_name() for event in events]


def history(order: Process) -> list[str]:
    return [one.event.type_name() for one in order.history]


def refused(order: Process, command: Command, at: datetime) -> Refusal:
    """The refusal that a command meets."""
    with pytest.raises(Refusal) as caught:
        order.issue(command, at)
    return caught.value


def refused_by(order: Process, command: Command, at: datetime) -> tuple[str, list[str]]:
    """The code of the refusal that a command meets, and the rules that it names."""
    refusal = refused(order, command, at)
    assert all(one.message.zh and one.message.en for one in refusal.violations)
    return refusal.code, [one.rule for one in refusal.violations]
