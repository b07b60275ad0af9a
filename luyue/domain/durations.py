"""Durations as policies, campaigns and bodies hold them: ISO 8601 without years and months, which have no length."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(days=3650)
"""No window may be so long that a deadline leaves the calendar."""

# Neither years nor months: windows are elapsed time, and those have no fixed length.
_DURATION = re.compile(r"P(?=.)([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{1,6})?S)?)?")


def _duration_given(value: object) -> object:
    if isinstance(value, timedelta) or (isinstance(value, str) and _DURATION.fullmatch(value)):
        return value
    raise PydanticCustomError("duration_text", "must be an ISO 8601 duration without years or months, such as PT48H")


def _in_hours(length: timedelta) -> str:
    """`PT48H`, as the catalogue counts elapsed time, not `P2D`."""
    minutes, rest = divmod(length, timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else ""
    parts = ((f"{hours}", "H"), (f"{minutes}", "M"), (f"{rest.seconds}{fraction}", "S"))
    return "PT" + ("".join(number + unit for number, unit in parts if number != "0") or "0S")


_GIVEN = BeforeValidator(_duration_given)
_WRITTEN = PlainSerializer(_in_hours, return_type=str, when_used="json")
_DESCRIBED = WithJsonSchema({"type": "string", "format": "duration", "examples": ["PT48H"]})

Window = Annotated[timedelta, _GIVEN, Field(ge=SHORTEST, le=LONGEST), _WRITTEN, _DESCRIBED]
"""Elapsed time within which something is to happen."""
Margin = Annotated[timedelta, _GIVEN, Field(ge=timedelta(0), le=LONGEST), _WRITTEN, _DESCRIBED]
"""Elapsed time that may also be none."""
