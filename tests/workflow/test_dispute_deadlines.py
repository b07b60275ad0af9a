"""Every deadline of disputes with its true duration: a second before it nothing, then what it leads to."""

from collections.abc import AsyncIterator

import pytest

from luyue.domain.dispute import state
from tests.workflow import dispute_stages as stages
from tests.workflow.deadline_names import deadline_names
from tests.workflow.neighbours import of_kind
from tests.workflow.timer import Timer, acts_exactly_when_due, after
from tests.workflow.virtual_house import VirtualHouse


@pytest.fixture
async def disputes(virtual: VirtualHouse) -> AsyncIterator[VirtualHouse]:
    async with of_kind(virtual, "dispute") as house:
        yield house


TIMERS = (
    Timer(
        "ruling_due",
        "15 d",
        reached=stages.opened,
        due=after("DisputeOpened", days=15),
        event="DisputeEscalated",
        status="OPEN",
    ),
    Timer(
        "appeal_window",
        "7 d",
        reached=stages.ruled,
        due=after("DisputeRuled", days=7),
        event="RulingBecameFinal",
        status="FINAL not_appealed",
    ),
    Timer(
        "more_evidence_window",
        "3 d",
        reached=stages.evidence_requested,
        due=after("MoreEvidenceRequested", days=3),
        event="AppealLapsed",
        status="FINAL evidence_not_brought",
    ),
)


@pytest.mark.parametrize("timer", TIMERS, ids=str)
async def test_a_deadline_acts_when_it_is_over_and_not_before(timer: Timer, disputes: VirtualHouse) -> None:
    await acts_exactly_when_due(disputes, timer)


def test_every_deadline_of_a_dispute_is_tried() -> None:
    assert {timer.name for timer in TIMERS} == deadline_names(state)
