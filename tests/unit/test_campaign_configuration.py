"""What a campaign may be configured with: windows in order (CE-01), known categories (CE-05, CE-06) and regions."""

from typing import Any

import pytest
from pydantic import ValidationError

from luyue.api.field_errors import described
from luyue.campaigns.shipped import shipped_campaign
from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.facts import Campaign
from luyue.domain.provinces import PROVINCES

WINDOWS = {
    "title": "年货节",
    "registration_from": "2024-01-09T00:00:00+08:00",
    "registration_until": "2024-02-16T23:59:59+08:00",
    "event_from": "2024-02-09T00:00:00+08:00",
    "event_until": "2024-02-16T23:59:59+08:00",
}


def refused(**changes: Any) -> dict[str, tuple[str, str]]:
    """What is said of each field that is wrong, in both languages."""
    with pytest.raises(ValidationError) as found:
        Campaign.model_validate(WINDOWS | changes)
    violations = [described(error) for error in found.value.errors()]
    return {one.rule.removeprefix("field:"): (one.message.zh, one.message.en) for one in violations}


@pytest.mark.parametrize("window", ["registration", "event"])
def test_ce_01_a_window_out_of_order_names_its_end(window: str) -> None:
    until, begin = f"{window}_until", f"{window}_from"
    assert refused(**{until: "2023-01-01T00:00:00+08:00"}) == {
        until: (f"字段 {until} 无效:不得早于 {begin}", f"{until}: must not be earlier than {begin}")
    }


def test_ce_01_both_windows_out_of_order_are_told_at_once() -> None:
    early = "2023-01-01T00:00:00+08:00"
    assert set(refused(registration_until=early, event_until=early)) == {"registration_until", "event_until"}


@pytest.mark.parametrize("window", ["registration", "event"])
def test_ce_01_a_window_may_be_of_one_second(window: str) -> None:
    Campaign.model_validate(WINDOWS | {f"{window}_until": WINDOWS[f"{window}_from"]})


def test_ce_01_a_begin_that_is_no_time_is_told_alone() -> None:
    assert set(refused(registration_from="nonsense")) == {"registration_from"}


@pytest.mark.parametrize("known", ["toys", "玩具", "鞋子", *MAIN_CATEGORIES])
def test_ce_05_ce_06_categories_are_codes_names_or_aliases(known: str) -> None:
    assert Campaign.model_validate(WINDOWS | {"categories": [known]}).categories == (known,)


@pytest.mark.parametrize("unknown", ["nonsense", "", "Toys!", "x" * 65])
def test_ce_05_ce_06_an_unknown_category_is_refused_by_its_place(unknown: str) -> None:
    [(field, (zh, en))] = refused(categories=["toys", unknown]).items()
    assert field == "categories.1"
    assert zh == "字段 categories.1 无效:须为主营类目的代码或名称"
    assert en == "categories.1: must be the code or a name of a main category"


@pytest.mark.parametrize("known", list(PROVINCES))
def test_ce_05_regions_are_the_provinces_and_overseas(known: str) -> None:
    assert Campaign.model_validate(WINDOWS | {"not_freight_free_regions": [known]}).not_freight_free_regions == (known,)


@pytest.mark.parametrize("unknown", ["99", "10", "16", "90"])
def test_ce_05_an_unknown_region_is_refused_by_its_place(unknown: str) -> None:
    [(field, (zh, en))] = refused(not_freight_free_regions=["54", unknown]).items()
    assert field == "not_freight_free_regions.1"
    assert zh == "字段 not_freight_free_regions.1 无效:须为省级行政区划代码前两位或 overseas"
    assert en == "not_freight_free_regions.1: must be the two-digit code of a province, or overseas"


def test_the_shipped_campaign_is_as_it_was() -> None:
    spring = shipped_campaign("spring_festival_2024")
    assert Campaign.model_validate(spring.model_dump(mode="json")) == spring
