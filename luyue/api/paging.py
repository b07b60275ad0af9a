"""Lists in pages: the opaque token of a page, and what a page looks like."""

import base64
import binascii
import json
from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from luyue.api.problems import Problem
from luyue.domain.messages import Identifier, Moment
from luyue.journal.processes import Place

PageSize = Annotated[int, Field(ge=1, le=200)]
PageToken = Annotated[str, Field(max_length=512)]
_POSITION = TypeAdapter(Annotated[int, Field(ge=0, lt=2**63)])
_PLACE = TypeAdapter(tuple[str, Moment, str])
_RANK = TypeAdapter(tuple[str, Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)], Identifier])
_AFTER = TypeAdapter(tuple[Literal["id"], Identifier])

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """One page; `next_page_token` is null at the end."""

    items: list[Item]
    next_page_token: str | None


def position_token(position: int) -> str:
    """The token of a page that starts after a position."""
    return _encoded(position)


def position_in(token: str | None) -> int:
    """The position in a token, zero without one; raises `Problem`."""
    if token is None:
        return 0
    try:
        return _POSITION.validate_json(_decoded(token), strict=True)
    except ValidationError:
        raise _invalid() from None


def place_token(order: str, moment: datetime, id: str) -> str:
    """The token of a page of an ordered list that starts after a row."""
    return _encoded([order, moment.isoformat(), id])


def place_in(token: str | None, order: str) -> Place | None:
    """The place in a token of a list in the same order; raises `Problem`."""
    if token is None:
        return None
    try:
        its_order, moment, id = _PLACE.validate_json(_decoded(token))
    except ValidationError:
        raise _invalid() from None
    if its_order != order or "\0" in id:
        raise _invalid()
    return Place(moment, id)


def ranked_token(order: str, number: int, id: str) -> str:
    """The token of a page of a list in the order of a number that starts after a row."""
    return _encoded([order, number, id])


def ranked_in(token: str | None, order: str) -> tuple[int, str] | None:
    """The number and the id in a token of a list in the same order; raises `Problem`."""
    if token is None:
        return None
    try:
        its_order, number, id = _RANK.validate_json(_decoded(token))
    except ValidationError:
        raise _invalid() from None
    if its_order != order:
        raise _invalid()
    return number, id


def id_token(id: str) -> str:
    """The token of a page of a list in the order of ids that starts after one."""
    return _encoded(["id", id])


def id_in(token: str | None) -> str:
    """The id in a token, the empty one without; raises `Problem`."""
    if token is None:
        return ""
    try:
        return _AFTER.validate_json(_decoded(token))[1]
    except ValidationError:
        raise _invalid() from None


def _encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def _decoded(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _invalid() from None


def _invalid() -> Problem:
    return Problem.of_field("page_token", "page_token 无效", "page_token: it is not the one of this list's last page")
