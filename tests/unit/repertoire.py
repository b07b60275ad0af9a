"""Every command of each kind, by everyone that may send it: what may be tried on a process wherever it stands."""

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from luyue.domain.arbitration import Outcome
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import messages as o
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as d
from luyue.domain.messages import Command
from luyue.domain.process import Advance, Extend, Link
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as r
from tests.unit import cooperation_order_stories as orders
from tests.unit import dispute_stories as disputes
from tests.unit import sample_request_stories as requests
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


REPERTOIRE: Mapping[str, Callable[[Process], Sequence[Command]]] = {
    SAMPLE_REQUEST.name: _of_a_sample_request,
    COOPERATION_ORDER.name: _of_an_order,
    DISPUTE.name: _of_a_dispute,
}
"""By the kind's name."""
