"""What is kept of a contact for good (SH-02, SH-03): digests that say nothing, equal where the contact is the same."""

import json
from typing import Any

import pytest

from luyue.api.consignees import consignee_of

KEY, OTHER_KEY = "a key for tests only, long enough for all", "another key for tests only, long enough"
CONTACT = {"name": "韩梅梅", "phone": "13912345678", "region": "上海市", "address": "中山东一路 27 号 A 座"}


@pytest.mark.parametrize(
    "written",
    [
        {"name": " 韩 梅梅 "},
        {"phone": "+86 139-1234-5678"},
        {"phone": "0086 13912345678"},
        {"address": "中山东一路27号a座"},
        {"region": "上海市 中山东一路", "address": "27 号 A 座"},
        {"region": "上海"},
        {"region": "31"},
        {"region": "中国上海市"},
        {"region": "Shanghai"},
        {"address": "上海市中山东一路 27 号 A 座"},
        {"region": "上海 上海市"},
        {"address": "中山东一路 27 号,A 座。"},
        {"address": "中山东一路27号A座"},
    ],
)
def test_sh_02_however_it_is_written_it_is_the_same_consignee(written: dict[str, Any]) -> None:
    assert consignee_of(KEY, **CONTACT | written) == consignee_of(KEY, **CONTACT)


GUANGDONG = CONTACT | {"region": "广东省", "address": "深圳市南山区科技路 1 号 2-301"}


@pytest.mark.parametrize(
    "written",
    [
        {"region": "广东"},
        {"region": "44"},
        {"address": "广东省深圳市南山区科技路 1 号 2-301"},
        {"address": "广东 深圳市 南山区 科技路1号 2-301,"},
        {"region": "广东省深圳市"},
        {"region": "广东省 深圳市 南山区", "address": "科技路 1 号 2-301"},
        {"region": "广东省深圳市南山区", "address": "南山区科技路 1 号 2-301"},
        {"region": "广东省深圳市南山区", "address": "广东省深圳市南山区科技路 1 号 2-301"},
        {"address": "深圳市南山区(科技路)1号2—301"},
        {"address": "深圳市南山区科技路1号2-301"},
    ],
)
def test_sh_02_a_province_said_otherwise_or_twice_makes_no_other_address(written: dict[str, Any]) -> None:
    assert consignee_of(KEY, **GUANGDONG | written).address == consignee_of(KEY, **GUANGDONG).address


@pytest.mark.parametrize(
    "written",
    [
        {"region": "浙江省"},
        {"address": "深圳市南山区科技路 1 号 230-1"},
        {"address": "深圳市南山区科技路 12-301 号"},
        {"address": "广东路 1 号 2-301"},
        {"address": "深圳市南山区科技路 1 号 2-302"},
    ],
)
def test_sh_02_what_differs_is_another_address(written: dict[str, Any]) -> None:
    assert consignee_of(KEY, **GUANGDONG | written).address != consignee_of(KEY, **GUANGDONG).address


def test_sh_02_a_street_with_a_provinces_name_is_none() -> None:
    street, other = CONTACT | {"address": "北京西路 1 号"}, CONTACT | {"address": "西路 1 号"}
    assert consignee_of(KEY, **street).address != consignee_of(KEY, **other).address
    own, rest = CONTACT | {"address": "上海路 1 号"}, CONTACT | {"address": "路 1 号"}
    assert consignee_of(KEY, **own).address != consignee_of(KEY, **rest).address


@pytest.mark.parametrize(
    ("other", "same"), [("内蒙古自治区", "内蒙古"), ("广西壮族自治区", "广西"), ("香港特别行政区", "81")]
)
def test_sh_02_what_sort_of_province_it_is_says_nothing(other: str, same: str) -> None:
    assert consignee_of(KEY, **CONTACT | {"region": other}) == consignee_of(KEY, **CONTACT | {"region": same})


@pytest.mark.parametrize("other", [{"name": "李雷"}, {"phone": "13912345679"}])
def test_sh_02_another_person_at_the_same_address(other: dict[str, Any]) -> None:
    one, another = consignee_of(KEY, **CONTACT), consignee_of(KEY, **CONTACT | other)
    assert one.person != another.person
    assert one.address == another.address


def test_sh_02_the_same_person_elsewhere() -> None:
    one, another = consignee_of(KEY, **CONTACT), consignee_of(KEY, **CONTACT | {"address": "中山东一路 28 号"})
    assert one.person == another.person
    assert one.address != another.address


def test_digests_hang_on_the_key_and_hold_nothing_of_the_contact() -> None:
    one, another = consignee_of(KEY, **CONTACT), consignee_of(OTHER_KEY, **CONTACT)
    assert {one.person, one.address}.isdisjoint({another.person, another.address})
    kept = json.dumps(one.model_dump(mode="json"), ensure_ascii=False)
    assert not [value for value in CONTACT.values() if value in kept]


def test_sh_03_the_region_is_the_province_of_region_or_address() -> None:
    assert consignee_of(KEY, **CONTACT).region == "31"
    assert consignee_of(KEY, **CONTACT | {"region": "华东", "address": "浙江省杭州市"}).region == "33"
    assert consignee_of(KEY, **CONTACT | {"region": "华东"}).region is None
    assert consignee_of(KEY, **CONTACT | {"region": "44"}).region == "44"
    assert consignee_of(KEY, **CONTACT | {"region": "99"}).region is None
