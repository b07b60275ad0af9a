"""`luyue explain` tells from a request's own events why it was made or refused, then and ever after."""

from datetime import UTC

import pytest

from luyue.domain.facts import Merchant
from luyue.domain.policy import DEFAULT_POLICY
from tests import eligible


async def refused(player, **changes):
    """A refused request, sr_1: the creator's facts are eligible but for these."""
    await player.report("creator/c1", eligible.CREATOR.model_copy(update=changes))
    outcome = await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    assert outcome.status == "REFUSED"


async def test_a_refused_request_is_explained_rule_by_rule(player, luyue):
    await refused(player, followers=999, phone_bound=None)
    result = await luyue("explain", "sr_1")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[:1] == ["sample-request/sr_1"]
    assert "Asked by: service:test" in lines
    [at] = [line for line in lines if line.startswith("At: ")]
    assert at.startswith(f"At: {player.now.astimezone(UTC):%Y-%m-%d %H:%M:%S}")
    assert at.endswith("in Beijing)")
    assert {"Creator: c1", "Merchant: m1", "Product: p1", "Policy version: 1"} <= set(lines)
    assert "  creator/c1  version 2" in lines
    assert "  merchant/m1  version 1" in lines
    assert "  cart-access/c1  not reported" in lines
    total = sum(line.startswith(("MET", "NOT MET")) for line in lines)
    assert f"Refused: 2 of {total} rules not met." in lines
    failed = lines.index("NOT MET  CA-01.followers  You have fewer followers than product sharing requires.")
    assert lines[failed + 1 : failed + 4] == [
        "    observed: 999",
        "    required: 1000",
        "    what helps: Apply again once you have as many followers as required.",
    ]
    failed = lines.index("NOT MET  CA-02.phone  No phone number is bound to your account.")
    assert lines[failed + 1 : failed + 3] == ["    observed: creator.phone_bound not reported", "    required: yes"]
    assert "MET  CA-01.videos  observed: 10, required: 10" in lines
    assert "MET  SR-05.sharing_right  does not apply" in lines
    assert "MET  SR-16  observed: 0, required: 0" in lines


async def test_it_is_read_out_in_chinese(player, luyue):
    await refused(player, followers=999)
    result = await luyue("explain", "sample-request/sr_1", "--language", "zh")
    lines = result.output.splitlines()
    assert "创作者: c1" in lines
    failed = lines.index("不满足  CA-01.followers  您的粉丝数未达到开通商品分享功能的门槛。")
    assert lines[failed + 1 : failed + 3] == ["    当时情况: 999", "    要求: 1000"]
    assert "NOT MET" not in result.output
    assert "observed" not in result.output


async def test_an_accepted_request_is_explained_too(player, luyue):
    await player.shipped("sr_1")
    result = await luyue("explain", "sr_1")
    assert result.exit_code == 0
    assert "Accepted: all " in result.output
    assert "NOT MET" not in result.output
    assert "SampleShipped" not in result.output


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_neither_a_new_policy_nor_new_facts_change_what_is_printed(player, luyue, language):
    await refused(player, followers=999)
    before = (await luyue("explain", "sr_1", "--language", language)).output
    stricter = DEFAULT_POLICY.model_copy(update={"version": "2", "cart_minimum_followers": 5000})
    await player.journal.policies.add(stricter)
    await player.report("creator/c1", eligible.CREATOR.model_copy(update={"followers": 5000}))
    await player.report("product/p1", eligible.product("m2"))
    await player.report("merchant/m1", Merchant(shop_opened=False))
    assert (await luyue("explain", "sr_1", "--language", language)).output == before
    assert "999" in before


async def test_a_risk_is_explained_with_its_reasons(player, luyue):
    await refused(player, disputes_lost=2)
    output = (await luyue("explain", "sr_1")).output
    assert "NOT MET  SR-01" in output
    assert "required: or waived yes, points below 6" in output
    assert (
        "observed: level high, points 6, waived no, reasons (code disputes_lost, count 2, points 6, stated –)" in output
    )


async def test_every_violation_is_told_at_once(player, luyue):
    await refused(player, followers=0, public_original_videos=0, phone_bound=False, real_name_verified=False)
    await player.send("sr_2", "apply", creator_id="nobody", product_id="nothing")
    first, second = [(await luyue("explain", id)).output for id in ("sr_1", "sr_2")]
    assert first.count("NOT MET") == 4
    assert "SR-05.known_creator" in second
    assert "SR-05.known_product" in second
    assert "Merchant:" not in second


async def test_a_request_from_before_evaluations_were_kept_says_so(player, luyue, tamper):
    await refused(player, followers=999)
    await tamper("update events set data = data - 'evaluation' where stream = 'sample-request/sr_1'")
    result = await luyue("explain", "sr_1")
    assert result.exit_code == 0, result.output
    assert "This was decided before evaluations were kept" in result.output
    assert "NOT MET  CA-01.followers  You have fewer followers" in result.output
    assert "    observed: 999" in result.output


async def test_an_accepted_request_from_before_has_no_reasons(player, luyue, tamper):
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    await tamper("update events set data = data - 'evaluation' where stream = 'sample-request/sr_1'")
    result = await luyue("explain", "sr_1", "--language", "zh")
    assert result.exit_code == 0, result.output
    assert "没有记录" in result.output
    assert "拒绝原因" not in result.output


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("sr_9", "There is no sample-request/sr_9."),
        ("xx_9", "xx_9 is the id of no kind of process. Ids look like sr_…"),
        ("order/9", "There is no kind of process called order."),
    ],
)
async def test_an_unknown_id_is_a_clear_error(player, luyue, id, message):
    result = await luyue("explain", id)
    assert result.exit_code == 1
    assert message in result.output


async def test_another_language_is_refused(player, luyue):
    assert (await luyue("explain", "sr_1", "--language", "fr")).exit_code == 2
