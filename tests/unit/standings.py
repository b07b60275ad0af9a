"""Where a process of each kind can stand: stories that together take every transition of its chart, with their ends.

Each status is there in every situation that makes a difference to what may be done or to what time does.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from luyue.domain.chart_document import Standings
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import messages as o
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as d
from luyue.domain.messages import Command
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as r
from tests import eligible
from tests.unit import cooperation_order_stories as orders
from tests.unit import dispute_stories as disputes
from tests.unit import sample_request_stories as requests
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
    requests.received,
    after(requests.received, r.Cancel(reason=requests.WHY)),
    _with_video,
    _with_live_session,
    lambda: _with_video(closes=True),
    left_alone(_with_video),
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

STORIES: Mapping[str, Sequence[Story]] = {
    SAMPLE_REQUEST.name: SAMPLE_REQUESTS,
    COOPERATION_ORDER.name: COOPERATION_ORDERS,
    DISPUTE.name: DISPUTES,
}
"""By the kind's name."""


def begun(kind: str) -> list[Process]:
    """The processes of all stories of a kind, anew."""
    return [story() for story in STORIES[kind]]


def standings(kind: str) -> Standings:
    """Where the processes of all stories of a kind stand, as the page of charts wants it."""
    processes = begun(kind)
    return Standings(processes[0].kind, tuple(one.state for one in processes))
