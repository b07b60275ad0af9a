"""What a rule is, and how a set of rules is evaluated: always whole, never only to the first that fails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_jsonable_python

from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.messages import Text
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
    fails it, and so do those of `reads_under` a policy. Of `reads_one_of` any is enough. `reads_if_known` are all
    others that it looks at, `applies` included; `applies_when` says in words what that wants. `parameters` are the
    policy's. `holds` compares what `observed` and `required` give; `required` is asked for even where facts are
    missing.
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
    reads_one_of: tuple[str, ...] = ()
    reads_if_known: tuple[str, ...] = ()
    applies_when: Text | None = None

    def check(self, case: Case, policy: Policy) -> "Check":
        """What the rule says of a case."""
        if not self.applies(case):
            return Check(rule=self.id, passed=True, observed=NOT_APPLICABLE, message=self.title)
        required = self.required(case, policy)
        missing = self._missing(case, policy)
        if missing:
            names = ", ".join(missing)
            return Check(
                rule=self.id,
                passed=False,
                required=to_jsonable_python(required),
                missing=missing,
                message=Text(
                    zh=f"尚不能判断:{self.title.zh}。平台缺少相关资料。",
                    en=f"It is not known whether this holds: {self.title.en}. The platform lacks the facts.",
                ),
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

    def _missing(self, case: Case, policy: Policy) -> tuple[str, ...]:
        missing = tuple(path for path in self.reads + self.reads_under(policy) if fact_at(case, path) is None)
        if missing or any(fact_at(case, path) is not None for path in self.reads_one_of):
            return missing
        return self.reads_one_of


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


def is_known(party: str) -> Callable[[Case, Policy], Any]:
    """Whether anything was ever reported of the case's party (`creator`)."""
    return lambda case, _policy: fact_at(case, party) is not None


def parameter(name: str) -> Callable[[Case, Policy], Any]:
    """What a rule requires where that is a parameter of the policy as it stands."""
    return lambda _case, policy: getattr(policy, name)


def always(value: Any) -> Callable[[Case, Policy], Any]:
    """What a rule requires where that depends on nothing."""
    return lambda _case, _policy: value


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
