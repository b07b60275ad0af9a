"""Which province a place or an address is in (SH-03): known forms are found, and nothing is guessed."""

import pytest

from luyue.domain.provinces import PROVINCES, region_of


@pytest.mark.parametrize(("code", "zh"), [(code, zh) for code, one in PROVINCES.items() for zh in one.zh])
def test_sh_03_every_region_is_found_by_its_chinese_names(code: str, zh: str) -> None:
    for place in (zh, f"{zh}转运中心", f"【{zh}市】已到达", f" 中国 {zh} 某某营业点"):
        assert region_of(place) == code, place


@pytest.mark.parametrize(("code", "en"), [(code, en) for code, one in PROVINCES.items() for en in one.en])
def test_sh_03_every_region_is_found_by_its_english_names(code: str, en: str) -> None:
    for place in (en, f"Some City, {en.upper()}", f"{en} Transit Centre"):
        assert region_of(place) == code, place


def test_there_are_34_and_abroad() -> None:
    assert len(PROVINCES) == 35
    assert len({name for one in PROVINCES.values() for name in (*one.zh, *one.en)}) == sum(
        len(one.zh) + len(one.en) for one in PROVINCES.values()
    )


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("浙江省杭州市余杭区", "33"),
        ("广西壮族自治区南宁市", "45"),
        ("内蒙古自治区呼和浩特市", "15"),
        ("香港特别行政区", "81"),
        ("上海浦东营业点", "31"),
        ("上海", "31"),
        ("吉林市", "22"),
        ("青海省海南藏族自治州", "63"),
        ("天津市河北区", "12"),
        ("广东省广州市北京路", "44"),
        ("山东省 济南 转运中心", "37"),
        ("陕西省西安市", "61"),
        ("山西省太原市", "14"),
        ("Beijing Road, Guangzhou, Guangdong", "44"),
        ("Xi'an, Shaanxi", "61"),
        ("Hangzhou,Zhejiang", "33"),
    ],
)
def test_sh_03_well_known_forms(place: str, code: str) -> None:
    assert region_of(place) == code


@pytest.mark.parametrize(
    "place",
    [
        None,
        "",
        "杭州",
        "杭州转运中心",
        "北京西路营业点",
        "上海路12号",
        "海南州共和县",
        "河北区",
        "快件已到达浙江",
        "from Beijing to Shanghai",
        "Zhejiangs",
        "Los Angeles",
        "{}",
    ],
)
def test_sh_03_what_is_not_certain_is_not_known(place: str | None) -> None:
    assert region_of(place) is None
