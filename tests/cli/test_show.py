"""`luyue show` tells a process's story and what comes next; unknown ids are clear errors."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from luyue.cli.show import print_timeline, read_timeline
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.journal.outages import OutageRegister
from tests.cli.order_player import OrderPlayer
from tests.cli.shop_player import ACCOUNT, ShopPlayer


@pytest.fixture
def order_player(journal):
    return OrderPlayer(journal)


async def test_an_open_request_shows_its_events_and_what_is_next(player, luyue):
    await player.shipped("sr_1")
    await player.send("sr_1", "advance", by="PT24H")
    result = await luyue("show", "sr_1")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "sample-request/sr_1  SHIPPED"
    assert "creator c1  merchant m1  product p1" in lines[1]
    assert "together with shipment/sh_sr_1" in lines[2]
    assert "test clock: 1 d ahead of the wall clock" in lines[3]
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


async def test_a_deadline_that_an_outage_holds_is_not_called_overdue_until_its_release(player, luyue):
    player.now -= timedelta(hours=50)
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    due_at = player.now + timedelta(hours=48)
    ids = []
    for starts_in, ends_in in ((-1, 1), (1.5, 2), (-3, -2)):
        span = [(due_at + timedelta(hours=hours)).isoformat() for hours in (starts_in, ends_in)]
        arguments = ("declare", "--reason", "x", "--from", span[0], "--until", span[1])
        declared = await luyue("outage", *arguments, LUYUE_DIGEST_KEY="a key for tests")
        ids += re.findall(r"ou_[0-9a-z]{26}", declared.output)
    [row] = [line for line in (await luyue("show", "sr_1")).output.splitlines() if line.startswith("approval_window")]
    assert f"held by {ids[0]} until ops release it" in row
    assert "overdue" not in row
    outcome = await player.pass_time("sr_1", timedelta(hours=49))
    assert [event.type for event in outcome.events] == ["DeadlineApproaching"]

    await OutageRegister(player.journal.pool).release(
        ids[0], ends_at=None, extend_by=None, actor="ops:test", command_id="release", at=datetime.now(UTC)
    )
    [row] = [line for line in (await luyue("show", "sr_1")).output.splitlines() if line.startswith("approval_window")]
    assert "overdue by 2 h" in row
    assert "held" not in row


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


async def test_an_order_shows_its_terms_and_what_either_side_may_do(order_player, luyue):
    await order_player.proposed("cooperation-order/co_1")
    output = (await luyue("show", "co_1")).output
    words = " ".join(output.split())
    assert "terms=(form live, products (product_id p1, commission_rate 0.15), latest_broadcast_at " in words
    assert "note note_1" in words
    # What the head says already, what rules said and what is empty only take space.
    for left_out in ("merchant_id=", "creator_id=", "policy_version=", "evaluation", "digest", "advertising", "None"):
        assert left_out not in output
    assert "creator may accept, decline" in output
    assert "merchant may withdraw" in output
    assert "acceptance_window" in output


async def test_a_closed_order_tells_the_rule_that_ended_it(order_player, luyue):
    await order_player.missed("cooperation-order/co_1")
    output = (await luyue("show", "co_1")).output
    assert output.splitlines()[0] == "cooperation-order/co_1  CANCELLED (latest_broadcast_missed)"
    words = " ".join(output.split())
    assert "cancelled_by=one_sided, closed_reason=latest_broadcast_missed, terms_binding=yes" in words
    assert "CO-05 创作者未在最晚开播时间前开播" in words
    assert "CO-05 The creator was not live by the latest broadcast time" in words
    assert "Closed: nothing more to come." in output
    assert " may " not in output.partition("Closed:")[2]


async def test_a_disputed_order_and_its_dispute_name_each_other_and_what_can_be_done(order_player, luyue):
    await order_player.disputed("cooperation-order/co_1", "dispute/ds_1")
    order = (await luyue("show", "co_1")).output
    assert "together with dispute/ds_1" in order.splitlines()
    words = " ".join(order.split())
    assert "paused=(deadline verification_window, due_at " in words
    assert "remaining 13 d 23 h)" in words
    assert "Nothing more by itself." in order
    dispute = (await luyue("show", "ds_1")).output
    assert "together with cooperation-order/co_1" in dispute.splitlines()
    assert "evidence=(reference evidence/ev-1, sha256 abababababab…)" in " ".join(dispute.split())
    assert "merchant may add-evidence, withdraw" in dispute
    assert "ruling_due" in dispute


async def test_where_no_deadline_runs_it_still_says_who_may_go_on(order_player, luyue):
    await order_player.disputed("cooperation-order/co_1", "dispute/ds_1")
    await order_player.tell("dispute/ds_1", "rule", outcome="cancel", in_default="creator")
    evidence = [{"reference": "evidence/ev-2", "sha256": "cd" * 32}]
    await order_player.tell("dispute/ds_1", "appeal", by="creator", evidence=evidence)
    output = (await luyue("show", "ds_1")).output
    assert output.splitlines()[0] == "dispute/ds_1  APPEALED"
    assert "Nothing more by itself." in output
    assert "ops may add-evidence, decide-appeal" in output


async def test_a_narrow_terminal_cuts_nothing_off(order_player, journal):
    await order_player.on_air("cooperation-order/co_1")
    timeline = await read_timeline(journal, COOPERATION_ORDER, "cooperation-order/co_1", now=order_player.now)
    output = Console(record=True, width=80)
    print_timeline(timeline, output)
    text = output.export_text()
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "…" not in text
    for whole in ("BroadcastStarted  service:router", "content=live-session/l1", "warning of auto_delivery"):
        assert whole in text


@pytest.fixture
def shop_player(journal):
    return ShopPlayer(journal)


async def test_an_entry_shows_its_windows_and_what_the_event_brings(shop_player, luyue):
    await shop_player.registered()
    output = (await luyue("show", "ce_1")).output
    assert output.splitlines()[0] == "campaign-entry/ce_1  UNDER_REVIEW"
    for shown in ("campaign_id=spring", "registration_until=", "event_from=", "review_due_at="):
        assert shown in output
    assert "evaluation" not in output
    [review] = [line for line in output.splitlines() if line.startswith("review_window")]
    assert review.split()[-1] == "escalate"
    assert "ops may approve, reject" in output


async def test_an_entry_that_has_ended_leaves_out_what_only_others_find_it_by(shop_player, luyue):
    await shop_player.took_part()
    output = (await luyue("show", "ce_1")).output
    assert output.splitlines()[0] == "campaign-entry/ce_1  COMPLETED"
    assert "effective_from=" in output
    assert "found_by" not in output
    assert "CE-01 The product took part until the event's end." in " ".join(output.split())


async def test_a_late_order_tells_what_was_assessed_claimed_and_refunded(shop_player, luyue):
    await shop_player.never_shipped()
    output = (await luyue("show", "uo_1")).output
    assert output.splitlines()[0] == "consumer-order/uo_1  REFUNDED (unshipped)"
    words = " ".join(output.split())
    for shown in (
        "paid_amount=299.99",
        "region=44 Guangdong",
        "ship_within=1 d",
        "instant_refund_max 300.00",
        "merchant=(late_shipments 0, fake_shipments 0, since ",
        "claim=3.00",
        "amount=3.00, cause=late_shipment",
        "amount=299.99, by=unshipped",
        "SH-09 The merchant never shipped",
    ):
        assert shown in words


async def test_a_fake_parcel_tells_why_and_names_what_it_was_to_bring(shop_player, luyue):
    await shop_player.no_transit_centre()
    output = (await luyue("show", "sh_sr_1")).output
    assert output.splitlines()[0] == "shipment/sh_sr_1  VIOLATION (fake_shipment)"
    assert "together with sample-request/sr_1" in output.splitlines()
    words = " ".join(output.split())
    assert "rule=SH-04, findings=no_transit_centre, due_at=" in words
    assert "ticket=pt_sr_1_1, points=4" in words
    assert "found_by" not in output
    assert "ops may clear" in output
    assert "together with shipment/sh_sr_1" in (await luyue("show", "sr_1")).output.splitlines()


async def test_an_account_tells_its_statements_and_what_is_still_open(shop_player, luyue):
    await shop_player.closing()
    output = (await luyue("show", "merchant-account/m1")).output
    assert output.splitlines()[0] == "merchant-account/m1  CLOSING"
    assert "amount=5000.00, balance=5000.00" in output
    assert "open=campaign_entry 1 consumer_order 1" in output
    assert [line.split()[-1] for line in output.splitlines() if line.startswith("closing_review")] == ["review"]
    assert "ops may review-closing" in output


async def test_an_account_whose_shop_has_nothing_open_says_so(shop_player, luyue):
    await shop_player.opened()
    await shop_player.tell(ACCOUNT, "record-subsidy", amount="90.00")
    await shop_player.tell(ACCOUNT, "close-shop")
    await shop_player.tell(ACCOUNT, "review-closing")
    assert "open=nothing" in (await luyue("show", "merchant-account/m1")).output
