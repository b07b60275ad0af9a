"""Which province-level region a place or an address is in, by its name: a track's (SH-03), a consignee's."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from luyue.domain.messages import Text


class Province(NamedTuple):
    """How a province is named: Chinese names and English ones, the usual first, both without what sort it is of."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


PROVINCES: Mapping[str, Province] = {
    "11": Province(("北京",), ("Beijing",)),
    "12": Province(("天津",), ("Tianjin",)),
    "13": Province(("河北",), ("Hebei",)),
    "14": Province(("山西",), ("Shanxi",)),
    "15": Province(("内蒙古", "內蒙古", "内蒙"), ("Inner Mongolia",)),
    "21": Province(("辽宁",), ("Liaoning",)),
    "22": Province(("吉林",), ("Jilin",)),
    "23": Province(("黑龙江",), ("Heilongjiang",)),
    "31": Province(("上海",), ("Shanghai",)),
    "32": Province(("江苏",), ("Jiangsu",)),
    "33": Province(("浙江",), ("Zhejiang",)),
    "34": Province(("安徽",), ("Anhui",)),
    "35": Province(("福建",), ("Fujian",)),
    "36": Province(("江西",), ("Jiangxi",)),
    "37": Province(("山东",), ("Shandong",)),
    "41": Province(("河南",), ("Henan",)),
    "42": Province(("湖北",), ("Hubei",)),
    "43": Province(("湖南",), ("Hunan",)),
    "44": Province(("广东",), ("Guangdong",)),
    "45": Province(("广西",), ("Guangxi",)),
    "46": Province(("海南",), ("Hainan",)),
    "50": Province(("重庆",), ("Chongqing",)),
    "51": Province(("四川",), ("Sichuan",)),
    "52": Province(("贵州",), ("Guizhou",)),
    "53": Province(("云南",), ("Yunnan",)),
    "54": Province(("西藏",), ("Tibet", "Xizang")),
    "61": Province(("陕西",), ("Shaanxi",)),
    "62": Province(("甘肃",), ("Gansu",)),
    "63": Province(("青海",), ("Qinghai",)),
    "64": Province(("宁夏",), ("Ningxia",)),
    "65": Province(("新疆",), ("Xinjiang",)),
    "71": Province(("台湾", "臺灣", "台灣"), ("Taiwan",)),
    "81": Province(("香港",), ("Hong Kong",)),
    "82": Province(("澳门", "澳門"), ("Macau", "Macao")),
    "overseas": Province(("海外", "境外", "国外"), ("Overseas",)),
}
"""The 34 by their GB/T 2260 prefix, and what is abroad."""

# 北京西路 is a street of Shanghai, 河北区 a district of Tianjin, 海南州 and 海南藏族自治州 are in Qinghai.
_NO_PROVINCE = r"(?![东西南北中]?(?:路|街|大道)|区|州|藏族|新村)"
_BEFORE = r"(?:中国|中华人民共和国)?"
_ZH = {name: code for code, province in PROVINCES.items() for name in province.zh}
_EN = {name.lower(): code for code, province in PROVINCES.items() for name in province.en}
_ZH_FORM = re.compile(f"{_BEFORE}({'|'.join(sorted(_ZH, key=len, reverse=True))}){_NO_PROVINCE}")
_NO_PROVINCE_EN = r"\b(?!(?: (?:east|west|north|south))? (?:road|rd|street|st|avenue)\b)"
_EN_FORM = re.compile(rf"\b({'|'.join(sorted(_EN, key=len, reverse=True))}){_NO_PROVINCE_EN}")


_SORT = "(?:省|市|自治区|(?:壮族|回族|维吾尔)自治区|特别行政区)?"
_SORT_EN = "(?:province|municipality|city)?(?!(?:east|west|north|south)?(?:road|rd|street|st|avenue))"


def without_province(text: str, region: str) -> str:
    """A text in small letters without spaces or punctuation, without that province's name, however often in front."""
    province = PROVINCES[region]
    chinese = f"{_BEFORE}(?:{'|'.join(sorted(province.zh, key=len, reverse=True))}){_NO_PROVINCE}{_SORT}"
    english = f"(?:{'|'.join(name.lower().replace(' ', '') for name in province.en)}){_SORT_EN}"
    return re.sub(f"^(?:{chinese}|{english})+", "", text)


def name_of(region: str | None) -> Text | None:
    """A region's usual name; None where there is no such region."""
    province = PROVINCES.get(region) if region is not None else None
    return Text(zh=province.zh[0], en=province.en[0]) if province else None


def region_of(place: str | None) -> str | None:
    """The region that a place or an address begins with in Chinese, or names in English; None where none is certain.

    What names a city alone is not known, nor what names several provinces: then SH-03 says nothing.
    """
    if place is None:
        return None
    # Full-width letters are the same letters; what is not written (【】, spaces) says nothing.
    text = unicodedata.normalize("NFKC", place).lower()
    found = _ZH_FORM.match(re.sub(r"[\W_]+", "", text))
    if found:
        return _ZH[found[1]]
    named = {_EN[one] for one in _EN_FORM.findall(re.sub(r"\s+", " ", text))}
    return named.pop() if len(named) == 1 else None
