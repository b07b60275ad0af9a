"""`luyue explain` tells from a request's own events why it was made or refused, then and ever after."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest

from luyue.cli.explained_words import FACT_NAMES, WORDS, rule_title
from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import (
    CartAccess,
    Decided,
    FakeTrading,
    Mark,
    Merchant,
    OnRecord,
    Risk,
    ShopScore,
    ShopScores,
)
from luyue.domain.messages import Text
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.sets import CART_ACCESS, SETS
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
    failed = next(place for place, line in enumerate(lines) if line.startswith("NOT MET  CA-02.phone  "))
    assert lines[failed + 1 : failed + 3] == ["    observed: phone bound not reported", "    required: yes"]
    assert "MET  CA-01.videos  Enough public original videos for product sharing  observed: 10, required: 10" in lines
    assert "MET  SR-05.sharing_right  Holds the product-sharing right for the promotion  does not apply" in lines
    assert "MET  SR-16  No other request for this product is open  observed: 0, required: 0" in lines


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
        "observed: level high, points 6, waived no, reasons (code disputes lost, count 2, points 6, stated –)" in output
    )
    chinese = (await luyue("explain", "sr_1", "--language", "zh")).output
    assert "要求: 或已解除限制 是,分值低于 6" in chinese
    assert "当时情况: 等级 高,分值 6,已解除限制 否,原因 (项目 败诉纠纷,次数 2,分值 6,平台说明 –)" in chinese


async def test_what_is_on_record_is_explained_by_name(player, luyue):
    for number in (1, 2, 3):
        await player.breached(f"sr_{number}")
    assert (await player.send("sr_4", "apply", creator_id="c1", product_id="p1")).status == "REFUSED"
    output = (await luyue("explain", "sr_4")).output
    named = [f"what breach of a sample request, process sample-request/sr_{number})" for number in (1, 2, 3)]
    assert re.search(
        r"code breaches, count 3, points 6, stated –, entries \(at 20[-0-9]+ [0-9:.]+Z, what breach", output
    )
    assert all(one in output for one in named)
    chinese = (await luyue("explain", "sr_4", "--language", "zh")).output
    assert "项目 履约违约,次数 3,分值 6,平台说明 –,记录 (时间 20" in chinese
    assert "性质 样品申请违约,流程 sample-request/sr_1)" in chinese


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


async def decided(player, stream, *checks, facts=None):
    """Puts a decision on record as the API does."""
    evaluation = Evaluation(rules="cart-access", policy_version="7", checks=checks, facts=facts or {})
    await player.report(stream, Decided(granted=evaluation.eligible, evaluation=evaluation.kept()))


def below_the_bar(**changes):
    """What CA-01 and CA-02 say of a creator who is eligible but for these facts."""
    case = Case(at=datetime(2026, 1, 1, tzinfo=UTC), creator=eligible.CREATOR.model_copy(update=changes))
    return CART_ACCESS.evaluate(case, DEFAULT_POLICY).checks


async def test_a_refusal_of_cart_access_is_explained_from_its_event_alone(player, luyue):
    await decided(player, "cart-access-decision/c1", *below_the_bar(followers=999), facts={"creator/c1": 4})
    before = {}
    for language, expected in (
        (
            "en",
            [
                "Asked by: service:test",
                "Creator: c1",
                "Policy version: 7",
                "  creator/c1  version 4",
                "Refused: 1 of 4 rules not met.",
                "NOT MET  CA-01.followers  You have fewer followers than product sharing requires.",
                "    observed: 999",
                "    required: 1000",
                "MET  CA-02.phone  Phone number bound  observed: yes, required: yes",
            ],
        ),
        (
            "zh",
            [
                "创作者: c1",
                "政策版本: 7",
                "未通过:4 条规则中有 1 条不满足。",
                "不满足  CA-01.followers  您的粉丝数未达到开通商品分享功能的门槛。",
                "    当时情况: 999",
                "满足  CA-02.phone  已绑定手机号  当时情况: 是,要求: 是",
            ],
        ),
    ):
        result = await luyue("explain", "cart-access/c1", "--language", language)
        assert result.exit_code == 0, result.output
        before[language] = result.output
        lines = result.output.splitlines()
        assert lines[0] == "cart-access-decision/c1"
        for line in expected:
            assert line in lines
        [at] = [line for line in lines if line.startswith(("At: ", "时间: "))]
        assert "Z (" in at
    stricter = DEFAULT_POLICY.model_copy(update={"version": "2", "cart_minimum_followers": 5000})
    await player.journal.policies.add(stricter)
    await player.report("creator/c1", eligible.CREATOR.model_copy(update={"followers": 7}))
    for language, output in before.items():
        assert (await luyue("explain", "cart-access/c1", "--language", language)).output == output


async def test_earlier_decisions_are_explained_by_version(player, luyue):
    stream = "showcase-decision/c1:p1"
    await decided(player, stream, *below_the_bar(followers=998))
    await decided(player, stream, *below_the_bar(followers=999))
    await decided(player, stream, *below_the_bar())
    newest = (await luyue("explain", "showcase/c1:p1")).output
    assert "Accepted: all 4 rules were met." in newest
    assert {"Creator: c1", "Product: p1", "Version: 3"} <= set(newest.splitlines())
    first = (await luyue("explain", "showcase/c1:p1", "--version", "1")).output
    assert "    observed: 998" in first
    assert (await luyue("explain", f"{stream}@2")).output.count("observed: 999") == 1
    assert (await luyue("explain", f"{stream}@1")).output == first
    assert (await luyue("verify")).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cart-access/c9"], "There is no cart-access-decision/c9."),
        (["cart-access/c1", "--version", "2"], "There is no cart-access-decision/c1 at version 2."),
        (["showcase/c1:p9"], "There is no showcase-decision/c1:p9."),
        (["showcase/c1"], "There is no showcase-decision/c1."),
        (["cart-access-decision/c1@0"], "There is no cart-access-decision/c1 at version 0."),
        (["cart-access-decision/c1@last"], "There is no cart-access-decision/c1@last."),
        (["sr_1", "--version", "1"], "Only decisions on cart access and showcases have versions to explain."),
    ],
)
async def test_a_decision_that_is_not_there_is_a_clear_error(player, luyue, arguments, message):
    await decided(player, "cart-access-decision/c1", *below_the_bar())
    await refused(player, followers=999)
    result = await luyue("explain", *arguments)
    assert result.exit_code == 1
    assert message in result.output


async def test_missing_facts_are_named_in_words(player, luyue):
    await decided(player, "cart-access-decision/c1", *below_the_bar(followers=None))
    chinese = (await luyue("explain", "cart-access/c1", "--language", "zh")).output
    assert "    当时情况: 粉丝数 未提供" in chinese
    assert "    解决办法: 平台尚未提供以下资料:粉丝数。请补充后重试。" in chinese
    assert "creator.followers" not in chinese
    english = (await luyue("explain", "cart-access/c1")).output
    assert "    observed: followers not reported" in english


async def test_a_rule_that_todays_rulebook_does_not_have_is_marked(player, luyue):
    gone = Check(rule="XX-99.gone", passed=True, observed=1, required=1, message=Text(zh="旧", en="old"))
    await decided(player, "cart-access-decision/c1", gone)
    assert "MET  XX-99.gone  (no longer in the rulebook)" in (await luyue("explain", "cart-access/c1")).output


async def test_ids_and_the_platforms_own_words_are_printed_as_they_are(player, luyue):
    shops = Check(rule="CA-04.own_shop", passed=False, observed="high", required="low")
    stated = Check(rule="SR-01", passed=False, observed={"stated": ["high"], "level": "high"}, required=None)
    await decided(player, "cart-access-decision/c1", shops, stated)
    lines = (await luyue("explain", "cart-access/c1", "--language", "zh")).output.splitlines()
    assert {"    当时情况: high", "    要求: low"} <= set(lines)
    [line] = [line for line in lines if "平台说明" in line]
    assert "平台说明 high" in line
    assert "等级 高" in line


def codes_in(value):
    """Every key and every code in what a rule saw or wanted."""
    match value:
        case dict():
            for key, one in value.items():
                yield key
                yield from codes_in(one if key != "stated" else None)
        case list():
            for one in value:
                yield from codes_in(one)
        case str() if re.fullmatch(r"[a-z][a-z0-9_]*", value):
            yield value


def cases_of_all_kinds():
    """Cases that between them make every rule apply and show all it can."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    score = ShopScore(score=Decimal("4.8"), industry_average=Decimal("4.7"))
    taobao = {
        "source": "taobao_tmall",
        "shop_scores": ShopScores(description=score, service=score, logistics=score),
        "shop_level": "diamond_2",
        "in_taobao_alliance": True,
        "published_at": at,
        "not_freight_free_regions": ("overseas",),
    }
    merchant = eligible.MERCHANT.model_copy(
        update={
            "severe_fake_trading": (
                FakeTrading(found_at=at, by="merchant"),
                FakeTrading(found_at=at, by="related_account"),
            )
        }
    )
    for level in ("medium", "high"):
        flagged = {"disputes_lost": 1, "risk": Risk(level=level), "bound_shop_id": "M1"}
        for source in ("taobao_tmall", "own_shop"):
            for access in (None, CartAccess(rights=("showcase", "video_cart", "live_cart"))):
                yield Case(
                    at=at,
                    creator=eligible.CREATOR.model_copy(update=flagged),
                    record=tuple(OnRecord(stream="dispute/ds_1", what=what, at=at) for what in get_args(Mark)),
                    cart_access=access,
                    merchant=merchant,
                    product=eligible.product("M1").model_copy(update={**taobao, "source": source}),
                    sample_offer=eligible.OFFER,
                )


RULES = {rule.id: rule for rules in SETS.values() for rule in rules.rules}


@pytest.mark.parametrize("id", RULES)
def test_every_key_code_and_fact_of_a_rule_has_words(id):
    rule = RULES[id]
    checks = [rule.check(case, DEFAULT_POLICY) for case in cases_of_all_kinds()]
    found = {code for check in checks for value in (check.observed, check.required) for code in codes_in(value)}
    assert found - set(WORDS) - set(MAIN_CATEGORIES) - {"not_applicable"} == set()
    strict = DEFAULT_POLICY.model_copy(update={"blocked_taobao_categories": ("tea",)})
    assert {*rule.reads, *rule.reads_one_of, *rule.reads_under(DEFAULT_POLICY), *rule.reads_under(strict)} <= set(
        FACT_NAMES
    )
    assert rule_title(id, "zh") == rule.title.zh


def test_words_are_in_both_languages():
    for words in (WORDS, FACT_NAMES):
        for text in words.values():
            assert re.search("[\u4e00-\u9fff]", text.zh)
            assert not re.search("[\u4e00-\u9fff]|_", text.en)


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
