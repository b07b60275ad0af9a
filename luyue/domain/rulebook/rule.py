"""What a rule is, and how a set of rules is evaluated: always whole, never only to the first that fails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_jsonable_python

from luyue.domain.messages import Text, Value, Violation
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case

NOT_APPLICABLE = "not_applicable"


def _always(_case: Case) -> bool:
    return True


def _nothing_more(_policy: Policy) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Rule:
    """One rule. `id` begins with the catalogue's ID (`CE-06.deposit`); `source` is the document that demands it.

    `reads` names the facts that the rule cannot do without (`merchant.experience_score`): one that was not reported
    fails it, and so do those of `reads_under` a policy. `parameters` are the policy's. `holds` compares what `observed`
    and `required` give; `required` is asked for even where facts are missing.
    """

    id: str
    title: Text
    message: Text
    remedy: Text
    source: str
    reads: tuple[str, ...]
    parameters: tuple[str, ...]
    observed: Callable[[Case, Policy], Any]
    required: Callable[[Case, Policy], Any]
    holds: Callable[[Any, Any], bool]
    applies: Callable[[Case], bool] = _always
    reads_under: Callable[[Policy], tuple[str, ...]] = _nothing_more

    def check(self, case: Case, policy: Policy) -> "Check":
        """What the rule says of a case."""
        if not self.applies(case):
            return Check(rule=self.id, passed=True, observed=NOT_APPLICABLE, message=self.title)
        required = self.required(case, policy)
        reads = self.reads + self.reads_under(policy)
        missing = tuple(path for path in reads if fact_at(case, path) is None)
        if missing:
            names = ", ".join(missing)
            return Check(
                rule=self.id,
                passed=False,
                required=to_jsonable_python(required),
                missing=missing,
                message=self.message,
                remedy=Text(
                    zh=f"平台尚未提供以下资料:{names}。请补充后重试。",
                    en=f"Not known to the platform: {names}. Have it reported, then try again.",
                ),
            )
        observed = self.observed(case, policy)
        passed = self.holds(observed, required)
        return Check(
            rule=self.id,
            passed=passed,
            observed=to_jsonable_python(observed),
            required=to_jsonable_python(required),
            message=self.title if passed else self.message,
            remedy=None if passed else self.remedy,
        )


def fact_at(case: Case, path: str) -> Any:
    """The fact of that path (`merchant.experience_score`); None: it, or what it belongs to, was not reported."""
    value: Any = case
    for name in path.split("."):
        value = getattr(value, name)
        if value is None:
            return None
    return value


def fact(path: str) -> Callable[[Case, Policy], Any]:
    """What a rule observes or requires where that is a fact as it stands."""
    return lambda case, _policy: fact_at(case, path)


def parameter(name: str) -> Callable[[Case, Policy], Any]:
    """What a rule requires where that is a parameter of the policy as it stands."""
    return lambda _case, policy: getattr(policy, name)


def always(value: Any) -> Callable[[Case, Policy], Any]:
    """What a rule requires where that depends on nothing."""
    return lambda _case, _policy: value


class Check(Value):
    """What one rule said: what it saw and what it wanted, as JSON. `missing` names facts that were not reported.

    `message` is the rule's title where it passed, and what the one concerned reads where it did not.
    """

    rule: str
    passed: bool
    observed: Any = None
    required: Any = None
    missing: tuple[str, ...] = ()
    message: Text | None = None
    remedy: Text | None = None


class Evaluation(Value):
    """What a set of rules said of a case, under one version of the policy, and the version of each fact considered."""

    rules: str
    policy_version: str
    checks: tuple[Check, ...]
    facts: Mapping[str, int] = {}

    @property
    def eligible(self) -> bool:
        """Whether every rule passed."""
        return all(check.passed for check in self.checks)

    def violations(self) -> tuple[Violation, ...]:
        """Every rule that did not pass, in the set's order."""
        return tuple(
            Violation(
                rule=check.rule,
                message=check.message,
                observed={"missing": list(check.missing)} if check.missing else check.observed,
                required=check.required,
                remedy=check.remedy,
                policy_version=self.policy_version,
            )
            for check in self.checks
            if not check.passed and check.message is not None
        )

    def kept(self) -> "Evaluation":
        """As it goes on record: words only where a rule did not pass."""
        short = tuple(check.model_copy(update={"message": None}) if check.passed else check for check in self.checks)
        return self.model_copy(update={"checks": short})


@dataclass(frozen=True)
class RuleSet:
    """The rules for one purpose, in the order in which they are shown."""

    name: str
    title: Text
    rules: Sequence[Rule] = field(default_factory=tuple)

    def evaluate(self, case: Case, policy: Policy, facts: Mapping[str, int] | None = None) -> Evaluation:
        """Evaluates every rule; `facts` are the versions of the facts that the case was made of."""
        return Evaluation(
            rules=self.name,
            policy_version=policy.version,
            checks=tuple(rule.check(case, policy) for rule in self.rules),
            facts=facts or {},
        )
