"""SR-13: promotion by live broadcast."""

from datetime import timedelta

import pytest

from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import (
    CLOSES,
    GRACE,
    MINUTE,
    RECEIVED,
    live,
    platform,
    received,
    refused,
    rules,
    stay,
)

BEGIN = RECEIVED + timedelta(days=1)
REPORTED = BEGIN + hours(5)


def after(session: object) -> Process:
    """A request after this live session was reported."""
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", session, REPORTED)  # type: ignore[arg-type]
    return request


def test_sr_13_exactly_three_minutes_are_enough() -> None:
    request = after(live(stay(BEGIN, BEGIN + 3 * MINUTE)))
    assert (request.status, request.state.fulfilled_by) == ("COMPLETED", "live-session/l1")
    assert request.state.fulfilled_at == BEGIN + 3 * MINUTE


def test_sr_13_a_tick_less_is_not() -> None:
    request = after(live(stay(BEGIN, BEGIN + 3 * MINUTE - TICK)))
    assert request.status == "CONTENT_PENDING"
    assert rules(refused(request, m.LinkLive(live_session_id="l1"), REPORTED)) == ["SR-13"]


def test_sr_13_sold_out_changes_nothing() -> None:
    sold_out = {"sold_out_at": BEGIN + MINUTE}
    long, short = stay(BEGIN, BEGIN + 3 * MINUTE), stay(BEGIN, BEGIN + 3 * MINUTE - TICK)
    assert after(live(long.model_copy(update=sold_out))).status == "COMPLETED"
    assert after(live(short.model_copy(update=sold_out))).status == "CONTENT_PENDING"


def test_sr_13_two_short_stays_do_not_add_up() -> None:
    first, second = stay(BEGIN, BEGIN + 2 * MINUTE), stay(BEGIN + 5 * MINUTE, BEGIN + 7 * MINUTE)
    assert after(live(first, second)).status == "CONTENT_PENDING"


def test_sr_13_one_long_stay_among_short_ones_is_enough() -> None:
    short, long = stay(BEGIN, BEGIN + 2 * MINUTE), stay(BEGIN + 5 * MINUTE, BEGIN + 8 * MINUTE)
    request = after(live(short, long))
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", BEGIN + 8 * MINUTE)


def test_sr_13_of_several_long_stays_the_first_complete_one_counts() -> None:
    first, second = stay(BEGIN, BEGIN + 4 * MINUTE), stay(BEGIN + 5 * MINUTE, BEGIN + 9 * MINUTE)
    assert after(live(second, first)).state.fulfilled_at == BEGIN + 3 * MINUTE


def test_sr_13_a_long_stay_after_a_short_one_counts_however_it_is_reported() -> None:
    stage = platform()
    request = received(stage)
    short, long = stay(BEGIN, BEGIN + 2 * MINUTE), stay(BEGIN + 5 * MINUTE, BEGIN + 8 * MINUTE)
    stage.report("live-session/l1", live(stay(BEGIN)), BEGIN + MINUTE)
    assert request.deadlines["live_cart_minimum"] == BEGIN + 3 * MINUTE
    stage.report("live-session/l1", live(short), BEGIN + 2 * MINUTE)
    assert "live_cart_minimum" not in request.deadlines
    stage.report("live-session/l1", live(short, long), BEGIN + 9 * MINUTE)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", BEGIN + 8 * MINUTE)
    assert [one.since for one in request.state.contents] == [BEGIN + 5 * MINUTE]


def test_sr_13_the_sessions_end_cuts_the_stay() -> None:
    assert after(live(stay(BEGIN), ended=BEGIN + 3 * MINUTE - TICK)).status == "CONTENT_PENDING"
    assert after(live(stay(BEGIN), ended=BEGIN + 3 * MINUTE)).status == "COMPLETED"
    cut = live(stay(BEGIN, BEGIN + 5 * MINUTE), ended=BEGIN + 3 * MINUTE - TICK)
    assert after(cut).status == "CONTENT_PENDING"


def test_sr_13_the_stay_begins_with_the_session_at_the_earliest() -> None:
    early = live(stay(BEGIN, BEGIN + 4 * MINUTE), started=BEGIN + 2 * MINUTE)
    assert after(early).status == "CONTENT_PENDING"


def test_sr_13_the_product_must_be_explained_in_the_same_session() -> None:
    unexplained = stay(BEGIN, BEGIN + 5 * MINUTE, explained=False)
    assert after(live(unexplained)).status == "CONTENT_PENDING"
    explained_earlier = stay(BEGIN - 5 * MINUTE, BEGIN - 4 * MINUTE)
    assert after(live(explained_earlier, unexplained)).status == "COMPLETED"
    another_product = stay(BEGIN, BEGIN + 5 * MINUTE, product="p2")
    assert after(live(unexplained, another_product)).status == "CONTENT_PENDING"


def test_sr_13_explained_in_another_session_does_not_count() -> None:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(BEGIN, BEGIN + 5 * MINUTE, explained=False)), REPORTED)
    stage.report("live-session/l2", live(stay(BEGIN + hours(1), BEGIN + hours(1) + MINUTE)), REPORTED)
    assert request.status == "CONTENT_PENDING"


@pytest.mark.parametrize(("begin", "status"), [(CLOSES - 3 * MINUTE, "COMPLETED"), (CLOSES - 3 * MINUTE + TICK, None)])
def test_sr_13_the_stay_is_complete_by_the_windows_end(begin: object, status: str | None) -> None:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(begin, CLOSES + MINUTE)), CLOSES + 2 * MINUTE)  # type: ignore[arg-type]
    request.time_to(CLOSES + GRACE + TICK)
    assert request.status == (status or "BREACHED")


def test_sr_13_a_stay_still_open_is_judged_after_the_grace() -> None:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(BEGIN)), BEGIN + MINUTE)
    request.time_to(BEGIN + 3 * MINUTE + GRACE)
    assert request.status == "CONTENT_PENDING"
    request.time_to(BEGIN + 3 * MINUTE + GRACE + TICK)
    assert (request.status, request.state.fulfilled_at) == ("COMPLETED", BEGIN + 3 * MINUTE)


def test_sr_13_a_removal_reported_late_counts() -> None:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(BEGIN)), BEGIN + MINUTE)
    removed = live(stay(BEGIN, BEGIN + 3 * MINUTE - TICK))
    stage.report("live-session/l1", removed, BEGIN + 3 * MINUTE + GRACE, routed=False)
    request.time_to(BEGIN + hours(9))
    assert request.status == "CONTENT_PENDING"
    assert request.last(m.ContentLost).lost_at == BEGIN + 3 * MINUTE - TICK


def test_sr_13_explaining_taken_back_after_the_stay_voids_it_once_and_for_all() -> None:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(BEGIN)), BEGIN + MINUTE)
    stage.report("live-session/l1", live(stay(BEGIN, explained=False)), BEGIN + 30 * MINUTE)
    assert request.last(m.ContentLost).lost_at == BEGIN + 30 * MINUTE
    request.time_to(BEGIN + hours(9))
    assert request.status == "CONTENT_PENDING"
    assert request.count(m.ContentLost) == 1


def test_sr_13_explaining_taken_back_by_mistake_can_be_put_right() -> None:
    stage = platform()
    request = received(stage)
    for minute, explained in enumerate((True, False, True)):
        stage.report("live-session/l1", live(stay(BEGIN, explained=explained)), BEGIN + minute * MINUTE)
    assert request.deadlines["live_cart_minimum"] == BEGIN + 3 * MINUTE
    request.time_to(BEGIN + 3 * MINUTE + GRACE + TICK)
    assert request.status == "COMPLETED"


def test_sr_13_lost_live_content_is_refused_by_its_own_rule() -> None:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(BEGIN)), BEGIN + MINUTE)
    stage.report("live-session/l1", live(stay(BEGIN, BEGIN + 2 * MINUTE)), BEGIN + 3 * MINUTE)
    assert rules(refused(request, m.LinkLive(live_session_id="l1"), REPORTED)) == ["SR-13"]


def test_sr_13_a_session_that_turns_out_to_be_another_creators_does_not_promote() -> None:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(BEGIN)), BEGIN + MINUTE)
    stage.report("live-session/l1", live(stay(BEGIN)).model_copy(update={"creator_id": "c2"}), BEGIN + 2 * MINUTE)
    request.time_to(BEGIN + hours(9))
    assert request.status == "CONTENT_PENDING"
