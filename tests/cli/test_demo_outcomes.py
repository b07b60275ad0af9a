"""The demonstration's judge: green for what really happened, red for every way in which it could be wrong."""

import dataclasses
import functools
from datetime import timedelta

import pytest
from rich.console import Console

from luyue.cli.demo import STORIES, verdict
from luyue.cli.demonstration import order_outcomes as orders
from luyue.cli.demonstration import sample_outcomes as samples
from luyue.cli.demonstration.outcomes import Elapsed
from luyue.cli.demonstration.tables import print_outcomes
from luyue.domain.policy import DEFAULT_POLICY
from tests.cli import judging
from tests.cli.judging import faults, with_last
from tests.cli.order_player import OrderPlayer

REQUEST, ORDER, DISPUTE = "sample-request/sr_1", "cooperation-order/co_1", "dispute/ds_1"


@pytest.fixture
def order_player(journal):
    return OrderPlayer(journal)


@pytest.fixture
def judged(journal):
    return functools.partial(judging.judged, journal)


def test_there_is_a_story_for_every_deadline_and_every_way_that_an_order_goes():
    told = {title: [one.rule for story in stories for one in story.expected] for title, stories in STORIES.items()}
    assert told == {
        "Sample requests": ["SR-06", "SR-07", "SR-08", "SR-10", "SR-12", "SR-13", "SR-14"],
        "Cooperation orders and a dispute": ["CO-07", "CO-03", "CO-04", "CO-05", "CO-07", "CO-07", "CO-09", "DS-02"],
        "Campaign entries": ["CE-03", "CE-01", "CE-07", "IX-25"],
        "Consumer orders": ["SH-09", "CE-09", "CE-09", "SH-09"],
        "Shipments, with sample or order": ["IX-09", "SH-04", "IX-09", "SH-06", "SH-09", "SH-05", "IX-30", "SH-05"],
        "Merchant accounts": ["MA-04", "IX-28", "MA-05"],
    }


async def test_what_is_right_is_green(player, journal, judged):
    await player.cancelled_late("sr_1")
    became = await judged(samples.NEVER_SHIPPED, REQUEST)
    assert faults(became) == ()
    [event] = [event for event in await journal.streams.history(REQUEST) if event.actor == "timer:shipping_cutoff"][-1:]
    assert became.fired == (Elapsed("shipping_cutoff", event.occurred_at, timedelta(hours=120)),)
    assert became.status == "CANCELLED"


@pytest.mark.parametrize(
    ("expected", "changes", "wrong"),
    [
        (samples.NEVER_SHIPPED, {"status": "AWAITING_SHIPMENT"}, "status is AWAITING_SHIPMENT, not CANCELLED"),
        (samples.NEVER_SHIPPED, {"closed_reason": "withdrawn"}, "closed_reason is withdrawn, not shipment_timeout"),
        (samples.SHIPPED_LATE, {"details": {"late": False}}, "late is False, not True"),
        (samples.UNANSWERED, {}, "the deadline approval_window did not fire"),
        (
            samples.NEVER_SHIPPED,
            {"policy": DEFAULT_POLICY.model_copy(update={"shipping_cutoff": timedelta(hours=119)})},
            "shipping_cutoff fired 5 days, 0:00:00 after SampleRequestApproved, not 4 days, 23:00:00",
        ),
        (
            samples.NEVER_SHIPPED,
            {"of_events": with_last(type="SampleRequestBreached")},
            "the deadline shipping_cutoff led to SampleRequestBreached, not SampleRequestCancelled",
        ),
        (
            samples.NEVER_SHIPPED,
            {"of_events": with_last(actor="ops:wang")},
            "the deadline shipping_cutoff did not fire",
        ),
        (samples.NEVER_SHIPPED, {"of_events": lambda events: events[-1:]}, "there is no SampleRequestApproved"),
    ],
)
async def test_what_is_wrong_is_red(player, judged, expected, changes, wrong):
    await player.cancelled_late("sr_1")
    assert wrong in faults(await judged(expected, REQUEST, **changes))


async def test_no_timer_in_temporals_history_is_red(player, judged):
    await player.cancelled_late("sr_1")
    assert verdict([await judged(samples.NEVER_SHIPPED, REQUEST)], [], Console(quiet=True)) == 1


async def test_an_order_cancelled_after_the_latest_time_is_green(order_player, judged):
    latest = await order_player.missed(ORDER)
    became = await judged(orders.LATEST_TIME_MISSED, ORDER)
    assert faults(became) == ()
    assert became.fired == (Elapsed("latest_broadcast", latest, None),)
    assert dict(became.details) == {
        "ending.rule": "CO-05",
        "cancelled_by": "one_sided",
        "accepted_by": None,
        "terms_binding": True,
        "in_default": "creator",
    }


@pytest.mark.parametrize(
    ("details", "wrong"),
    [
        ({"terms_binding": False}, "terms_binding is False, not True"),
        ({"in_default": None}, "in_default is None, not creator"),
        ({"cancelled_by": "system"}, "cancelled_by is system, not one_sided"),
        ({"accepted_by": "ruling"}, "accepted_by is ruling, not None"),
        ({"ending": {"rule": "CO-04"}}, "ending.rule is CO-04, not CO-05"),
        ({"ending": None}, "ending.rule is None, not CO-05"),
    ],
)
async def test_another_end_of_an_order_is_red(order_player, judged, details, wrong):
    await order_player.missed(ORDER)
    assert faults(await judged(orders.LATEST_TIME_MISSED, ORDER, details=details)) == (wrong,)


async def test_a_deadline_at_another_time_than_agreed_is_red(order_player, judged):
    latest = await order_player.missed(ORDER)
    sooner = (latest - timedelta(seconds=1)).isoformat()

    def agreed_sooner(events):
        first = events[0]
        terms = {**first.data["terms"], "latest_broadcast_at": sooner}
        return [dataclasses.replace(first, data={**first.data, "terms": terms}), *events[1:]]

    [wrong] = faults(await judged(orders.LATEST_TIME_MISSED, ORDER, of_events=agreed_sooner))
    assert wrong.startswith("latest_broadcast fired at ")


async def test_an_order_left_to_its_reports_and_to_time_is_green(order_player, judged):
    await order_player.left_to_time(ORDER)
    became = await judged(orders.DELIVERED_BY_ITSELF, ORDER)
    assert faults(became) == ()
    waited = [(one.deadline, one.after) for one in became.fired]
    assert waited == [("auto_delivery", timedelta(hours=72)), ("verification_window", timedelta(days=14))]


async def test_what_was_not_reported_but_said_is_red(order_player, judged):
    await order_player.left_to_time(ORDER)

    def said(events):
        shown = {"BroadcastStarted", "ProductShown"}
        return [dataclasses.replace(one, actor="creator:c1") if one.type in shown else one for one in events]

    became = await judged(orders.DELIVERED_BY_ITSELF, ORDER, of_events=said)
    assert faults(became) == (
        "no report led to BroadcastStarted by itself",
        "no report led to ProductShown by itself",
    )


async def test_a_deadline_that_fires_where_none_should_is_red(order_player, judged):
    await order_player.left_to_time(ORDER)
    wrong = faults(await judged(orders.COMPLETED, ORDER))
    assert "the deadline auto_delivery fired, and none should" in wrong
    assert "accepted_by is timeout, not merchant" in wrong


async def test_a_dispute_and_its_order_are_both_judged(order_player, judged):
    await order_player.appealed(ORDER, DISPUTE)
    of_order, of_dispute = await judged(orders.RULED_ON, ORDER), await judged(orders.DISPUTE_APPEALED, DISPUTE)
    assert (faults(of_order), faults(of_dispute)) == ((), ())
    assert (of_order.status, of_dispute.status) == ("CANCELLED", "FINAL")
    assert [one.deadline for one in of_dispute.fired] == ["ruling_due"]
    struck = await judged(orders.DISPUTE_APPEALED, DISPUTE, closed_reason="ruling_struck", details={"lost_by": None})
    assert faults(struck) == (
        "closed_reason is ruling_struck, not appeal_dismissed",
        "lost_by is None, not creator",
    )


async def test_the_table_fits_a_narrow_terminal_and_shows_ids_whole(order_player, judged):
    order = f"{ORDER.rpartition('_')[0]}_{'0' * 26}"
    await order_player.missed(order)
    became = await judged(orders.LATEST_TIME_MISSED, order)
    for width in (80, 100):
        output = Console(record=True, width=width)
        print_outcomes("Orders", [became], output)
        text = output.export_text()
        assert max(len(line) for line in text.splitlines()) <= width
        assert order.partition("/")[2] in text
        words = " ".join(text.split())
        for shown in ("latest_broadcast", "one_sided", "terms_binding", "in_default", "CO-05", "…"):
            assert (shown in words) == (shown != "…")
