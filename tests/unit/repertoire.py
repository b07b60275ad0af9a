"""Every command of each kind, by everyone that may send it: what may be tried on a process wherever it stands."""

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from luyue.domain import shipment_told as told
from luyue.domain.arbitration import Outcome
from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import messages as e
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order import messages as u
from luyue.domain.consumer_order.terms import AbnormalReason
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import messages as o
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as d
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account import messages as a
from luyue.domain.messages import Command
from luyue.domain.process import Advance, Extend, Link
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as r
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import messages as s
from tests.unit import campaign_entry_stories as entries
from tests.unit import consumer_order_stories as purchases
from tests.unit import cooperation_order_stories as orders
from tests.unit import dispute_stories as disputes
from tests.unit import merchant_account_stories as accounts
from tests.unit import sample_request_stories as requests
from tests.unit import shipment_stories as shipments
from tests.unit.given_when_then import Process, hours


def _of_every_kind(process: Process) -> Sequence[Command]:
    extensions = [
        Extend(deadline=name, until=due_at + hours(1), reason=requests.WHY)
        for name, due_at in process.deadlines.items()
    ]
    any_name = Extend(deadline="any", until=process.seen_at + hours(1), reason=requests.WHY)
    return [*extensions, any_name, Advance(by=hours(1)), Link(process="dispute/ds_1")]


def _of_a_sample_request(process: Process) -> Sequence[Command]:
    return [
        *_of_every_kind(process),
        requests.apply(),
        r.Approve(),
        r.Reject(reason="other"),
        r.Withdraw(),
        requests.ship(),
        r.CorrectShipment(carrier="SF", tracking_no="2002"),
        r.ConfirmReceipt(),
        r.ReportNonReceipt(),
        r.LinkVideo(video_id="v1"),
        r.LinkLive(live_session_id="l1"),
        r.Observe(source="video/v1"),
        r.Reinstate(reason=requests.WHY),
        r.Cancel(reason=requests.WHY),
        requests.warned(),
        requests.cleared(corrected=True),
        requests.cleared(corrected=False),
        requests.violated(),
        told.ShipmentDelivered(shipment=requests.SHIPMENT, delivered_at=requests.SHIPPED),
    ]


def _of_an_order(process: Process) -> Sequence[Command]:
    dispute = process.state.dispute_id or orders.DISPUTE
    endings = [o.DisputeEnded(dispute_id=dispute, outcome=outcome) for outcome in get_args(Outcome)]
    of_sides = [command for by in get_args(Side) for command in _of_a_side(process, by)]
    return [
        *_of_every_kind(process),
        *of_sides,
        *endings,
        orders.offer(),
        o.Accept(),
        o.Decline(),
        o.Withdraw(),
        o.GoLive(live_session_id="l1"),
        o.GoLive(video_id="v1"),
        o.EndBroadcast(),
        o.Deliver(),
        o.Verify(),
        o.RejectDelivery(reason=orders.WHY),
        o.Observe(source="live-session/l1"),
    ]


def _of_a_side(process: Process, by: Side) -> Sequence[Command]:
    proposal = process.state.proposal
    latest = proposal.latest_broadcast_at if proposal else process.seen_at + hours(200)
    return [
        o.RequestCancellation(by=by),
        o.ConfirmCancellation(by=by),
        o.DeclineCancellation(by=by),
        o.Cancel(by=by),
        orders.propose(by, latest),
        o.AgreeRebroadcast(by=by),
        o.DeclineRebroadcast(by=by),
        orders.dispute(by, "ds_new"),
    ]


def _of_a_dispute(process: Process) -> Sequence[Command]:
    by_side = [
        command
        for by in get_args(d.Side)
        for command in (disputes.opening(by), d.Withdraw(by=by), disputes.evidence(by, 9))
    ]
    return [
        *_of_every_kind(process),
        *by_side,
        *(disputes.appeal(by) for by in get_args(d.Party)),
        *(disputes.decision(decided) for decided in get_args(d.Decision)),
        *(disputes.ruling(outcome=outcome) for outcome in get_args(Outcome)),
        d.Settle(),
    ]


def _of_a_campaign_entry(process: Process) -> Sequence[Command]:
    return [
        *_of_every_kind(process),
        entries.registration(),
        e.Approve(),
        e.Reject(reason=entries.WHY),
        e.Leave(reason=entries.WHY),
        e.Remove(reason=entries.WHY),
    ]


def _of_a_merchant_account(process: Process) -> Sequence[Command]:
    return [
        *_of_every_kind(process),
        accounts.opening(),
        a.UpdateProfile(licence="documents/licence-9"),
        *(a.ReviewLicence(approved=approved) for approved in (True, False)),
        a.SetCategories(categories=("toys",)),
        accounts.paid("1.00"),
        accounts.subsidy("1.00"),
        accounts.invoice(),
        *(accounts.invoice(one.name) for one in process.state.statements),
        *(a.SetAutomaticDeduction(on=on) for on in (True, False)),
        a.CloseShop(),
        a.ReviewClosing(),
        a.FinishClosing(reason=accounts.WHY),
        a.LiftFreeze(reason=accounts.WHY),
        a.RecordDepositReturn(),
        a.Observe(source="delisting/p1"),
    ]


def _of_a_consumer_order(process: Process) -> Sequence[Command]:
    at = process.seen_at
    return [
        *_of_every_kind(process),
        purchases.place(),
        purchases.place_in_campaign(),
        purchases.ship(),
        u.CorrectShipment(carrier="SF", tracking_no="2002"),
        u.ConfirmReceipt(),
        purchases.refund("0.01"),
        purchases.refund("100.00"),
        *(u.AnswerRefund(accepted=accepted) for accepted in (True, False)),
        *(u.ReportAbnormalShipping(reason=reason) for reason in get_args(AbnormalReason)),
        u.ReportForceMajeure(reason=purchases.WHY),
        purchases.warn(at=at),
        *(purchases.clear(corrected=corrected) for corrected in (True, False)),
        purchases.violate(),
        purchases.deliver(at),
    ]


def _of_a_shipment(process: Process) -> Sequence[Command]:
    return [
        *_of_every_kind(process),
        shipments.registration(),
        *(shipments.correction(number) for number in (shipments.NUMBER, shipments.OTHER_NUMBER)),
        s.Receive(received_at=process.seen_at),
        s.Release(),
        s.Observe(source=shipments.PARCEL),
        s.Clear(reason=shipments.WHY),
    ]


REPERTOIRE: Mapping[str, Callable[[Process], Sequence[Command]]] = {
    SAMPLE_REQUEST.name: _of_a_sample_request,
    COOPERATION_ORDER.name: _of_an_order,
    DISPUTE.name: _of_a_dispute,
    MERCHANT_ACCOUNT.name: _of_a_merchant_account,
    CAMPAIGN_ENTRY.name: _of_a_campaign_entry,
    CONSUMER_ORDER.name: _of_a_consumer_order,
    SHIPMENT.name: _of_a_shipment,
}
"""By the kind's name."""
