"""Whether a received sample has been promoted: content counted, lost, in time or not (SR-11 to SR-14, IX-01 to IX-06).

And what that means for a request whose product cannot be had for some time (IX-13).

What makes content promote a product at all is in promotion.py.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from luyue.domain import promotion
from luyue.domain.facts import Facts, ParcelTracks
from luyue.domain.messages import Event, Refusal
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline
from luyue.domain.promotion import Found, Terms
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import standing
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.evolution import after
from luyue.domain.sample_request.state import SampleRequest, promotion_closes_at


def delivered(state: SampleRequest, facts: Facts, at: datetime) -> list[Event]:
    """IX-01: the earliest delivery that a track shows, where it is news.

    Never one from before approval (SH-05), and none that is still to come.
    """
    shipment, approved_at = state.shipment, state.approved_at
    assert shipment is not None
    assert approved_at is not None
    scans = [
        track.at
        for _, reports in facts.histories(ParcelTracks)
        for report in reports
        for track in (report.fact.tracks if isinstance(report.fact, ParcelTracks) else ())
        if track.kind == "delivered" and approved_at <= track.at <= at
    ]
    earliest = min(scans, default=None)
    if earliest is None or (shipment.delivered_at is not None and shipment.delivered_at <= earliest):
        return []
    return [m.ParcelDelivered(carrier=shipment.carrier, tracking_no=shipment.tracking_no, delivered_at=earliest)]


def promote(state: SampleRequest, facts: Facts, policy: Policy, at: datetime, *, judged: bool = False) -> list[Event]:
    """What the facts say about the promotion: content counted, content lost, and the first complete one fulfils.

    `judged`: all reports of what happened up to `at` are in. Otherwise content that goes on is complete only after the
    grace, because the report of its end may still come (SR-14); and what may be complete earlier is awaited (IX-02).
    """
    events = delivered(state, facts, at)
    state = after(state, events, at)
    found = _candidates(state, facts, policy)
    events += _counted_and_lost(state, found, at)
    first = next((one for one in found if not one.lost), None)
    ran_until = min(at, state.paused.since) if state.paused is not None else at
    if first is not None and first.due_at <= ran_until and (judged or _is_settled(first, policy, at)):
        events.append(m.SampleRequestFulfilled(content=first.content, form=first.form, fulfilled_at=first.due_at))
    if first is None and state.promotion_window_ended:
        events.append(_unfulfilled(after(state, events, at)))
    return events


def observed(state: SampleRequest, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """What a report leads to: the clocks stop or go on, and the promotion is what the facts say."""
    events = standing.after_shipping(state, facts, policy, at)
    return [*events, *promote(after(state, events, at), facts, policy, at)]


def time_over(state: SampleRequest, deadline: Deadline, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """A retention or the promotion window is over (SR-14, IX-04, IX-13).

    Breached, unless content published in time is still in its retention; cancelled where the product cannot be had.
    """
    events = standing.at_the_end(state, facts, policy, deadline)
    known = after(state, events, at)
    events += promote(known, facts, policy, at, judged=True)
    left = after(state, events, at)
    if left.status != s.CONTENT_PENDING:
        return events
    must_be_back_by = s.must_be_back_by(left, policy)
    if must_be_back_by is not None and must_be_back_by <= at:
        return [*events, m.SampleRequestCancelled(closed_reason="product_unavailable")]
    if deadline.name != "promotion_window" or promotion_closes_at(left, policy) > at:
        return events
    return [*events, m.PromotionWindowEnded() if left.live_contents() else _unfulfilled(left)]


def link(state: SampleRequest, content: str, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """Counts content that a party names, or refuses it with the reason why it does not count."""
    state_now = after(state, delivered(state, facts, at), at)
    if any(one.content == content and not one.lost for one in _candidates(state_now, facts, policy)):
        return promote(state, facts, policy, at)
    if f"{s.promoted_prefix(state)}{content}" in facts.claims:
        rule, zh, en = (
            "IX-06",
            "该内容已用于履约同一商品的另一申请。",
            "This content has already fulfilled another request for the same product.",
        )
    else:
        rule, zh, en = promotion.why_not(content, facts, _terms(state_now, policy), state, policy)
    raise Refusal.of("rule", rule, zh=zh, en=en, observed=content)


def reported_late(state: SampleRequest, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """SR-14: content in time that was reported after the breach, each once."""
    state = after(state, delivered(state, facts, at), at)
    return [
        m.PromotionReportedLate(content=one.content, form=one.form, since=one.since, due_at=one.due_at)
        for one in _candidates(state, facts, policy)
        if not one.lost and one.content not in state.reported_late
    ]


def reinstate(state: SampleRequest, command: m.Reinstate, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """SR-14: the breach is struck; the window starts anew where nothing in time is left to wait for."""
    if s.open_claim(state) in facts.claims:
        raise Refusal.of(
            "rule",
            "SR-16",
            zh="该创作者对该商品已有另一进行中的样品申请。",
            en="Another request of this creator for this product is open.",
            observed=1,
            required=0,
        )
    known = after(state, delivered(state, facts, at), at)
    in_time = any(not one.lost for one in _candidates(known, facts, policy))
    reinstated = m.SampleRequestReinstated(reason=command.reason, promotion_restarts=not in_time)
    return [reinstated, *observed(after(state, [reinstated], at), facts, policy, at)]


def _terms(state: SampleRequest, policy: Policy) -> Terms:
    """Content counts from receipt, or from an earlier delivery on the track (IX-01)."""
    assert state.received_at is not None
    assert state.shipment is not None
    return Terms(
        creator_id=state.creator_id,
        product_id=state.product_id,
        opens=min(state.received_at, state.shipment.delivered_at or state.received_at),
        closes=promotion_closes_at(state, policy),
        form=state.promotion_form,
        pauses=state.pauses,
    )


def _candidates(state: SampleRequest, facts: Facts, policy: Policy) -> list[Found]:
    """Content that qualifies and has not fulfilled another request for this product (IX-06)."""
    taken = {claim.removeprefix(s.promoted_prefix(state)) for claim in facts.claims}
    found = promotion.candidates(facts, _terms(state, policy), state, policy)
    return [one for one in found if one.content not in taken]


def _counted_and_lost(state: SampleRequest, found: Sequence[Found], at: datetime) -> Iterable[Event]:
    """Where the facts differ from what was counted so far."""
    counted = {content.content: content for content in state.contents}
    for one in found:
        before = counted.get(one.content)
        if one.lost:
            if before is not None and not before.lost and one.lost_at is not None:
                yield m.ContentLost(content=one.content, lost_at=one.lost_at)
        elif before is None or before.lost or (before.since, before.due_at) != (one.since, one.due_at):
            yield m.ContentCounted(content=one.content, form=one.form, since=one.since, due_at=one.due_at)
    qualifying = {one.content for one in found}
    for content in state.live_contents():
        if content.content not in qualifying:
            yield m.ContentLost(content=content.content, lost_at=at)


def _unfulfilled(state: SampleRequest) -> Event:
    """A breach (SR-14), but not where content was lost while the product could not be had: that is nobody's fault."""
    lost = [one.lost_at for one in state.contents if one.lost_at is not None]
    if any(state.is_paused_at(moment) for moment in lost) or any(
        pause.since <= moment <= pause.until for pause in state.pauses for moment in lost
    ):
        return m.SampleRequestCancelled(closed_reason="product_unavailable")
    return m.SampleRequestBreached()


def _is_settled(content: Found, policy: Policy, at: datetime) -> bool:
    return content.lasted or content.due_at + policy.fact_grace < at
