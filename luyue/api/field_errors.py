"""Invalid fields as violations that name the field, in both languages; never with what was sent in it."""

import re
from collections.abc import Mapping
from typing import Any

from luyue.domain.messages import Text, Violation

_CHINESE: Mapping[str, str] = {
    "missing": "缺少该字段",
    "extra_forbidden": "不支持该字段",
    "json_invalid": "不是有效的 JSON",
    "string_type": "须为字符串",
    "string_unicode": "须为有效的 Unicode 字符串",
    "string_too_short": "至少需要 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式不正确",
    "int_type": "须为整数",
    "int_parsing": "须为整数",
    "int_from_float": "须为整数",
    "bool_type": "须为布尔值",
    "bool_parsing": "须为布尔值",
    "literal_error": "须为以下之一:{expected}",
    "greater_than": "须大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than": "须小于 {lt}",
    "less_than_equal": "不得大于 {le}",
    "too_short": "至少需要 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "datetime_type": "须为 RFC 3339 时间",
    "datetime_parsing": "须为 RFC 3339 时间",
    "datetime_from_date_parsing": "须为 RFC 3339 时间",
    "timezone_aware": "时间须带时区",
    "time_delta_type": "须为 ISO 8601 时长",
    "time_delta_parsing": "须为 ISO 8601 时长",
    "model_attributes_type": "须为 JSON 对象",
    "model_type": "须为 JSON 对象",
    "list_type": "须为列表",
    "tuple_type": "须为列表",
    "decimal_max_digits": "最多 {max_digits} 位数字",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "decimal_whole_digits": "整数部分最多 {whole_digits} 位",
    "duration_text": "须为不含年、月的 ISO 8601 时长,例如 PT48H",
    "decimal_text": '须为字符串形式的十进制数,例如 "0.15"',
    "entry_repeated": "不得有重复项",
    "category_unknown": "须为主营类目的代码",
    "category_not_known": "须为主营类目的代码或名称",
    "region_not_known": "须为省级行政区划代码前两位或 overseas",
    "below_other": "不得小于 {other}",
    "earlier_than_other": "不得早于 {other}",
    "never_fulfilled": "video_retention 长于 promotion_window 时须为 true",
}
"""What pydantic's errors mean; errors that are not here are told in English only."""

_ENUMERATION: Mapping[str, str] = {", ": "、", " or ": " 或 "}
_QUOTED_OR_BETWEEN = re.compile(r"'[^']*'|, | or ")
_PLACES = frozenset({"body", "query", "path", "header"})


def described(error: Mapping[str, Any]) -> Violation:
    """One of pydantic's errors as a violation."""
    location = [str(part) for part in error["loc"]]
    if error["type"] == "json_invalid":
        location = location[:1]
    if len(location) > 1 and location[0] in _PLACES:
        location = location[1:]
    field = ".".join(location) or "body"
    english = str(error["msg"])
    chinese = _CHINESE.get(error["type"])
    if chinese is not None:
        chinese = chinese.format_map({name: _in_chinese(name, value) for name, value in error.get("ctx", {}).items()})
    return Violation(
        rule=f"field:{field}",
        message=Text(zh=f"字段 {field} 无效:{chinese or english}", en=f"{field}: {english}"),
    )


def _in_chinese(name: str, value: object) -> str:
    """What an error names: values to choose from come enumerated in English, and are themselves in no language."""
    if name != "expected":
        return str(value)
    return _QUOTED_OR_BETWEEN.sub(lambda found: _ENUMERATION.get(found[0], found[0]), str(value))
