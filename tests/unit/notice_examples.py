"""The notices of every kind of process, with events that between them need every text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry.notices import NOTICES as CAMPAIGN_ENTRY_NOTICES
from luyue.domain.cart_access_notices import CART_ACCESS_NOTICES
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order.notices import NOTICES as CONSUMER_ORDER_NOTICES
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order.notices import NOTICES as COOPERATION_ORDER_NOTICES
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute.notices import NOTICES as DISPUTE_NOTICES
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import CartAccess, Decided, Report
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account.notices import NOTICES as MERCHANT_ACCOUNT_NOTICES
from luyue.domain.messages import Event, Happened, Text, Value
from luyue.domain.notice_document import Told, ToldOfFacts
from luyue.domain.notices import Notice, Notices, Parcel, Parties
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.notices import NOTICES as SAMPLE_REQUEST_NOTICES
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment.notices import NOTICES as SHIPMENT_NOTICES
from tests.unit import (
    campaign_entry_notice_examples,
    consumer_order_notice_examples,
    cooperation_order_notice_examples,
    dispute_notice_examples,
    merchant_account_notice_examples,
    sample_request_notice_examples,
    shipment_notice_examples,
)
from tests.unit.shipment_stories import NUMBER

AT = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Examples:
    """A kind and its notices; `parties` are those of the process that the events belong to."""

    kind: Kind[Any]
    notices: Notices
    parties: Parties
    events: Sequence[Event]

    @property
    def told(self) -> Told:
        """What the page of notices shows of it."""
        return Told(self.kind, self.notices, [Happened(event=event, at=AT) for event in self.events])

    def of(self, event: Event, parties: Parties | None = None) -> list[Notice]:
        return list(self.notices.of(Happened(event=event, at=AT), parties or self.parties))

    def read(self, event: Event) -> dict[str, Text]:
        """What each recipient reads."""
        return {one.recipient: self.notices.render(one.message, one.parameters) for one in self.of(event)}

    def by_sms(self, event: Event) -> dict[str, Text]:
        """What each recipient is told by SMS."""
        return dict(self.notices.by_sms(Happened(event=event, at=AT), self.parties))


def _parties(id: str) -> Parties:
    return Parties(id=id, creator_id="c1", merchant_id="m1", product_id="p1")


SAMPLE_REQUESTS = Examples(
    SAMPLE_REQUEST, SAMPLE_REQUEST_NOTICES, _parties("sr_1"), sample_request_notice_examples.EVENTS
)
COOPERATION_ORDERS = Examples(
    COOPERATION_ORDER, COOPERATION_ORDER_NOTICES, _parties("co_1"), cooperation_order_notice_examples.EVENTS
)
DISPUTES = Examples(DISPUTE, DISPUTE_NOTICES, _parties("ds_1"), dispute_notice_examples.EVENTS)
CAMPAIGN_ENTRIES = Examples(
    CAMPAIGN_ENTRY, CAMPAIGN_ENTRY_NOTICES, _parties("ce_1"), campaign_entry_notice_examples.EVENTS
)
MERCHANT_ACCOUNTS = Examples(
    MERCHANT_ACCOUNT,
    MERCHANT_ACCOUNT_NOTICES,
    Parties(id="m1", creator_id=None, merchant_id="m1", product_id=None),
    merchant_account_notice_examples.EVENTS,
)
CONSUMER_ORDERS = Examples(
    CONSUMER_ORDER,
    CONSUMER_ORDER_NOTICES,
    _parties("uo_1").model_copy(update={"creator_id": None}),
    consumer_order_notice_examples.EVENTS,
)
SHIPMENTS = Examples(
    SHIPMENT,
    SHIPMENT_NOTICES,
    _parties("sh_sr_1").model_copy(update={"parcel": Parcel(carrier="SF", tracking_no=NUMBER)}),
    shipment_notice_examples.EVENTS,
)
EVERY_KIND = (
    SAMPLE_REQUESTS,
    COOPERATION_ORDERS,
    DISPUTES,
    CAMPAIGN_ENTRIES,
    SHIPMENTS,
    CONSUMER_ORDERS,
    MERCHANT_ACCOUNTS,
)


def _report(stream: str, fact: Value, version: int = 1) -> Report:
    return Report(stream=stream, version=version, recorded_at=AT, fact=fact)


def _decided(granted: bool) -> Report:
    said = Text(zh="粉丝数不足1000。", en="There are fewer than 1000 followers.")
    check = Check(rule="CA-01", passed=granted, observed=999, required=1000, message=None if granted else said)
    evaluation = Evaluation(rules="cart-access", policy_version="1", checks=(check,))
    return _report("cart-access-decision/c1", Decided(granted=granted, evaluation=evaluation))


GRANTED = _report("cart-access/c1", CartAccess(rights=("showcase", "video_cart", "live_cart")))
CHANGED = _report("cart-access/c1", CartAccess(rights=("showcase", "live_cart")), 2)
TAKEN_AWAY = _report("cart-access/c1", CartAccess(rights=()), 4)
REFUSED, ADMITTED = _decided(False), _decided(True)
CART_ACCESS = ToldOfFacts("Cart access", CART_ACCESS_NOTICES, (GRANTED, CHANGED, TAKEN_AWAY, REFUSED, ADMITTED))
