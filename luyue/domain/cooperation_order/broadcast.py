"""What live sessions and videos say of an order: going live, the broadcast's end, and what was shown (CO-06, IX-17)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from luyue.domain import alliance, promotion
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import state as s
from luyue.domain.cooperation_order.evolution import after
from luyue.domain.cooperation_order.state import CooperationOrder, is_on_air, latest_broadcast_at
from luyue.domain.facts import CartEntry, Facts, LiveSession, Merchant, Needs, content_subject
from luyue.domain.messages import Event
from luyue.domain.policy import Policy


def subjects(state: CooperationOrder) -> tuple[str, ...]:
    """Whatever the creator publishes with a promised product."""
    return tuple(content_subject(state.creator_id, product_id) for product_id in state.signed.product_ids)


def needs(state: CooperationOrder, named: tuple[str, ...] = ()) -> Needs:
    """The creator's content with the promised products, how the merchant stands, the content that is named or live."""
    own = (state.broadcast.content,) if state.broadcast is not None and is_on_air(state) else ()
    return Needs(streams=(f"merchant/{state.merchant_id}", *own, *named), subjects=subjects(state))


def observe(state: CooperationOrder, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """What the facts move, in order: the merchant's standing, going live, evidence, the broadcast's end."""
    if state.status not in (s.EFFECTIVE, s.LIVE, s.DELIVERED):
        return []
    events: list[Event] = []
    left = merchant_has_left(state, facts)
    if state.status == s.EFFECTIVE and left != state.merchant_left:
        events.append(m.MerchantStandingChanged(left=left))
    if state.status == s.EFFECTIVE:
        events += started(state, next(iter(starts(state, facts, policy, at)), None))
    state = after(state, events, at)
    if state.broadcast is not None:
        events += _shown(state, facts, policy, at)
        events += _end(state, facts, at)
    return events


def in_effect(
    state: CooperationOrder, events: Sequence[Event], facts: Facts, policy: Policy, at: datetime
) -> list[Event]:
    """Events that put the order in effect, and what the facts move at once: nobody reports again what is known."""
    return [*events, *observe(after(state, events, at), facts, policy, at)]


def merchant_has_left(state: CooperationOrder, facts: Facts) -> bool:
    """IX-14: as its newest report says."""
    return alliance.has_left(facts.known(f"merchant/{state.merchant_id}", Merchant))


def started(state: CooperationOrder, start: m.BroadcastStarted | None) -> list[Event]:
    """Going live, if it has; a pending cancellation lapses then (IX-17)."""
    if start is None:
        return []
    return [*([m.CancellationLapsed()] if state.cancellation is not None else []), start]


def starts(state: CooperationOrder, facts: Facts, policy: Policy, at: datetime) -> list[m.BroadcastStarted]:
    """Every content that carries a promised product while the order is in effect, the earliest first.

    What was on air before counts from then on. A start that is still to come is none yet.
    """
    firsts: dict[str, m.BroadcastStarted] = {}
    for one in sorted(_carried(state, facts, policy, at), key=lambda one: (one.since, one.content)):
        late = one.since > latest_broadcast_at(state)
        start = m.BroadcastStarted(
            form=state.signed.form, content=one.content, started_at=one.since, late=late, reported=True
        )
        firsts.setdefault(one.content, start)
    return list(firsts.values())


def _carried(state: CooperationOrder, facts: Facts, policy: Policy, at: datetime) -> Iterable[s.Shown]:
    """Each stay of a promised product in content of the agreed form, from the order's taking effect up to `at`.

    What belongs to a broadcast before a rebroadcast was agreed is no part of that.
    """
    opens = state.in_effect_since
    assert opens is not None, "nothing is carried before the order takes effect"
    in_form = _in_videos if state.signed.form == "video" else _in_sessions
    return (one for one in in_form(state, facts, policy, opens, at) if one.content not in state.earlier_broadcasts)


def _in_sessions(
    state: CooperationOrder, facts: Facts, _policy: Policy, opens: datetime, at: datetime
) -> Iterable[s.Shown]:
    for stream, reports in facts.histories(LiveSession):
        session = reports[-1].fact
        assert isinstance(session, LiveSession)
        if session.creator_id != state.creator_id:
            continue
        for entry in session.cart:
            began, until = max(entry.added_at, session.started_at), _until(entry, session)
            is_over = began < opens and until is not None and until <= opens
            since = max(began, opens)
            if entry.product_id in state.signed.product_ids and not is_over and since <= at:
                yield s.Shown(product_id=entry.product_id, content=stream, since=since, until=until)


def _until(entry: CartEntry, session: LiveSession) -> datetime | None:
    return min((end for end in (entry.removed_at, session.ended_at) if end is not None), default=None)


def _in_videos(
    state: CooperationOrder, facts: Facts, policy: Policy, opens: datetime, at: datetime
) -> Iterable[s.Shown]:
    # Whether a video stays published does not matter to an order: being published is going live (IX-21).
    published = policy.model_copy(update={"retention_may_outlast_window": True})
    for product_id in state.signed.product_ids:
        terms = promotion.Terms(
            creator_id=state.creator_id, product_id=product_id, opens=opens, closes=at, form="video"
        )
        for one in promotion.candidates(facts, terms, state, published):
            yield s.Shown(product_id=product_id, content=one.content, since=one.since, until=one.lost_at)


def _shown(state: CooperationOrder, facts: Facts, policy: Policy, at: datetime) -> Iterable[Event]:
    """Evidence that is new: in a live session for the minimum time or longer, in a video at all."""
    known = {(one.product_id, one.content) for one in state.evidence}
    for one in sorted(_carried(state, facts, policy, at), key=lambda one: (one.since, one.content, one.product_id)):
        if (one.product_id, one.content) not in known and _long_enough(one, state, policy, at):
            known.add((one.product_id, one.content))
            yield m.ProductShown(**one.model_dump())


def _long_enough(one: s.Shown, state: CooperationOrder, policy: Policy, at: datetime) -> bool:
    if state.signed.form == "video":
        return True
    # The report of an end may still come: what goes on counts only for as long as that takes.
    until = min(one.until, at) if one.until is not None else at - policy.fact_grace
    return until - one.since >= policy.live_cart_minimum


def _end(state: CooperationOrder, facts: Facts, at: datetime) -> Sequence[Event]:
    """The end of the session that the order went live with, once it is reported: with a promised product or without."""
    broadcast = state.broadcast
    if broadcast is None or not is_on_air(state):
        return []
    session = _newest(state, broadcast.content, facts, at)
    if session is None or session.ended_at is None or session.ended_at > at:
        return []
    return [m.BroadcastEnded(ended_at=max(session.ended_at, broadcast.started_at))]


def _newest(state: CooperationOrder, content: str, facts: Facts, at: datetime) -> LiveSession | None:
    """A session as last reported; what is recorded after `at` changes nothing at `at`."""
    of_it = [one for one in facts.reports if one.stream == content]
    by_itself = facts.newest.get(content)
    if by_itself is not None and state.process_time(by_itself.recorded_at) <= at:
        of_it.append(by_itself)
    newest = max(of_it, key=lambda one: one.version, default=None)
    return newest.fact if newest is not None and isinstance(newest.fact, LiveSession) else None
