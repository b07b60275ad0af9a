"""The demonstration's judge: green for what really happened, red for every way in which it could be wrong."""

import dataclasses
import json
from datetime import timedelta

import pytest
from rich.console import Console

from luyue.cli.demo import verdict
from luyue.cli.demonstration.outcomes import EXPECTED, judge
from luyue.cli.demonstration.stories import STORIES
from luyue.cli.demonstration.true_timer import Fired
from luyue.domain.policy import DEFAULT_POLICY

BY_RULE = {expected.rule: expected for expected in EXPECTED}
STREAM = "sample-request/sr_1"


@pytest.fixture
async def judged(player, journal):
    """Judges what Postgres has of a request that was never shipped, with anything changed."""
    await player.cancelled_late("sr_1")
    events = await journal.streams.history(STREAM)
    row = await journal.processes.find(STREAM)

    def judged_with(rule="SR-08", policy=DEFAULT_POLICY, events=events, status=row.status, **changes):
        state = json.loads(row.state) | changes
        return judge(BY_RULE[rule], STREAM, events, status, state, policy)

    return judged_with, events


def test_there_is_a_story_for_every_deadline():
    assert [expected.rule for expected in EXPECTED] == ["SR-06", "SR-07", "SR-08", "SR-10", "SR-12", "SR-13", "SR-14"]
    assert STORIES.keys() == BY_RULE.keys()


async def test_what_is_right_is_green(judged):
    judge_with, events = judged
    became = judge_with()
    assert became.wrong == ()
    assert (became.after, became.status) == (timedelta(hours=120), "CANCELLED")
    assert became.fired_at == events[-1].occurred_at
    fired = Fired(10, events[-1].occurred_at, "approval_window: cancel")
    assert verdict([became], [fired], Console(quiet=True)) == 0


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"status": "AWAITING_SHIPMENT"}, "status is AWAITING_SHIPMENT, not CANCELLED"),
        ({"closed_reason": "withdrawn"}, "closed_reason is withdrawn, not shipment_timeout"),
        ({"rule": "SR-07", "late": False}, "late is False, not True"),
        ({"rule": "SR-06"}, "the deadline approval_window did not fire"),
        (
            {"policy": DEFAULT_POLICY.model_copy(update={"shipping_cutoff": timedelta(hours=119)})},
            "it fired 5 days, 0:00:00 after SampleRequestApproved, not 4 days, 23:00:00",
        ),
    ],
)
async def test_what_is_wrong_is_red(judged, changes, wrong):
    judge_with, events = judged
    became = judge_with(**changes)
    assert wrong in became.wrong
    output = Console(record=True, width=200)
    assert verdict([became], [Fired(10, events[-1].occurred_at, "approval_window: cancel")], output) == 1
    assert wrong in output.export_text()


async def test_a_deadline_that_leads_to_something_else_is_red(judged):
    judge_with, events = judged
    other = dataclasses.replace(events[-1], type="SampleRequestBreached")
    assert judge_with(events=[*events[:-1], other]).wrong == (
        "the deadline led to SampleRequestBreached, not SampleRequestCancelled",
    )


async def test_a_cancellation_by_somebody_is_not_the_timers(judged):
    judge_with, events = judged
    by_ops = dataclasses.replace(events[-1], actor="ops:wang")
    assert "the deadline shipping_cutoff did not fire" in judge_with(events=[*events[:-1], by_ops]).wrong


async def test_no_timer_in_temporals_history_is_red(judged):
    judge_with, _ = judged
    assert verdict([judge_with()], [], Console(quiet=True)) == 1
