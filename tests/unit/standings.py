"""Where a process of each kind can stand: stories that together take every transition of its chart, with their ends.

Each status is there in every situation that makes a difference to what may be done or to what time does.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import messages as e
from luyue.domain.chart_document import Standings
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order import messages as u
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import messages as o
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as d
from luyue.domain.facts import Track
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account import messages as a
from luyue.domain.messages import Command
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as r
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import messages as sh
from tests import eligible
from tests.unit import campaign_entry_stories as entries
from tests.unit import consumer_order_stories as purchases
from tests.unit import cooperation_order_stories as orders
from tests.unit import dispute_stories as disputes
from tests.unit import merchant_account_stories as accounts
from tests.unit import sample_request_stories as requests
from tests.unit import shipment_stories as shipments
from tests.unit.given_when_then import Platform, Process, hours

Story = Callable[[], Process]


def after(begin: Story, *commands: Command) -> Story:
    """The story goes on with these commands, an hour after what has happened last."""

    def story() -> Process:
        process = begin()
        for command in commands:
            process.issue(command, process.seen_at + hours(1))
        return process

    return story


def left_alone(begin: Story, for_as_long: timedelta = timedelta(days=100)) -> Story:
    """The story goes on with time alone."""

    def story() -> Process:
        process = begin()
        process.time_to(process.seen_at + for_as_long)
        return process

    return story


def _with_video(closes: bool = False) -> Process:
    stage = requests.platform()
    request = requests.received(stage)
    at = requests.CLOSES if closes else requests.RECEIVED + hours(1)
    stage.report("video/v1", requests.published(at), at)
    request.time_to(at + hours(2))
    return request


def _with_live_session() -> Process:
    stage = requests.platform()
    request = requests.received(stage)
    at = requests.RECEIVED + hours(1)
    stage.report("live-session/l1", requests.live(requests.stay(at)), at)
    return request


def _paused_in_its_last_retention() -> Process:
    request = _with_video(closes=True)
    request.platform.report("delisting/p1", requests.delisted(), request.seen_at)
    return request


SAMPLE_REQUESTS: Sequence[Story] = (
    requests.pending,
    lambda: requests.pending(Platform()),
    after(requests.pending, r.Reject(reason="other")),
    after(requests.pending, r.Withdraw()),
    after(requests.pending, r.Cancel(reason=requests.WHY)),
    left_alone(requests.pending),
    requests.approved,
    left_alone(requests.approved, hours(49)),
    left_alone(requests.approved),
    after(requests.approved, r.Withdraw()),
    requests.shipped,
    after(requests.shipped, r.ReportNonReceipt()),
    after(requests.shipped, r.ReportNonReceipt(), r.Cancel(reason=requests.WHY)),
    after(requests.shipped, requests.warned()),
    after(requests.shipped, r.ReportNonReceipt(), requests.warned()),
    after(requests.shipped, requests.warned(), requests.violated()),
    requests.received,
    after(requests.received, r.Cancel(reason=requests.WHY)),
    _with_video,
    _with_live_session,
    lambda: _with_video(closes=True),
    left_alone(_with_video),
    requests.paused,
    left_alone(requests.paused),
    _paused_in_its_last_retention,
    requests.breached,
    after(requests.breached, r.Reinstate(reason=requests.WHY)),
)


def _given_up(begin: Story, *sides: Side) -> Story:
    """The sides have asked for arbitration, one after the other, and withdrawn it again (DS-01)."""
    story = begin
    for by in sides:
        id = f"ds_{by}"
        ended = o.DisputeEnded(dispute_id=id, outcome="resume", withdrawn_by=by)
        story = after(story, orders.dispute(by, id), ended)
    return story


def _merchant_left() -> Process:
    stage = orders.platform()
    order = orders.effective(stage)
    stage.report("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": False}), order.seen_at)
    return order


SIGNED: Sequence[Story] = (
    orders.effective,
    lambda: orders.asked("creator"),
    lambda: orders.asked("merchant"),
    orders.overdue,
    _merchant_left,
    orders.on_air,
    orders.ended,
    orders.delivered,
    orders.rejected,
    after(orders.rejected, orders.propose("creator")),
    after(orders.rejected, orders.propose("merchant")),
    after(orders.rejected, o.RequestCancellation(by="creator")),
    after(orders.rejected, o.RequestCancellation(by="merchant")),
    orders.negotiation_over,
    orders.rebroadcast,
)
COOPERATION_ORDERS: Sequence[Story] = (
    orders.proposed,
    after(orders.proposed, o.Decline()),
    after(orders.proposed, o.Withdraw()),
    left_alone(orders.proposed),
    *SIGNED,
    *(_given_up(story, "creator", "merchant") for story in SIGNED),
    *(after(story, orders.dispute("creator")) for story in SIGNED),
    left_alone(orders.overdue),
    left_alone(orders.negotiation_over),
    left_alone(orders.on_air),
    after(lambda: orders.asked("creator"), o.ConfirmCancellation(by="merchant")),
    after(orders.rejected, o.Verify()),
    after(orders.delivered, orders.dispute("creator"), orders.ruled("complete")),
    after(orders.effective, orders.dispute("merchant"), orders.ruled("cancel", "creator")),
)


def _opened_by(by: d.Side) -> Story:
    return lambda: disputes.opened(command=disputes.opening(by))


def _appealed_by(by: d.Party) -> Story:
    return after(disputes.ruled, disputes.appeal(by))


DISPUTES: Sequence[Story] = (
    _opened_by("creator"),
    _opened_by("merchant"),
    _opened_by("ops"),
    disputes.escalated,
    disputes.withdrawn,
    disputes.settled,
    disputes.ruled,
    after(disputes.ruled, d.Settle()),
    disputes.not_appealed,
    _appealed_by("creator"),
    _appealed_by("merchant"),
    after(disputes.appealed, d.Settle()),
    disputes.dismissed,
    disputes.struck,
    after(_appealed_by("creator"), disputes.decision("needs_more_evidence")),
    after(_appealed_by("merchant"), disputes.decision("needs_more_evidence")),
    after(disputes.requested, d.Settle()),
    disputes.answered,
    disputes.lapsed,
)

CAMPAIGN_ENTRIES: Sequence[Story] = (
    entries.refused_entry,
    entries.registered,
    entries.escalated,
    after(entries.registered, e.Leave()),
    entries.rejected,
    entries.lapsed,
    entries.enrolled,
    after(entries.enrolled, e.Leave()),
    after(entries.enrolled, e.Remove(reason=entries.WHY)),
    entries.active,
    entries.approved_during_the_event,
    entries.left,
    entries.removed,
    entries.completed,
)


def _closing_with_a_later_statement(deducts: bool = False) -> Process:
    account = accounts.closing()
    account.issue(a.SetAutomaticDeduction(on=deducts), account.seen_at)
    account.issue(accounts.subsidy("1.00"), account.seen_at)
    account.time_to(accounts.MARCH_ENDS + timedelta(hours=1))
    return account


def _counterfeit_while_closing() -> Process:
    stage = accounts.platform()
    account = accounts.closing(stage)
    stage.report("delisting/p1", accounts.severe(), account.seen_at + hours(1))
    return account


MERCHANT_ACCOUNTS: Sequence[Story] = (
    accounts.opened,
    accounts.under_review,
    accounts.complete,
    accounts.to_be_invoiced,
    accounts.automatic,
    accounts.frozen,
    accounts.penalised,
    accounts.closing,
    after(accounts.closing, a.UpdateProfile(licence="documents/licence-1")),
    accounts.closing_with_fees,
    after(accounts.closing_with_fees, a.SetAutomaticDeduction(on=True)),
    after(accounts.to_be_invoiced, a.SetAutomaticDeduction(on=True), a.CloseShop()),
    after(accounts.closing, accounts.subsidy("1.00")),
    left_alone(accounts.closing_with_fees),
    _closing_with_a_later_statement,
    lambda: _closing_with_a_later_statement(deducts=True),
    accounts.closed,
    accounts.closed_by_platform,
    _counterfeit_while_closing,
    accounts.freed,
    accounts.finished,
    accounts.deposit_returned,
    lambda: accounts.counterfeiting(accounts.to_be_invoiced),
)

_ARRIVED = after(purchases.shipped, purchases.refund("1.00"), purchases.deliver(purchases.SHIPPED + purchases.DAY))

CONSUMER_ORDERS: Sequence[Story] = (
    purchases.placed,
    purchases.event_order,
    purchases.late,
    purchases.asked,
    after(purchases.event_order, purchases.refund("100.00")),
    after(purchases.placed, u.ReportForceMajeure(reason=purchases.WHY)),
    left_alone(purchases.placed),
    after(left_alone(purchases.placed), u.ReportForceMajeure(reason=purchases.WHY)),
    purchases.shipped,
    after(purchases.shipped, purchases.refund("1.00")),
    after(purchases.late, purchases.ship()),
    after(purchases.late, purchases.ship(), u.ReportForceMajeure(reason=purchases.WHY)),
    _ARRIVED,
    after(_ARRIVED, u.ConfirmReceipt()),
    purchases.warned,
    after(purchases.warned, purchases.deliver(purchases.SHIPPED + purchases.DAY)),
    purchases.fake,
    purchases.completed,
    after(purchases.delivered, purchases.warn()),
    after(purchases.delivered, purchases.violate()),
    after(purchases.late, purchases.ship(), u.ConfirmReceipt()),
    left_alone(purchases.shipped),
)


def _put_right(*known: Track) -> Story:
    """By another number, of which this is known already."""

    def story() -> Process:
        shipment = shipments.warned()
        if known:
            shipment.platform.report(shipments.OTHER_PARCEL, shipments.tracks(*known), shipment.seen_at)
        shipment.issue(shipments.correction(), shipment.seen_at + hours(1))
        return shipment

    return story


def _found_abnormal(begin: Story) -> Story:
    def story() -> Process:
        shipment = begin()
        shipment.platform.report(shipments.PARCEL, shipments.tracks(finding="number_abnormal"), shipment.seen_at)
        return shipment

    return story


_ON_THE_WAY: Sequence[Story] = (
    shipments.registered,
    shipments.picked_up,
    shipments.in_transit,
    lambda: shipments.scanned(shipments.OUT),
    lambda: shipments.scanned(shipments.TRANSIT),
    lambda: shipments.scanned(shipments.PICKUP, shipments.scan("out_for_delivery", shipments.PICKED_UP + hours(2))),
    shipments.delivered,
    lambda: shipments.scanned(shipments.DELIVERY),
    lambda: shipments.scanned(shipments.PICKUP, shipments.scan("delivered", shipments.WARNED, shipments.ZHEJIANG)),
)


def _by_another_carrier() -> Process:
    return shipments.registered(command=shipments.registration(carrier="EMS"))


_UNTRACKED = left_alone(_by_another_carrier)
_RELEASED = after(shipments.registered, sh.Release())
_RECEIVED = sh.Receive(received_at=shipments.UPLOADED + hours(20))
_CLEARED = sh.Clear(reason=shipments.WHY)


def _scanned_at_last() -> Process:
    """Delivered when nobody waits for it any more."""
    shipment = _RELEASED()
    shipment.platform.report(shipments.PARCEL, shipments.tracks(shipments.DELIVERY), shipments.DELIVERY.at)
    return shipment


SHIPMENTS: Sequence[Story] = (
    *_ON_THE_WAY,
    *(after(story, _RECEIVED) for story in _ON_THE_WAY),
    *(after(story, sh.Release()) for story in _ON_THE_WAY),
    *(after(story, shipments.correction()) for story in _ON_THE_WAY),
    *(_found_abnormal(story) for story in _ON_THE_WAY),
    *(after(_found_abnormal(story), _CLEARED) for story in _ON_THE_WAY),
    *(after(left_alone(_found_abnormal(story)), _CLEARED) for story in _ON_THE_WAY),
    _by_another_carrier,
    _found_abnormal(_by_another_carrier),
    _UNTRACKED,
    after(_UNTRACKED, shipments.correction()),
    _scanned_at_last,
    after(_RELEASED, _RECEIVED),
    _found_abnormal(_RELEASED),
    after(_found_abnormal(_RELEASED), _CLEARED),
    left_alone(_found_abnormal(_RELEASED)),
    after(left_alone(_found_abnormal(_RELEASED)), _CLEARED),
    left_alone(shipments.registered),
    left_alone(shipments.in_transit),
    shipments.warned,
    _put_right(),
    _put_right(shipments.PICKUP),
    shipments.violated,
    shipments.doubted,
)

STORIES: Mapping[str, Sequence[Story]] = {
    SAMPLE_REQUEST.name: SAMPLE_REQUESTS,
    COOPERATION_ORDER.name: COOPERATION_ORDERS,
    DISPUTE.name: DISPUTES,
    MERCHANT_ACCOUNT.name: MERCHANT_ACCOUNTS,
    CAMPAIGN_ENTRY.name: CAMPAIGN_ENTRIES,
    CONSUMER_ORDER.name: CONSUMER_ORDERS,
    SHIPMENT.name: SHIPMENTS,
}
"""By the kind's name."""


def begun(kind: str) -> list[Process]:
    """The processes of all stories of a kind, anew."""
    return [story() for story in STORIES[kind]]


def standings(kind: str) -> Standings:
    """Where the processes of all stories of a kind stand, as the page of charts wants it."""
    processes = begun(kind)
    return Standings(processes[0].kind, tuple(one.state for one in processes))
