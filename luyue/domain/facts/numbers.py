"""Numbers and flags as facts and policies hold them, each written in one way only: whole ones that canonical JSON can
hold, exact decimals as strings, flags as true and false. What was written otherwise was hardly meant so: refused."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

MOST = 2**53 - 1
"""The largest whole number that canonical JSON can hold."""

FEN = Decimal("0.01")

_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")


def decimal_given(value: object) -> object:
    """The value, where it is an unsigned decimal written out in a string, or a `Decimal` already."""
    # A float is not what was written: 0.1 is no tenth.
    if isinstance(value, Decimal) and not value.is_signed():
        return value
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return value
    raise PydanticCustomError("decimal_text", 'must be a decimal in a string, such as "0.15"')


def _to_the_fen(yuan: Decimal) -> Decimal:
    return yuan.quantize(FEN)


def _written_out(number: Decimal) -> str:
    # Never 1E-7, which could not be read again.
    return format(number, "f")


_GIVEN = BeforeValidator(decimal_given)
WRITTEN = PlainSerializer(_written_out, return_type=str, when_used="json")
"""Decimals as they are kept: in a string, written out."""
_DESCRIBED = WithJsonSchema({"type": "string", "pattern": f"^{_DECIMAL.pattern}$", "examples": ["0.15"]})

Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST)]
Yuan = Annotated[
    Decimal, _GIVEN, Field(ge=0, max_digits=14, decimal_places=2), AfterValidator(_to_the_fen), WRITTEN, _DESCRIBED
]
"""Money in yuan, kept to the fen, so that 3000 and 3000.00 are the same."""
Ratio = Annotated[Decimal, _GIVEN, Field(ge=0, le=1, max_digits=12, decimal_places=10), WRITTEN, _DESCRIBED]
"""A share from 0 to 1, exact: 0.85 is 85 %."""
Score = Annotated[Decimal, _GIVEN, Field(ge=0, le=5, max_digits=7, decimal_places=6), WRITTEN, _DESCRIBED]
"""A platform score from 0 to 5, exact."""
