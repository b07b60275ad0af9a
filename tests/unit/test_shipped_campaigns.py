"""The Spring Festival campaign that ships as data: the source's windows, lists and bounds (CE-01, CE-05 to CE-09)."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from luyue.campaigns.shipped import campaign_in, shipped_campaign
from luyue.domain.categories import MAIN_CATEGORIES, category_code
from luyue.domain.facts import CampaignParameters
from luyue.domain.messages import Text
from luyue.domain.notices import BEIJING
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.campaign_parameters import in_campaign

SPRING = shipped_campaign("spring_festival_2024")

CATEGORIES = [
    "办公、文化",
    "鞋",
    "童装",
    "内衣",
    "服饰配件、饰品",
    "玩具",
    "女装",
    "食品饮料",
    "宠物及园艺",
    "汽车用品",
    "照明",
    "男装",
    "电子元器件",
    "传媒、广电",
    "安全、防护",
    "包装",
    "数码、电脑",
    "电工电气",
    "纺织、皮革",
    "箱包皮具",
    "机械及行业设备",
    "五金、工具",
    "化工",
    "橡塑",
    "建材",
    "环保",
    "仪器仪表",
    "家居用品",
    "运动户外",
    "机床",
    "商务服务",
    "二手设备转让",
    "加工",
    "个护/家清",
    "成人用品",
    "餐饮生鲜",
    "钢铁",
    "新能源",
]
AS_THE_SOURCE_HAS_THEM = [
    "工作、文明",
    "鞋子",
    "童装",
    "内衣",
    "服装配件、饰品",
    "玩具",
    "女装",
    "食品饮料",
    "宠物及园艺",
    "汽车用品",
    "照明",
    "男装",
    "电子元器件",
    "媒体、广播电视",
    "安全、保护",
    "包装",
    "数码、电脑",
    "电气",
    "纺织、皮革",
    "箱包皮具",
    "机械及专业设备",
    "五金、工具",
    "化工",
    "橡塑",
    "建材",
    "环保",
    "仪器仪表",
    "家居用品",
    "野外运动",
    "机床",
    "商务服务",
    "二手设备转移",
    "加工",
    "个人护理/家庭清洁",
    "成人用品",
    "新鲜餐饮",
    "钢铁",
    "新能源",
]
REGIONS = {
    "台湾": "71",
    "香港": "81",
    "澳门": "82",
    "海外": "overseas",
    "甘肃": "62",
    "青海": "63",
    "宁夏": "64",
    "新疆": "65",
    "西藏": "54",
    "内蒙古": "15",
    "海南": "46",
}


def test_ce_01_its_windows_are_the_sources_to_the_second_in_beijing() -> None:
    """The start of registration reads like a slip for 2024: the configuration says what counts."""
    assert SPRING.registration.begins_at == datetime(2023, 1, 9, tzinfo=BEIJING)
    assert SPRING.registration.ends_at == datetime(2024, 2, 17, tzinfo=BEIJING)
    assert SPRING.event.begins_at == datetime(2024, 2, 9, tzinfo=BEIJING)
    assert SPRING.event.ends_at == datetime(2024, 2, 17, tzinfo=BEIJING)
    assert SPRING.event_until == datetime(2024, 2, 16, 15, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "covered"),
    [
        (datetime(2024, 2, 8, 23, 59, 59, 999_999, BEIJING), False),
        (datetime(2024, 2, 9, tzinfo=BEIJING), True),
        (datetime(2024, 2, 16, 23, 59, 59, tzinfo=BEIJING), True),
        (datetime(2024, 2, 16, 23, 59, 59, 999_999, BEIJING), True),
        (datetime(2024, 2, 17, tzinfo=BEIJING), False),
    ],
)
def test_ce_01_the_event_includes_both_ends(at: datetime, covered: bool) -> None:
    assert SPRING.event.covers(at) is covered
    assert SPRING.event.covers(at.astimezone(UTC)) is covered


def test_ce_05_ce_06_its_categories_are_the_sources() -> None:
    assert SPRING.categories is not None
    assert [MAIN_CATEGORIES[code].zh for code in SPRING.categories] == CATEGORIES
    assert [category_code(name) for name in AS_THE_SOURCE_HAS_THEM] == list(SPRING.categories)
    assert len(CATEGORIES) == 38


def test_ce_05_freight_may_be_charged_where_the_source_says() -> None:
    assert SPRING.not_freight_free_regions == tuple(REGIONS.values())


def test_ce_05_ce_06_ce_09_its_bounds_are_the_sources() -> None:
    assert SPRING.parameters == CampaignParameters(
        review_window=timedelta(days=3),
        shipping_guarantee_at_most=48,
        pickup_rate_minimum=Decimal("0.85"),
        no_reason_return_minimum=7,
        ewaybill_channels=("douyin", "main_channels"),
        experience_score_minimum=Decimal(2),
        trade_medal_minimum="1A",
        buyer_protection_minimum=Decimal(3000),
        fake_trading_months=3,
        violation_points_below=36,
        prohibited_information_points_below=24,
        infringing_goods_points_at_most=0,
        instant_refund_max=Decimal(300),
    )
    assert SPRING.rule_sets == ("campaign-merchant", "campaign-product")


def test_ce_07_its_benefits_are_traffic_and_a_venue_and_it_needs_no_warehousing() -> None:
    assert [benefit.kind for benefit in SPRING.benefits] == ["traffic", "venue"]
    assert all(isinstance(benefit.text, Text) and benefit.text.zh and benefit.text.en for benefit in SPRING.benefits)
    assert SPRING.warehousing_needed is False


def test_a_file_may_give_another_offset_and_must_give_every_window() -> None:
    times = {
        "registration_from": "2024-01-01T00:00:00",
        "registration_until": "2024-01-02T00:00:00+00:00",
        "event_from": "2024-01-01T00:00:00Z",
        "event_until": "2024-01-03T00:00:00+09:00",
    }
    campaign = campaign_in(json.dumps({"title": "x", **times}))
    assert campaign.registration_from == datetime(2023, 12, 31, 16, tzinfo=UTC)
    assert campaign.registration_until == datetime(2024, 1, 2, tzinfo=UTC)
    assert campaign.event_from == datetime(2024, 1, 1, tzinfo=UTC)
    assert campaign.event_until == datetime(2024, 1, 2, 15, tzinfo=UTC)
    del times["event_until"]
    with pytest.raises(ValueError, match="event_until"):
        campaign_in(json.dumps({"title": "x", **times}))


def test_every_parameter_of_a_campaign_is_one_of_the_policy_and_takes_what_the_policy_takes() -> None:
    assert set(CampaignParameters.model_fields) <= set(Policy.model_fields)
    defaults = {name: getattr(DEFAULT_POLICY, name) for name in CampaignParameters.model_fields}
    assert dict(CampaignParameters(**defaults)) == defaults
    assert in_campaign(DEFAULT_POLICY, SPRING) == DEFAULT_POLICY


def test_a_campaign_changes_only_the_parameters_that_it_has_its_own_of() -> None:
    changed = SPRING.model_copy(update={"parameters": CampaignParameters(instant_refund_max=Decimal("500.00"))})
    here = in_campaign(DEFAULT_POLICY, changed)
    differing = {name for name, value in here if value != getattr(DEFAULT_POLICY, name)}
    assert differing == {"instant_refund_max"}
    assert (here.instant_refund_max, here.version) == (Decimal("500.00"), "1")
    assert in_campaign(DEFAULT_POLICY, SPRING.model_copy(update={"parameters": CampaignParameters()})) is DEFAULT_POLICY
