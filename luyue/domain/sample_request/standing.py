"""What it means for a request that its product, merchant or creator takes part no more, or again (IX-13 to IX-15).

Facts take effect when they are reported; a delisting that says since when, like a take-down, from then on.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from luyue.domain import alliance
from luyue.domain.facts import CartAccess, Creator, Delisting, Facts, Merchant, Needs, Product, Report
from luyue.domain.messages import Event
from luyue.domain.policy import Policy
from luyue.domain.process import Deadline
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.state import SampleRequest, must_be_back_by, promotion_closes_at


def needs(state: SampleRequest) -> Needs:
    """How product and merchant stand; before shipping the creator too, whose duty stays afterwards (IX-15)."""
    creator = (f"creator/{state.creator_id}", f"cart-access/{state.creator_id}")
    return Needs(streams=(*_of_product(state), *(creator if state.status in s.UNSHIPPED else ())))


def before_shipping(state: SampleRequest, facts: Facts) -> list[Event]:
    """The end of a request that cannot be kept any more; what is somebody's fault goes before what is nobody's."""
    if alliance.has_left(facts.known(f"merchant/{state.merchant_id}", Merchant)):
        return [m.SampleRequestCancelled(closed_reason="merchant_left")]
    creator = facts.known(f"creator/{state.creator_id}", Creator)
    if alliance.is_banned(creator, facts.known(f"cart-access/{state.creator_id}", CartAccess)):
        return [m.SampleRequestCancelled(closed_reason="creator_ineligible")]
    if _is_product_unavailable(state, facts):
        return [m.SampleRequestCancelled(closed_reason="product_unavailable")]
    return []


def after_shipping(state: SampleRequest, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """The promotion's clocks stop or go on, where the facts say otherwise than the state.

    A product that is back only after the end that the request comes to without it is back too late.
    """
    absent, back_since = _absence(state, facts)
    if absent is not None and state.paused is None:
        since = min(absent.stated or at, at)
        return [m.PromotionPaused(because=absent.because, since=max(since, _earliest(state)))]
    if absent is None and state.paused is not None:
        by = must_be_back_by(state, policy)
        in_time = by is None or back_since is None or min(back_since, at) <= by
        return [_resumed(state, policy, at)] if in_time else []
    return []


def at_the_end(state: SampleRequest, facts: Facts, policy: Policy, deadline: Deadline) -> list[Event]:
    """As `after_shipping`, of what took effect by a deadline's due time and was reported by when it is judged.

    It may not have reached the request yet: it counts from its report.
    """
    reported = [state.process_time(one.recorded_at) for one in _reports(state, facts)]
    absent, back_since = _absence(state, facts)
    since = absent.since if absent is not None else back_since
    if any(moment > deadline.judged_at for moment in reported) or (since is not None and since > deadline.due_at):
        return []
    if absent is not None and state.paused is None:
        return [m.PromotionPaused(because=absent.because, since=max(absent.since, _earliest(state)))]
    return after_shipping(state, facts, policy, deadline.due_at)


def _of_product(state: SampleRequest) -> tuple[str, ...]:
    return (f"product/{state.product_id}", f"delisting/{state.product_id}", f"merchant/{state.merchant_id}")


def _reports(state: SampleRequest, facts: Facts) -> list[Report]:
    return [facts.newest[stream] for stream in _of_product(state) if stream in facts.newest]


def _is_product_unavailable(state: SampleRequest, facts: Facts) -> bool:
    product = facts.known(f"product/{state.product_id}", Product)
    return alliance.unavailable(product, facts.known(f"delisting/{state.product_id}", Delisting))


class _Absent(NamedTuple):
    """`stated` is since when, where the report says so; otherwise it is since the report."""

    since: datetime
    because: m.Absence
    stated: datetime | None


def _absence(state: SampleRequest, facts: Facts) -> tuple[_Absent | None, datetime | None]:
    """Why the product cannot be had, or else since when it can be, as far as is known."""
    absences: list[_Absent] = []
    for report in _reports(state, facts):
        because: m.Absence | None = None
        match report.fact:
            case Merchant() if alliance.has_left(report.fact):
                because = "merchant_left"
            case Product() if alliance.unavailable(report.fact, None):
                because = "product_unavailable"
            case Delisting() if alliance.unavailable(None, report.fact):
                because = "product_unavailable"
        if because is not None:
            absences.append(_Absent(_effective(state, report), because, _stated(report)))
    if absences:
        return min(absences, key=lambda absent: (absent.since, absent.because)), None
    return None, max((_effective(state, report) for report in _reports(state, facts)), default=None)


def _stated(report: Report) -> datetime | None:
    return report.fact.since if isinstance(report.fact, Delisting) else None


def _effective(state: SampleRequest, report: Report) -> datetime:
    reported_at, stated = state.process_time(report.recorded_at), _stated(report)
    return reported_at if stated is None else min(stated, reported_at)


def _earliest(state: SampleRequest) -> datetime:
    """A pause never reaches back into the one before, nor to before the sample was on its way."""
    assert state.shipment is not None, "only what was shipped is paused"
    return max([state.shipment.shipped_at, *(pause.until for pause in state.pauses)])


def _resumed(state: SampleRequest, policy: Policy, at: datetime) -> m.PromotionResumed:
    assert state.paused is not None
    if state.promotion_since is None or state.promotion_window_ended:
        return m.PromotionResumed(promotion_due_at=None)
    left = promotion_closes_at(state, policy) - max(state.paused.since, state.promotion_since)
    return m.PromotionResumed(promotion_due_at=at + left if left >= timedelta(0) else None)
