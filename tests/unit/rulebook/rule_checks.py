"""Cases that every rule passes, spoilt ones, and what one rule of a set says of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain.evaluation import Check
from luyue.domain.facts import Mark, OnRecord
from luyue.domain.messages import Value
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import RuleSet
from tests import eligible

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def eligible_case(**changes: Any) -> Case:
    """A creator without an admission on record asks for a sample of a product that offers them."""
    known = {
        "at": NOON,
        "creator": eligible.CREATOR,
        "merchant": eligible.MERCHANT,
        "product": eligible.product(),
        "sample_offer": eligible.OFFER,
    }
    return Case(**(known | changes))


def on_record(*marks: Mark) -> tuple[OnRecord, ...]:
    """A record with these entries, an hour apart, each from a process of its own."""
    return tuple(
        OnRecord(stream=f"process/{number}", what=mark, at=NOON - timedelta(hours=len(marks) - number))
        for number, mark in enumerate(marks)
    )


def counted(breaches: int) -> tuple[OnRecord, ...]:
    """A record of which only the number of breaches is known."""
    return (OnRecord(stream=None, what="breach", at=NOON),) * breaches


def with_fact(case: Case, path: str, value: Any) -> Case:
    """The case with the fact of that path (`product.shop_scores.service`) changed; None: not reported."""
    changed: Case = _with(case, path.split("."), value)
    return changed


def _with(owner: Value, names: list[str], value: Any) -> Any:
    name, *inner = names
    return owner.model_copy(update={name: _with(getattr(owner, name), inner, value) if inner else value})


def policy_with(**parameters: Any) -> Policy:
    """The default policy with other parameters."""
    return Policy(version="other", **parameters)


def check_of(rules: RuleSet, rule: str, case: Case, policy: Policy = DEFAULT_POLICY) -> Check:
    """What the rule of that id says, the whole set being evaluated."""
    (check,) = (check for check in rules.evaluate(case, policy).checks if check.rule == rule)
    return check


def said(rules: RuleSet, rule: str, case: Case, policy: Policy = DEFAULT_POLICY) -> tuple[bool, Any, Any]:
    """Whether that rule passed, what it observed and what it required."""
    check = check_of(rules, rule, case, policy)
    return check.passed, check.observed, check.required


def missing(rules: RuleSet, rule: str, case: Case, policy: Policy = DEFAULT_POLICY) -> tuple[bool, tuple[str, ...]]:
    """Whether that rule passed, and which facts it named as not reported."""
    check = check_of(rules, rule, case, policy)
    return check.passed, check.missing
