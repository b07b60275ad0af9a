"""What the events of a process name: rules with what they said, and pieces of evidence.

Found by their shape, whatever the kind: an object with a `rule`, one with a `reference` and its `sha256`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from luyue.domain.messages import Text
from luyue.domain.rulebook.titles import TITLES

Contents = Sequence[tuple[int, Mapping[str, Any]]]
"""The events' data with their versions."""


class AppliedRule(BaseModel):
    """A rule that the event `version` names, and what it said; `title` is today's, None where it has none."""

    model_config = ConfigDict(frozen=True)

    rule: str
    version: int
    met: bool
    title: Text | None
    message: Text | None
    observed: Any
    required: Any


class EvidencePiece(BaseModel):
    """A piece of evidence that the event `version` brings; `by` is the side that brought it."""

    model_config = ConfigDict(frozen=True)

    reference: str
    sha256: str
    version: int
    by: str | None


def rules_in(contents: Contents) -> tuple[AppliedRule, ...]:
    """Every rule that an event names, once an event: a refusal repeats what its evaluation says."""
    found: dict[tuple[int, str], AppliedRule] = {}
    for version, data in contents:
        for one in _objects(data):
            if isinstance(rule := one.get("rule"), str):
                applied = AppliedRule(
                    rule=rule,
                    version=version,
                    # Only checks say so of themselves; violations are those not met.
                    met=one.get("passed") is True,
                    title=TITLES.get(rule),
                    message=one.get("message"),
                    observed=one.get("observed"),
                    required=one.get("required"),
                )
                found.setdefault((version, rule), applied)
    return tuple(found.values())


def evidence_in(contents: Contents) -> tuple[EvidencePiece, ...]:
    """Every piece of evidence, in the order in which it was brought."""
    return tuple(
        EvidencePiece(
            reference=one["reference"], sha256=one["sha256"], version=version, by=data.get("by", data.get("opened_by"))
        )
        for version, data in contents
        for one in _objects(data)
        if isinstance(one.get("reference"), str) and isinstance(one.get("sha256"), str)
    )


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """A value's objects at any depth."""
    inner: Iterable[Any] = ()
    if isinstance(value, Mapping):
        yield value
        inner = value.values()
    elif isinstance(value, list | tuple):
        inner = value
    for one in inner:
        yield from _objects(one)
