"""One call as it is meant, whatever becomes of its tries."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter

Answer = TypeVar("Answer", covariant=True)
QueryValue = str | int | datetime | Sequence[str] | None


@dataclass(frozen=True)
class Call(Generic[Answer]):
    """A request to the service; `answer` is what a good answer's body is read as: a model, `bytes`, or None's type.

    Each try of a POST carries the same idempotency key, made here unless given. `if_version` lets a command be carried
    out only while the process is at that version.
    """

    method: str
    path: str
    answer: type[Answer]
    query: Mapping[str, QueryValue] = field(default_factory=dict)
    body: BaseModel | None = None
    idempotency_key: str | None = None
    if_version: int | None = None

    def __post_init__(self) -> None:
        if self.method == "POST" and self.idempotency_key is None:
            object.__setattr__(self, "idempotency_key", uuid.uuid4().hex)

    def asking(self, **query: QueryValue) -> "Call[Answer]":
        """The same call with other parameters in its query."""
        return replace(self, query={**self.query, **query})

    @property
    def headers(self) -> dict[str, str]:
        headers = {"Accept": "*/*" if self.answer is bytes else "application/json"}
        if self.body is not None:
            headers["Content-Type"] = "application/json"
        if self.idempotency_key is not None:
            headers["Idempotency-Key"] = self.idempotency_key
        if self.if_version is not None:
            headers["If-Match"] = f'"{self.if_version}"'
        return headers

    @property
    def parameters(self) -> list[tuple[str, str | int]]:
        """The query as it is sent; what is None is left out."""
        return [(name, one) for name, value in self.query.items() for one in _written(value)]

    @property
    def content(self) -> bytes | None:
        """The body as it is sent: what was not set is left out."""
        return self.body.model_dump_json(exclude_unset=True, by_alias=True).encode() if self.body else None

    def read(self, content: bytes) -> Any:
        """A good answer's body as what it is."""
        if self.answer is bytes:
            return content
        return None if self.answer is type(None) else TypeAdapter(self.answer).validate_json(content)


def quoted(part: str) -> str:
    """A part of a path."""
    return quote(part, safe="")


def _written(value: QueryValue) -> list[str | int]:
    match value:
        case None:
            return []
        case bool():
            return ["true" if value else "false"]
        case datetime():
            return [value.isoformat()]
        case str() | int():
            return [value]
    return list(value)
