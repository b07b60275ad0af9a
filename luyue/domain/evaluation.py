"""What an evaluation says: what each rule saw and wanted, and who may read it again in two years."""

from collections.abc import Mapping, Set
from typing import Any

from luyue.domain.messages import Text, Value, Violation


class Check(Value):
    """What one rule said: what it saw and what it wanted, as JSON. `missing` names facts that were not reported.

    `message` is the rule's title where it passed, and what the one concerned reads where it did not: what is wrong or,
    where facts are missing, that the platform does not know.
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

    def kept(self, newer: Set[str] = frozenset()) -> "Evaluation":
        """As it goes on record: words only where a rule did not pass.

        Rules that are `newer` than evaluations on record are left out where they passed, as they are there.
        """
        short = tuple(
            check.model_copy(update={"message": None}) if check.passed else check
            for check in self.checks
            if not (check.passed and check.rule in newer)
        )
        return self.model_copy(update={"checks": short})
