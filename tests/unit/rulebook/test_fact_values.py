"""What facts accept: each value in the one way in which it is meant, so that no slip becomes a verdict."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from luyue.domain.facts import Creator, Merchant, Product, RiskWaiver, SampleOffer, ShopScore
from luyue.domain.facts.numbers import Ratio, Score, Yuan
from luyue.domain.messages import Moment, Value

TEA = {"merchant_id": "m1", "title": "tea"}


def accepts(kind: type[Value], fact: dict[str, Any]) -> bool:
    try:
        kind.model_validate(fact)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("medal", "kept"), [("A", "1A"), ("1A", "1A"), ("0A", "0A"), ("5A", "5A")])
def test_ce_06_a_medal_of_a_is_1a(medal: str, kept: str) -> None:
    assert Merchant.model_validate({"trade_medal": medal}).trade_medal == kept


@pytest.mark.parametrize("medal", ["6A", "AA", "a", "1", "", "A\n", "10A"])
def test_ce_06_other_medals_are_refused(medal: str) -> None:
    assert not accepts(Merchant, {"trade_medal": medal})


FLAGS: list[tuple[type[Value], str]] = [
    (Creator, "phone_bound"),
    (Creator, "real_name_verified"),
    *((Merchant, name) for name, field in Merchant.model_fields.items() if "bool" in str(field.annotation)),
    *((Product, name) for name, field in Product.model_fields.items() if "bool" in str(field.annotation)),
    (SampleOffer, "offers_samples"),
    (RiskWaiver, "waived"),
]


def whole(kind: type[Value], name: str, value: Any) -> dict[str, Any]:
    needed: dict[type[Value], dict[str, Any]] = {Product: TEA, RiskWaiver: {"waived": True, "reason": "reviewed"}}
    return {**needed.get(kind, {}), name: value}


@pytest.mark.parametrize(("kind", "name"), FLAGS, ids=[f"{kind.__name__}.{name}" for kind, name in FLAGS])
def test_yes_and_one_are_not_true(kind: type[Value], name: str) -> None:
    assert accepts(kind, whole(kind, name, True))
    assert accepts(kind, whole(kind, name, False))
    for other in ("yes", "true", 1, 0, 1.0, "1"):
        assert not accepts(kind, whole(kind, name, other))


COUNTS: list[tuple[type[Value], str]] = [
    (Creator, "followers"),
    (Creator, "public_original_videos"),
    (Creator, "disputes_lost"),
    (Merchant, "violation_points_this_year"),
    (Merchant, "infringing_goods_points"),
    (Merchant, "prohibited_information_points"),
    (Product, "shipping_guarantee_hours"),
    (Product, "no_reason_return_days"),
]


@pytest.mark.parametrize(("kind", "name"), COUNTS, ids=[f"{kind.__name__}.{name}" for kind, name in COUNTS])
def test_a_whole_number_is_one(kind: type[Value], name: str) -> None:
    for count in (0, 1, 1000, None):
        assert accepts(kind, whole(kind, name, count))
    for other in ("1000", 1000.0, 1.5, True, False, -1, Decimal(1000)):
        assert not accepts(kind, whole(kind, name, other))


def test_ce_06_a_year_is_one() -> None:
    for year in (2000, 2024, 8999, None):
        assert accepts(Merchant, {"violation_points_year": year})
    for other in (1999, 9000, "2024", 2024.0, True):
        assert not accepts(Merchant, {"violation_points_year": other})


DECIMALS: list[tuple[type[Value], str]] = [
    (Merchant, "experience_score"),
    (Merchant, "buyer_protection_deposit"),
    (Product, "pickup_rate_48h"),
]
NOT_WRITTEN_OUT = [0.85, 1, 0, True, "1e0", "-0", "+1", "0_1", ".5", "1.", " 1", "1\n", "\u0661", "\uff11", "", "NaN"]


@pytest.mark.parametrize(("kind", "name"), DECIMALS, ids=[f"{kind.__name__}.{name}" for kind, name in DECIMALS])
@pytest.mark.parametrize("value", NOT_WRITTEN_OUT, ids=repr)
def test_a_decimal_is_written_out_in_a_string(kind: type[Value], name: str, value: Any) -> None:
    assert not accepts(kind, whole(kind, name, value))


@pytest.mark.parametrize(("kind", "name"), DECIMALS, ids=[f"{kind.__name__}.{name}" for kind, name in DECIMALS])
def test_decimals_that_are_meant_so(kind: type[Value], name: str) -> None:
    for value in ("0", "1", "0.85", "00.85", Decimal("0.85"), None):
        assert accepts(kind, whole(kind, name, value))
    for value in (Decimal("-0"), Decimal("-1"), Decimal("NaN"), Decimal("Infinity")):
        assert not accepts(kind, whole(kind, name, value))


def test_ca_05_a_shops_score_is_written_out_too() -> None:
    assert accepts(ShopScore, {"score": "4.8", "industry_average": "4.7"})
    assert not accepts(ShopScore, {"score": 4.8, "industry_average": "4.7"})
    assert not accepts(ShopScore, {"score": "4.8", "industry_average": 4})


def test_a_refusal_says_what_is_wanted() -> None:
    with pytest.raises(ValidationError, match=r'must be a decimal in a string, such as "0\.15"'):
        Merchant.model_validate({"experience_score": 4.5})


@pytest.mark.parametrize("given", ["3000", "3000.0", "3000.00", Decimal("3E+3")])
def test_ce_06_the_same_money_is_the_same_report(given: Any) -> None:
    merchant = Merchant.model_validate({"buyer_protection_deposit": given})
    assert merchant.model_dump(mode="json")["buyer_protection_deposit"] == "3000.00"


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Yuan, Decimal(0), "0.00"),
        (Yuan, Decimal("999999999999.99"), "999999999999.99"),
        (Ratio, Decimal("0.0000000001"), "0.0000000001"),
        (Ratio, Decimal("0E-10"), "0.0000000000"),
        (Score, Decimal("1E-6"), "0.000001"),
        (Score, Decimal("4.80"), "4.80"),
    ],
)
def test_what_is_kept_can_be_read_again(kind: Any, value: Decimal, kept: str) -> None:
    numbers = TypeAdapter[Decimal](kind)
    assert numbers.dump_python(numbers.validate_python(value), mode="json") == kept
    assert numbers.validate_python(kept) == value


@pytest.mark.parametrize(
    "moment",
    [0, 1700000000, 1700000000.5, "0", "1700000000", "1700000000.5", "-1", True, date(2024, 3, 1), "2024-03-01", b"1"],
    ids=repr,
)
def test_a_moment_is_no_number(moment: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(moment)


@pytest.mark.parametrize("moment", [datetime(2024, 3, 1, 12, tzinfo=UTC), "2024-03-01T20:00:00+08:00"], ids=str)
def test_a_moment_is_a_time_with_its_zone(moment: Any) -> None:
    assert TypeAdapter(Moment).validate_python(moment) == datetime(2024, 3, 1, 12, tzinfo=UTC)
