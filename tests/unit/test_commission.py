"""CA-08: how a commission is split, to the fen."""

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luyue.domain.commission import FEN, CommissionSplit, split
from luyue.domain.facts.products import Source
from luyue.domain.messages import Refusal
from luyue.domain.policy import DEFAULT_POLICY

WITH_FEE = DEFAULT_POLICY.model_copy(update={"version": "2", "technical_service_fee": Decimal("0.06")})


def parts(source: Source, amount: str, rate: str) -> tuple[str, str, str, str]:
    """Commission, platform's share, technical service fee and creator's income."""
    found = split(source, Decimal(amount), Decimal(rate), WITH_FEE)
    return (
        str(found.commission),
        str(found.platform_share),
        str(found.technical_service_fee),
        str(found.creator_income),
    )


@pytest.mark.parametrize(
    ("amount", "rate", "commission"),
    [
        ("0.01", "0.5", "0.01"),
        ("0.01", "0.4999999999", "0.00"),
        ("0.03", "0.5", "0.02"),
        ("1.00", "0.005", "0.01"),
        ("1.00", "0.0049999999", "0.00"),
        ("1.00", "0.015", "0.02"),
        ("1.00", "0.025", "0.03"),
        ("199.99", "0.15", "30.00"),
        ("199.00", "0.2", "39.80"),
        ("5", "0", "0.00"),
        ("5", "1", "5.00"),
        ("999999999999.99", "1", "999999999999.99"),
        ("999999999999.99", "0.9999999999", "999999999899.99"),
    ],
)
def test_a_commission_is_rounded_half_up_to_the_fen(amount: str, rate: str, commission: str) -> None:
    """CA-08"""
    assert parts("kaola", amount, rate) == (commission, "0.00", "0.00", commission)


@pytest.mark.parametrize(
    ("commission", "platform", "creator"),
    [
        ("100.00", "10.00", "90.00"),
        ("0.05", "0.01", "0.04"),
        ("0.04", "0.00", "0.04"),
        ("0.15", "0.02", "0.13"),
        ("0.01", "0.00", "0.01"),
        ("33.33", "3.33", "30.00"),
        ("33.35", "3.34", "30.01"),
    ],
)
def test_the_platform_keeps_a_tenth_of_the_alliances(commission: str, platform: str, creator: str) -> None:
    """CA-08"""
    assert parts("alliance", commission, "1") == (commission, platform, "0.00", creator)


@pytest.mark.parametrize("source", ["taobao_tmall", "jd"])
@pytest.mark.parametrize(
    ("commission", "fee", "creator"), [("100.00", "6.00", "94.00"), ("0.08", "0.00", "0.08"), ("0.25", "0.02", "0.23")]
)
def test_taobao_and_jd_pay_the_technical_service_fee(source: Source, commission: str, fee: str, creator: str) -> None:
    """CA-08"""
    assert parts(source, commission, "1") == (commission, "0.00", fee, creator)


@pytest.mark.parametrize("source", ["taobao_tmall", "jd"])
def test_without_a_rate_the_policys_parameter_is_named(source: Source) -> None:
    """CA-08"""
    with pytest.raises(Refusal) as caught:
        split(source, Decimal(10), Decimal("0.1"), DEFAULT_POLICY)
    [violation] = caught.value.violations
    assert violation.rule == "CA-08"
    assert violation.observed == {"missing": ["policy.technical_service_fee"]}
    assert violation.policy_version == DEFAULT_POLICY.version
    for text in (violation.message.zh, violation.message.en):
        assert "technical_service_fee" in text


@pytest.mark.parametrize("source", ["alliance", "own_shop", "kaola", "vip", "suning"])
def test_others_need_no_rate(source: Source) -> None:
    assert split(source, Decimal(10), Decimal("0.1"), DEFAULT_POLICY).commission == Decimal("1.00")


def test_where_the_income_is_withdrawn() -> None:
    """CA-08"""
    found = {source: split(source, Decimal(1), Decimal(1), WITH_FEE).withdrawn_in for source in get_args(Source)}
    assert found == {
        "alliance": "platform",
        "own_shop": "shop",
        "taobao_tmall": "taobao_tmall",
        "jd": "jd",
        "kaola": "kaola",
        "vip": "vip",
        "suning": "suning",
    }


@given(
    source=st.sampled_from(get_args(Source)),
    amount=st.decimals(min_value=FEN, max_value=Decimal("999999999999.99"), places=2),
    rate=st.decimals(min_value=0, max_value=1, places=10),
    share=st.decimals(min_value=0, max_value=1, places=10),
)
def test_the_parts_always_add_up(source: Source, amount: Decimal, rate: Decimal, share: Decimal) -> None:
    """CA-08"""
    policy = WITH_FEE.model_copy(update={"alliance_platform_share": share, "technical_service_fee": share})
    found: CommissionSplit = split(source, amount, rate, policy)
    given_parts = (found.platform_share, found.technical_service_fee, found.creator_income)
    assert sum(given_parts) == found.commission
    assert abs(found.commission - amount * rate) <= FEN / 2
    assert all(part >= 0 and part == part.quantize(FEN) for part in given_parts)
