"""What the creator does for an order: goes live, ends the broadcast, delivers (CO-06, IX-17, IX-20, IX-21)."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.cooperation_order import broadcast
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.evolution import after
from luyue.domain.cooperation_order.state import CooperationOrder, is_on_air, latest_broadcast_at
from luyue.domain.facts import Facts, LiveSession, Video
from luyue.domain.messages import Event, Refusal
from luyue.domain.policy import Policy


def named(command: m.GoLive | m.Deliver) -> tuple[str, ...]:
    """The streams of the content that a command names."""
    if isinstance(command, m.Deliver):
        return tuple(f"live-session/{id}" for id in command.live_session_ids)
    found = (("live-session", command.live_session_id), ("video", command.video_id))
    return tuple(f"{kind}/{id}" for kind, id in found if id is not None)


def go_live(state: CooperationOrder, command: m.GoLive, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """The order is live: from when the facts say, or else from when the creator says."""
    content = _content_of_the_form(state, command)
    _are_the_creators(state, named(command), facts)
    _is_no_earlier_broadcast(state, content)
    start = next((one for one in broadcast.starts(state, facts, policy, at) if one.content == content), None)
    if start is None:
        opens = state.in_effect_since
        assert opens is not None, "no order goes live before it takes effect"
        started_at = _claimed(command.started_at, opens, at)
        _was_not_over(content, facts, started_at)
        start = m.BroadcastStarted(
            form=state.signed.form,
            content=content,
            started_at=started_at,
            late=at > latest_broadcast_at(state),
            reported=False,
        )
    events = broadcast.started(state, start)
    return [*events, *broadcast.observe(after(state, events, at), facts, policy, at)]


def end_broadcast(
    state: CooperationOrder, command: m.EndBroadcast, facts: Facts, policy: Policy, at: datetime
) -> list[Event]:
    """The end that the facts show, or else the one that the creator states."""
    events = broadcast.observe(state, facts, policy, at)
    if is_on_air(after(state, events, at)):
        assert state.broadcast is not None
        events.append(m.BroadcastEnded(ended_at=_claimed(command.ended_at, state.broadcast.started_at, at)))
    return events


def deem_ended(state: CooperationOrder, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """IX-20"""
    events = broadcast.observe(state, facts, policy, at)
    return [*events, *([m.BroadcastEnded(ended_at=at, deemed=True)] if is_on_air(after(state, events, at)) else [])]


def deliver(state: CooperationOrder, command: m.Deliver, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """CO-06; a broadcast that is delivered is over."""
    _are_the_creators(state, named(command), facts)
    events = end_broadcast(state, m.EndBroadcast(), facts, policy, at)
    delivered = m.OrderDelivered(automatic=False, note=command.note, live_session_ids=command.live_session_ids)
    return [*events, delivered]


def deliver_automatically(state: CooperationOrder, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """CO-06"""
    return [*broadcast.observe(state, facts, policy, at), m.OrderDelivered(automatic=True)]


def _content_of_the_form(state: CooperationOrder, command: m.GoLive) -> str:
    form = state.signed.form
    wanted, unwanted = ("live_session_id", "video_id") if form == "live" else ("video_id", "live_session_id")
    if getattr(command, wanted) is None or getattr(command, unwanted) is not None:
        raise Refusal.of(
            "rule",
            "CO-06" if form == "live" else "IX-21",
            zh=f"约定的合作形式为 {form},开播须注明且仅注明 {wanted}。",
            en=f"The agreed form is {form}: going live names {wanted}, and nothing else.",
            observed=list(named(command)),
            required=wanted,
        )
    return named(command)[0]


def _are_the_creators(state: CooperationOrder, contents: Sequence[str], facts: Facts) -> None:
    """Content that was reported is the creator's; what was not reported yet may be."""
    foreign = []
    for content in contents:
        fact = facts.known(content, LiveSession) or facts.known(content, Video)
        if fact is not None and fact.creator_id != state.creator_id:
            foreign.append(content)
    if foreign:
        raise Refusal.of(
            "rule",
            "CO-06",
            zh="所注明的直播或视频不属于该订单的创作者。",
            en="The live session or video named is not by this order's creator.",
            observed=foreign,
            required=state.creator_id,
        )


def _is_no_earlier_broadcast(state: CooperationOrder, content: str) -> None:
    if content in state.earlier_broadcasts:
        raise Refusal.of(
            "rule",
            "CO-06",
            zh="该直播或视频属于补播前的交付,补播须另行开播。",
            en="This live session or video was broadcast before: a rebroadcast is another one.",
            observed=content,
            required={"none_of": list(state.earlier_broadcasts)},
        )


def _was_not_over(content: str, facts: Facts, started_at: datetime) -> None:
    """The creator's word counts as long as no report says otherwise."""
    session = facts.known(content, LiveSession)
    if session is not None and session.ended_at is not None and session.ended_at <= started_at:
        raise Refusal.of(
            "rule",
            "CO-06",
            zh="所注明的直播在所填开播时间之前已结束。",
            en="The live session named had ended before it is said to have gone live.",
            observed={"ended_at": session.ended_at.isoformat()},
            required={"later_than": started_at.isoformat()},
        )


def _claimed(claimed: datetime | None, earliest: datetime, at: datetime) -> datetime:
    """The time that the creator states, which lies between what came before and now."""
    if claimed is None:
        return at
    if not earliest <= claimed <= at:
        raise Refusal.of(
            "rule",
            "CO-06",
            zh="所填时间须不早于订单生效或开播,且不晚于当前时间。",
            en="The time stated must not be before the order took effect or went live, nor in the future.",
            observed=claimed.isoformat(),
            required={"from": earliest.isoformat(), "to": at.isoformat()},
        )
    return claimed
