"""Refusals as they travel to the workflow and to whoever sent the command."""

from typing import Any

from luyue.domain.messages import Refusal, Text, Violation
from luyue.domain.policy import Policy
from luyue.workflows.messages import Refused, Violated

LONGEST_FIELD = 64


def refused(refusal: Refusal, policy: Policy) -> Refused:
    """A refusal as it travels."""
    return Refused(
        code=refusal.code,
        violations=tuple(
            Violated(**(violation.model_dump(mode="json") | {"policy_version": policy.version}))
            for violation in refusal.violations
        ),
    )


def refused_as(code: str, rule: str, zh: str, en: str, observed: Any = None, required: Any = None) -> Refused:
    """A refusal that no rule of a kind makes."""
    violated = Violated(rule=rule, message={"zh": zh, "en": en}, observed=observed, required=required)
    return Refused(code=code, violations=(violated,))


def field_violation(error: Any) -> Violation:
    field = ".".join(str(part) for part in error["loc"])[:LONGEST_FIELD] or "body"
    return Violation(
        rule=f"field:{field}",
        message=Text(zh=f"字段 {field} 无效:{error['msg']}", en=f"{field}: {error['msg']}"),
    )
