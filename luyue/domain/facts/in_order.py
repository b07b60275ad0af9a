"""Times of a fact that come one after the other."""

from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError


def not_earlier_than(other: str) -> Callable[[datetime, ValidationInfo], datetime]:
    """A validator that refuses a time before the one in another field, which is declared before it."""

    def checked(value: datetime, info: ValidationInfo) -> datetime:
        if other in info.data and value < info.data[other]:
            raise PydanticCustomError("earlier_than_other", "must not be earlier than {other}", {"other": other})
        return value

    return checked
