"""The policy document: how each value is written, and what cannot be."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.policy import DEFAULT_POLICY, Policy

WINDOWS = (
    "approval_window",
    "shipping_due",
    "shipping_cutoff",
    "receipt_window",
    "promotion_window",
    "video_retention",
    "live_cart_minimum",
    "acceptance_window",
    "cancellation_response",
    "overdue_close",
    "broadcast_ceiling",
    "auto_delivery",
    "verification_window",
    "rebroadcast_negotiation",
    "negotiation_close",
    "ruling_due",
    "appeal_window",
    "more_evidence_window",
    "review_window",
    "reasonable_delivery",
    "warning_window",
    "transit_window",
    "number_reuse_window",
    "pickup_window",
    "tracks_count_after_delivery",
    "slow_pickup_to_transit",
    "slow_transit_to_delivery",
    "unshipped_refund",
    "order_receipt_window",
    "refund_answer",
    "assessment_period",
    "presale_longest",
    "closing_review",
)
MARGINS = ("fact_grace", "due_soon")
WHOLE = (
    "risk_points_per_breach",
    "risk_points_per_dispute_lost",
    "risk_points_of_medium_flag",
    "risk_points_of_high_flag",
    "cart_minimum_followers",
    "cart_minimum_videos",
    "no_reason_return_minimum",
    "infringing_goods_points_at_most",
    "rebroadcast_rounds",
    "late_shipment_points",
    "fake_shipment_points",
)
POSITIVE = (
    "risk_medium_from",
    "risk_high_from",
    "products_a_video",
    "shipping_guarantee_at_most",
    "fake_trading_months",
    "violation_points_below",
    "prohibited_information_points_below",
    "unreal_stock_from",
    "throttle_from",
    "delist_from",
    "buyer_review_from",
    "per_order_limit_otherwise",
)
DECIMALS = (
    "alliance_platform_share",
    "technical_service_fee",
    "pickup_rate_minimum",
    "experience_score_minimum",
    "buyer_protection_minimum",
    "instant_refund_max",
    "compensation_free_up_to",
    "compensation_flat",
    "compensation_share_from",
    "compensation_share",
    "compensation_most",
    "invoice_freeze_share",
    "severe_delisting_deduction",
)
MONEY = (
    "buyer_protection_minimum",
    "instant_refund_max",
    "compensation_free_up_to",
    "compensation_flat",
    "compensation_share_from",
    "compensation_most",
    "severe_delisting_deduction",
)
FLAGS = ("retention_may_outlast_window", "grant_all")
MOST = 2**53 - 1


def with_(**parameters: Any) -> Policy:
    """A policy that differs from the default one, as a document says."""
    return Policy.model_validate(DEFAULT_POLICY.model_dump() | parameters)


def refused(**parameters: Any) -> list[tuple[str, str]]:
    """What is refused: each parameter with the reason."""
    with pytest.raises(ValidationError) as caught:
        with_(**parameters)
    return [(".".join(map(str, error["loc"])), error["msg"]) for error in caught.value.errors()]


def refused_names(**parameters: Any) -> list[str]:
    return [name for name, _ in refused(**parameters)]


def test_the_defaults_are_the_catalogues() -> None:
    assert DEFAULT_POLICY.model_dump() == {
        "version": "1",
        "service_launched_at": datetime(2021, 9, 13, 16, tzinfo=UTC),
        "approval_window": timedelta(hours=48),
        "shipping_due": timedelta(hours=48),
        "shipping_cutoff": timedelta(hours=120),
        "receipt_window": timedelta(hours=168),
        "promotion_window": timedelta(hours=360),
        "video_retention": timedelta(hours=168),
        "retention_may_outlast_window": True,
        "live_cart_minimum": timedelta(minutes=3),
        "fact_grace": timedelta(hours=1),
        "due_soon": timedelta(hours=6),
        "risk_points_per_breach": 2,
        "risk_points_per_dispute_lost": 3,
        "risk_points_of_medium_flag": 3,
        "risk_points_of_high_flag": 6,
        "risk_medium_from": 3,
        "risk_high_from": 6,
        "unsupported_product_traits": ("cross_border", "virtual"),
        "cart_minimum_followers": 1000,
        "cart_minimum_videos": 10,
        "grant_all": True,
        "product_sources": ("taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning"),
        "shop_level_above": "diamond_1",
        "blocked_taobao_categories": (),
        "products_a_video": 7,
        "alliance_platform_share": Decimal("0.1"),
        "technical_service_fee": None,
        "not_freight_free_regions": ("71", "81", "82", "overseas", "62", "63", "64", "65", "54", "15", "46"),
        "shipping_guarantee_at_most": 48,
        "pickup_rate_minimum": Decimal("0.85"),
        "no_reason_return_minimum": 7,
        "ewaybill_channels": ("douyin", "main_channels"),
        "campaign_categories": tuple(MAIN_CATEGORIES),
        "experience_score_minimum": Decimal(2),
        "trade_medal_minimum": "1A",
        "buyer_protection_minimum": Decimal(3000),
        "fake_trading_months": 3,
        "violation_points_below": 36,
        "prohibited_information_points_below": 24,
        "infringing_goods_points_at_most": 0,
        "products_an_order": 20,
        "acceptance_window": timedelta(hours=72),
        "cancellation_response": timedelta(hours=72),
        "overdue_close": timedelta(days=7),
        "broadcast_ceiling": timedelta(hours=24),
        "auto_delivery": timedelta(hours=72),
        "verification_window": timedelta(days=14),
        "rebroadcast_negotiation": timedelta(days=7),
        "rebroadcast_rounds": 3,
        "negotiation_close": timedelta(days=7),
        "ruling_due": timedelta(days=15),
        "appeal_window": timedelta(days=7),
        "more_evidence_window": timedelta(days=3),
        "review_window": timedelta(days=3),
        "instant_refund_max": Decimal(300),
        "reasonable_delivery": timedelta(days=15),
        "warning_window": timedelta(hours=24),
        "transit_window": timedelta(hours=24),
        "number_reuse_window": timedelta(days=30),
        "pickup_window": timedelta(hours=72),
        "tracks_count_after_delivery": timedelta(days=7),
        "fake_shipment_points": 4,
        "slow_pickup_to_transit": timedelta(hours=48),
        "slow_transit_to_delivery": timedelta(hours=120),
        "shop_deposits": {
            "apparel_accessories_and_jewellery": Decimal(5000),
            "catering_and_fresh_food": Decimal(5000),
            "digital_and_computers": Decimal(5000),
            "food_and_beverages": Decimal(5000),
            "personal_care_and_home_cleaning": Decimal(5000),
        },
        "shop_deposit_otherwise": Decimal(2000),
        "invoice_due": 1,
        "invoice_freeze_share": Decimal("0.3"),
        "closing_fees_due": 5,
        "closing_review": timedelta(hours=24),
        "severe_delisting_deduction": Decimal(2000),
        "per_order_limits": {},
        "per_order_limit_otherwise": 99,
        "presale_longest": timedelta(days=7),
        "unreal_stock_from": 99_999,
        "compensation_free_up_to": Decimal(3),
        "compensation_flat": Decimal(3),
        "compensation_share_from": Decimal(300),
        "compensation_share": Decimal("0.01"),
        "compensation_most": Decimal(30),
        "late_shipment_points": 0,
        "unshipped_refund": timedelta(days=7),
        "order_receipt_window": timedelta(days=20),
        "refund_answer": timedelta(hours=48),
        "assessment_period": timedelta(days=30),
        "throttle_from": 3,
        "delist_from": 10,
        "buyer_review_from": 10,
    }


def test_a_document_written_out_is_read_the_same() -> None:
    assert Policy.model_validate_json(DEFAULT_POLICY.model_dump_json()) == DEFAULT_POLICY
    assert Policy.model_validate(DEFAULT_POLICY.model_dump(mode="json")) == DEFAULT_POLICY


def test_a_parameter_that_does_not_exist_is_named() -> None:
    assert refused_names(approval="PT1H") == ["approval"]


@pytest.mark.parametrize("name", ["v", "2", "2026-11.a_b~c", "v" * 64])
def test_names_of_versions(name: str) -> None:
    assert with_(version=name).version == name


@pytest.mark.parametrize("name", ["", "v" * 65, "two words", " v", "v\n", "v\0", "a/b", "版本", "-v", 2, None])
def test_names_that_no_version_has(name: object) -> None:
    assert refused_names(version=name) == ["version"]


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("PT1S", timedelta(seconds=1)),
        ("PT48H", timedelta(hours=48)),
        ("PT90M", timedelta(minutes=90)),
        ("P1DT12H", timedelta(hours=36)),
        ("P2W", timedelta(days=14)),
        ("PT1.5S", timedelta(seconds=1.5)),
        ("P3650D", timedelta(days=3650)),
    ],
)
def test_durations(written: str, length: timedelta) -> None:
    assert with_(receipt_window=written).receipt_window == length


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(0), "PT0S"),
        (timedelta(days=15), "PT360H"),
        (timedelta(minutes=3), "PT3M"),
        (timedelta(hours=1, minutes=30), "PT1H30M"),
        (timedelta(hours=1, seconds=5), "PT1H5S"),
        (timedelta(seconds=10), "PT10S"),
        (timedelta(milliseconds=500), "PT0.5S"),
        (timedelta(minutes=1, microseconds=20), "PT1M0.00002S"),
    ],
)
def test_durations_are_written_in_hours(length: timedelta, written: str) -> None:
    policy = with_(fact_grace=length)
    assert policy.model_dump(mode="json")["fact_grace"] == written
    assert Policy.model_validate_json(policy.model_dump_json()) == policy


@pytest.mark.parametrize(
    "written",
    [3600, 3600.0, True, None, "3600", "48:00:00", "P", "PT", "P1DT", "P1M", "P1Y", "-PT1H", "PT1H ", "xPT1H"],
)
def test_what_is_no_duration(written: object) -> None:
    assert refused(approval_window=written) == [
        ("approval_window", "must be an ISO 8601 duration without years or months, such as PT48H")
    ]


@pytest.mark.parametrize("name", WINDOWS)
def test_a_window_lasts_a_second_to_ten_years(name: str) -> None:
    for wrong in ("PT0S", "PT0.999999S", "P3650DT0.000001S", "P9999999D"):
        assert name in refused_names(**{"shipping_due": "PT1S", name: wrong})
    for right in ("PT1S", "P3650D"):
        assert with_(**{"shipping_due": "PT1S", "shipping_cutoff": "P3650D", name: right})


@pytest.mark.parametrize("name", MARGINS)
def test_a_margin_may_be_nothing(name: str) -> None:
    assert getattr(with_(**{name: "PT0S"}), name) == timedelta(0)
    assert with_(**{name: "P3650D"})
    assert refused_names(**{name: timedelta(microseconds=-1)}) == [name]
    assert refused_names(**{name: "P3650DT0.000001S"}) == [name]


@pytest.mark.parametrize("name", WHOLE)
def test_whole_numbers(name: str) -> None:
    assert getattr(with_(**{name: 0}), name) == 0
    # Weights are bounded so that a sum of points stays within what canonical JSON can hold.
    most = 1_000_000 if name.startswith("risk_points") else MOST
    assert with_(**{name: most})
    for wrong in (-1, most + 1, 1.0, "1", True, None):
        assert refused_names(**{name: wrong}) == [name]


@pytest.mark.parametrize("name", POSITIVE)
def test_positive_numbers(name: str) -> None:
    assert getattr(with_(**{"risk_medium_from": 1, name: 1}), name) == 1
    for wrong in (0, MOST + 1, 1.0, "1", True, None):
        assert name in refused_names(**{"risk_medium_from": 1, name: wrong})


def test_numbers_with_bounds_of_their_own() -> None:
    assert with_(products_a_video=7, fake_trading_months=120)
    assert refused_names(products_a_video=8, fake_trading_months=121) == ["products_a_video", "fake_trading_months"]
    assert with_(products_an_order=20)
    for wrong in (0, 21, 1.0, "1", True, None):
        assert refused_names(products_an_order=wrong) == ["products_an_order"]


@pytest.mark.parametrize(("name", "most"), [("invoice_due", 12), ("closing_fees_due", 31)])
def test_ma_04_times_by_the_calendar_are_bounded(name: str, most: int) -> None:
    assert with_(**{name: 1})
    assert with_(**{name: most})
    for wrong in (0, most + 1, 1.0, "1", True, None):
        assert refused_names(**{name: wrong}) == [name]


def test_ma_03_a_table_of_deposits_has_codes_and_amounts_from_2000_to_5000_yuan() -> None:
    assert with_(shop_deposits={"toys": "2000", "shoes": "5000.00"}).shop_deposits["toys"] == Decimal(2000)
    assert with_(shop_deposits={}).shop_deposits == {}
    assert refused_names(shop_deposits={"玩具": "3000"}) == ["shop_deposits.玩具.[key]"]
    for wrong in ("1999.99", "5000.01", 3000, 3000.0):
        assert refused_names(shop_deposits={"toys": wrong}) == ["shop_deposits.toys"]
        assert refused_names(shop_deposit_otherwise=wrong) == ["shop_deposit_otherwise"]
    assert with_(shop_deposit_otherwise="2000").model_dump(mode="json")["shop_deposit_otherwise"] == "2000.00"


def test_ma_01_a_table_of_limits_has_codes_and_positive_numbers() -> None:
    assert with_(per_order_limits={"toys": 3}).per_order_limits == {"toys": 3}
    assert refused_names(per_order_limits={"tea": 3}) == ["per_order_limits.tea.[key]"]
    for wrong in (0, 1.0, "1", True):
        assert refused_names(per_order_limits={"toys": wrong}) == ["per_order_limits.toys"]


@pytest.mark.parametrize("name", DECIMALS)
def test_decimals_are_strings(name: str) -> None:
    assert getattr(with_(**{name: "0.10"}), name) == Decimal("0.1")
    kept = "1.00" if name in MONEY else "1"
    assert with_(**{name: "1"}).model_dump(mode="json")[name] == kept
    for wrong in (0.1, 1, True, "", "-0", "-1", "+1", "1e-1", "1E0", ".5", "1.", "NaN", "Infinity", " 1", "1\n", "٣"):
        assert refused(**{name: wrong}) == [(name, 'must be a decimal in a string, such as "0.15"')]


def test_decimals_stay_within_their_bounds() -> None:
    for share in ("alliance_platform_share", "technical_service_fee", "pickup_rate_minimum"):
        assert with_(**{share: "0"})
        assert with_(**{share: "1"})
        assert refused_names(**{share: "1.0000000001"}) == [share]
    assert with_(experience_score_minimum="5")
    assert refused_names(experience_score_minimum="5.000001") == ["experience_score_minimum"]
    assert with_(buyer_protection_minimum="999999999999.99")
    assert refused_names(buyer_protection_minimum="0.001") == ["buyer_protection_minimum"]


def test_only_the_technical_service_fee_may_be_unset() -> None:
    assert with_(technical_service_fee=None).technical_service_fee is None
    for name in Policy.model_fields:
        if name != "technical_service_fee":
            assert refused_names(**{"shipping_due": "PT1S", "risk_medium_from": 1, name: None}) == [name]


@pytest.mark.parametrize("name", FLAGS)
def test_flags_are_true_or_false(name: str) -> None:
    assert getattr(with_(**{name: False}), name) is False
    for wrong in ("yes", "true", 1, 0, None):
        assert refused_names(**{name: wrong}) == [name]


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("unsupported_product_traits", ["virtual", "cross_border"]),
        ("product_sources", ["jd", "alliance"]),
        ("blocked_taobao_categories", ["虚拟", "烟酒"]),
        ("not_freight_free_regions", ["71", "overseas"]),
        ("ewaybill_channels", ["douyin", "main_channels"]),
        ("campaign_categories", ["shoes", "toys"]),
    ],
)
def test_lists_have_each_entry_once(name: str, entries: list[str]) -> None:
    assert getattr(with_(**{name: entries}), name) == tuple(entries)
    assert getattr(with_(**{name: []}), name) == ()
    assert refused(**{name: [*entries, entries[0]]}) == [(name, "must not have an entry twice")]


def test_lists_have_known_entries_only() -> None:
    assert refused_names(unsupported_product_traits=["heavy"]) == ["unsupported_product_traits.0"]
    assert refused_names(product_sources=["alliance", "amazon"]) == ["product_sources.1"]
    assert refused_names(not_freight_free_regions=["71", "7"]) == ["not_freight_free_regions.1"]
    assert refused_names(ewaybill_channels=["pigeons"]) == ["ewaybill_channels.0"]
    assert refused_names(blocked_taobao_categories=[""]) == ["blocked_taobao_categories.0"]
    assert refused_names(blocked_taobao_categories=["x" * 65]) == ["blocked_taobao_categories.0"]
    assert refused_names(blocked_taobao_categories=[str(number) for number in range(1001)]) == [
        "blocked_taobao_categories"
    ]
    assert with_(blocked_taobao_categories=["x" * 64, *(str(number) for number in range(999))])


def test_ce_05_campaign_categories_are_codes_and_no_names() -> None:
    assert refused(campaign_categories=["shoes", "鞋"]) == [
        ("campaign_categories.1", "must be the code of a main category")
    ]


def test_levels_and_medals() -> None:
    assert with_(shop_level_above="heart_1", trade_medal_minimum="0A")
    assert with_(shop_level_above="gold_crown_5", trade_medal_minimum="5A")
    assert refused_names(shop_level_above="diamond_0", trade_medal_minimum="6A") == [
        "shop_level_above",
        "trade_medal_minimum",
    ]
    assert refused_names(shop_level_above="diamond_6", trade_medal_minimum="A") == [
        "shop_level_above",
        "trade_medal_minimum",
    ]


def test_sr_08_the_cutoff_is_not_before_shipping_is_late() -> None:
    assert with_(shipping_due="PT120H", shipping_cutoff="PT120H")
    assert refused(shipping_due="PT120H", shipping_cutoff="PT119H59M59.999999S") == [
        ("shipping_cutoff", "must not be less than shipping_due")
    ]


def test_sr_01_high_risk_does_not_begin_below_medium_risk() -> None:
    assert with_(risk_medium_from=4, risk_high_from=4)
    assert refused(risk_medium_from=4, risk_high_from=3) == [
        ("risk_high_from", "must not be less than risk_medium_from")
    ]


def test_sr_12_a_retention_that_must_fit_the_window_can() -> None:
    assert with_(retention_may_outlast_window=True, video_retention="PT2H", promotion_window="PT1H")
    assert with_(retention_may_outlast_window=False, video_retention="PT2H", promotion_window="PT2H")
    assert refused(retention_may_outlast_window=False, video_retention="PT2H", promotion_window="PT1H59M") == [
        ("retention_may_outlast_window", "must be true while video_retention is longer than promotion_window")
    ]


def test_relations_hold_for_defaults_too() -> None:
    with pytest.raises(ValidationError, match="shipping_cutoff"):
        Policy(version="2", shipping_due=timedelta(hours=121))
    with pytest.raises(ValidationError, match="risk_high_from"):
        Policy(version="2", risk_medium_from=7)


def test_a_relation_says_nothing_while_one_of_its_sides_is_wrong() -> None:
    assert refused_names(shipping_due="PT0S") == ["shipping_due"]
    assert refused_names(promotion_window="PT0S", retention_may_outlast_window=False) == ["promotion_window"]
    assert refused_names(video_retention="PT0S", retention_may_outlast_window=False) == ["video_retention"]


def test_everything_wrong_is_told_at_once() -> None:
    assert refused_names(approval_window="PT0S", risk_high_from=1, pickup_rate_minimum=0.9) == [
        "approval_window",
        "risk_high_from",
        "pickup_rate_minimum",
    ]
