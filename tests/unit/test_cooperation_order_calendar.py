"""No latest broadcast time is so far away that a later moment would leave the calendar (CO-01, CO-08)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import other
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import Extend
from luyue.domain.shared_messages import HORIZON
from tests.unit.cooperation_order_stories import (
    ACCEPTED,
    DAY,
    DISPUTE,
    OFFERED,
    REJECTED,
    WHY,
    dispute,
    effective,
    new_order,
    offer,
    platform,
    propose,
    proposed,
    rebroadcast,
    rejected,
)
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import refused, rules

FAR = datetime(8999, 1, 1, tzinfo=UTC)
LONGEST = 3650 * DAY
"""The longest window that a policy may have."""


@pytest.mark.parametrize("latest", [OFFERED + HORIZON + TICK, FAR])
def test_co_01_a_latest_time_beyond_the_horizon_is_told_together_with_all_else(latest: datetime) -> None:
    far = offer("p1", latest_broadcast_at=latest)
    assert rules(refused(new_order(platform()), far, OFFERED)) == ["CO-01.latest_broadcast"]
    foreign = offer("q1", latest_broadcast_at=latest)
    assert rules(refused(new_order(platform()), foreign, OFFERED)) == ["CO-01.own_products", "CO-01.latest_broadcast"]


def test_co_01_the_horizon_itself_is_near_enough() -> None:
    assert proposed(command=offer(latest_broadcast_at=OFFERED + HORIZON)).status == "PROPOSED"


def test_co_08_a_rebroadcast_is_not_beyond_the_horizon_either() -> None:
    order = rejected()
    for latest in (FAR, REJECTED + HORIZON + TICK):
        refusal = refused(order, propose("creator", latest), REJECTED)
        assert rules(refusal) == ["CO-08"]
        assert refusal.violations[0].required == {
            "later_than": REJECTED.isoformat(),
            "at_most": (REJECTED + HORIZON).isoformat(),
        }
    order.issue(propose("creator", REJECTED + HORIZON), REJECTED)
    order.issue(propose("merchant", REJECTED + HORIZON), REJECTED)
    assert order.status == "EFFECTIVE"


def _extended_to_the_horizon() -> Process:
    order = effective(command=offer(latest_broadcast_at=OFFERED + HORIZON))
    order.issue(Extend(deadline="latest_broadcast", until=ACCEPTED + HORIZON, reason=WHY), ACCEPTED)
    return order


@pytest.mark.parametrize("stand", [_extended_to_the_horizon, rebroadcast])
def test_ix_30_resuming_again_and_again_after_a_lifetime_stays_in_the_calendar(stand: Callable[[], Process]) -> None:
    order = stand()
    at = order.state.last_at
    for number in range(1, 8):
        order.issue(dispute("merchant" if number % 2 else other("merchant"), f"ds_{number}"), at + hours(1))
        at += HORIZON
        order.issue(m.DisputeEnded(dispute_id=f"ds_{number}", outcome="resume"), at)
        assert order.status == "EFFECTIVE"
        assert max(order.deadlines.values()) <= at + HORIZON
    assert order.state.dispute_id != DISPUTE


def test_every_window_at_its_longest_stays_in_the_calendar() -> None:
    names = ("acceptance_window", "overdue_close", "cancellation_response", "verification_window")
    stage = platform(DEFAULT_POLICY.model_copy(update=dict.fromkeys(names, LONGEST)))
    order = effective(stage, offer(latest_broadcast_at=OFFERED + HORIZON))
    order.issue(m.RequestCancellation(by="creator"), ACCEPTED + HORIZON - 2 * DAY)
    order.time_to(OFFERED + HORIZON + 3 * LONGEST)
    assert order.status == "CANCELLED"
