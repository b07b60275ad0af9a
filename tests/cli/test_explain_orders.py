"""`luyue explain` of orders names the rules that an offer was weighed by; a dispute is begun without any."""

import re

import pytest

from tests.cli.order_player import OrderPlayer


@pytest.fixture
def order_player(journal):
    return OrderPlayer(journal)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_rule_of_an_offer_is_named_and_read_out(order_player, luyue, language):
    await order_player.proposed("cooperation-order/co_1")
    result = await luyue("explain", "co_1", "--language", language)
    assert result.exit_code == 0, result.output
    for jargon in ("rulebook", "现行规则库中已无此规则", "at_least", "later_than", "+00:00", ": ,"):
        assert jargon not in result.output
    if language == "zh":
        assert "满足  CO-01.form  合作形式须为直播或视频  当时情况: 直播,要求: 视频 / 直播" in result.output
        assert (
            "满足  CO-01.commission  每件商品的佣金率须在 0 至 1 之间  当时情况: –,要求: 不超过 1,不少于 0"
            in result.output
        )
        assert re.search("要求: 不超过 20[^,]*,晚于 20", result.output)
    else:
        assert "Accepted: all 10 rules were met." in result.output
        assert "MET  CO-01.sharing_right  Holds the product-sharing right" in result.output


async def test_a_dispute_says_that_no_rule_was_weighed(order_player, luyue):
    await order_player.disputed("cooperation-order/co_1", "dispute/ds_1")
    output = (await luyue("explain", "ds_1")).output
    assert "there is no evaluation to explain" in output
    assert "before evaluations were kept" not in output
