"""`luyue show` tells a process's story and what comes next; unknown ids are clear errors."""

from datetime import timedelta

import pytest


async def test_an_open_request_shows_its_events_and_what_is_next(player, luyue):
    await player.shipped("sr_1")
    await player.send("sr_1", "advance", by="PT24H")
    result = await luyue("show", "sr_1")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "sample-request/sr_1  SHIPPED"
    assert "creator c1  merchant m1  product p1" in lines[1]
    assert "test clock: 1 d ahead of the wall clock" in lines[2]
    events = [line.split()[3] for line in lines if line[:1].isdigit()]
    assert events == ["SampleRequested", "SampleRequestApproved", "SampleShipped", "ClockAdvanced"]
    assert "carrier=SF" in result.output
    assert "evaluation" not in result.output
    [due] = [line for line in lines if line.startswith("receipt_window")]
    assert due.split()[-1] == "confirm_receipt"
    assert "5 d 23 h" in due
    assert "warning of receipt_window" in result.output
    assert "creator may confirm-receipt, report-non-receipt" in result.output


async def test_what_time_did_is_shown_with_its_timer(player, luyue):
    await player.cancelled_late("sr_1")
    result = await luyue("show", "sample-request/sr_1")
    assert result.output.splitlines()[0] == "sample-request/sr_1  CANCELLED (shipment_timeout)"
    assert "timer:shipping_cutoff" in result.output
    assert "Closed: nothing more to come." in result.output


async def test_a_deadline_judged_later_says_so(player, luyue):
    await player.shipped("sr_1")
    await player.send("sr_1", "confirm-receipt")
    assert "breach (judged 1 h later)" in (await luyue("show", "sr_1")).output


async def test_an_overdue_deadline_is_called_overdue(player, luyue):
    player.now -= timedelta(hours=50)
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    assert "overdue by 2 h" in (await luyue("show", "sr_1")).output


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("sr_9", "There is no sample-request/sr_9."),
        ("xx_9", "xx_9 is the id of no kind of process. Ids look like sr_…"),
        ("order/9", "There is no kind of process called order."),
    ],
)
async def test_an_unknown_id_is_a_clear_error(player, luyue, id, message):
    result = await luyue("show", id)
    assert result.exit_code == 1
    assert message in result.output


async def test_without_a_database_it_says_how_to_get_one(luyue, tmp_path):
    result = await luyue("show", "sr_1", LUYUE_DATABASE_URL="", LUYUE_STATE_DIR=str(tmp_path))
    assert result.exit_code == 1
    assert "Set LUYUE_DATABASE_URL, or start the stack with `luyue dev`." in result.output
