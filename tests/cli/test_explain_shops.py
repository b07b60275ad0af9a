"""`luyue explain` of shipments says what looks fake in words; orders and accounts are begun without rules weighed."""

import pytest

from tests.cli.shop_player import ACCOUNT, ORDER, PARCEL, ShopPlayer


@pytest.fixture
def shop_player(journal):
    return ShopPlayer(journal)


@pytest.mark.parametrize(
    ("language", "heading", "said", "caused"),
    [
        (
            "en",
            "What looks fake about the shipment:",
            "SH-04  No transit centre has scanned the parcel in time after its first pickup.",
            "Caused by: timer:warning_window",
        ),
        (
            "zh",
            "疑似虚假发货的情形:",
            "SH-04  首次揽收后规定时间内没有转运中心的物流记录。",
            "触发方: timer:warning_window",
        ),
    ],
)
async def test_sh_06_a_violation_is_explained_by_what_was_found(shop_player, luyue, language, heading, said, caused):
    await shop_player.no_transit_centre()
    output = (await luyue("explain", "sh_sr_1", "--language", language)).output
    lines = [line.strip() for line in output.splitlines()]
    assert lines[0] == PARCEL
    assert caused in lines
    assert lines[lines.index(heading) + 1] == said
    assert "no_transit_centre" not in output


async def test_sh_06_what_was_cleared_looks_fake_no_longer(shop_player, luyue):
    await shop_player.no_transit_centre()
    await shop_player.tell(PARCEL, "clear", reason={"id": "note_1", "digest": "d"}, actor="ops:ops")
    output = (await luyue("explain", "sh_sr_1")).output
    assert "nothing looks fake about the shipment any more" in output
    assert "Caused by: ops:ops" in output
    assert "SH-04" not in output


async def test_a_shipment_that_nothing_was_found_of_says_so(shop_player, luyue):
    await shop_player.shipped_sample()
    assert "Nothing has looked fake about the shipment so far." in (await luyue("explain", "sh_sr_1")).output


async def test_a_shipment_that_is_not_there_is_a_clear_error(shop_player, luyue):
    result = await luyue("explain", "sh_sr_1")
    assert (result.exit_code, result.output.strip()) == (1, f"There is no {PARCEL}.")


@pytest.mark.parametrize("stream", [ORDER, ACCOUNT])
async def test_orders_and_accounts_say_that_no_rule_was_weighed(shop_player, luyue, stream):
    await shop_player.closing()
    output = (await luyue("explain", stream)).output
    assert "Merchant: m1" in output
    assert "there is no evaluation to explain" in output
