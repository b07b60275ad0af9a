"""What is said of an invalid field is all in one language."""

from typing import Literal

import pytest
from pydantic import BaseModel, ValidationError

from luyue.api.field_errors import described
from luyue.domain.messages import Text


class Choice(BaseModel):
    two: Literal["a", "b"] = "a"
    three: Literal["a", "b", "c"] = "a"
    one: Literal["a"] = "a"
    or_inside: Literal["x or y", "z"] = "z"


@pytest.mark.parametrize(
    ("field", "zh", "en"),
    [
        ("one", "须为以下之一:'a'", "Input should be 'a'"),
        ("two", "须为以下之一:'a' 或 'b'", "Input should be 'a' or 'b'"),
        ("three", "须为以下之一:'a'、'b' 或 'c'", "Input should be 'a', 'b' or 'c'"),
        ("or_inside", "须为以下之一:'x or y' 或 'z'", "Input should be 'x or y' or 'z'"),
    ],
)
def test_the_values_to_choose_from_are_listed_in_the_readers_language(field: str, zh: str, en: str) -> None:
    with pytest.raises(ValidationError) as found:
        Choice.model_validate({field: "nonsense"})
    [violation] = [described(error) for error in found.value.errors()]
    assert violation.message == Text(zh=f"字段 {field} 无效:{zh}", en=f"{field}: {en}")
