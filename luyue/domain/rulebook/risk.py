"""How risky a creator is: points from its record and the platform's own flag (SR-01)."""

from collections.abc import Mapping
from typing import Any, Literal

from luyue.domain.messages import Text, Value
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule


class RiskReason(Value):
    """What added points, and how many. `stated` are the platform's own reasons for its flag."""

    code: Literal["breaches", "disputes_lost", "medium_flag", "high_flag"]
    count: int
    points: int
    stated: tuple[str, ...] = ()


class Assessment(Value):
    """A creator's risk; no reasons: nothing speaks against the creator."""

    level: Literal["low", "medium", "high"]
    points: int
    reasons: tuple[RiskReason, ...] = ()


def assess(case: Case, policy: Policy) -> Assessment:
    """SR-01: the risk of the case's creator; disputes lost and flags that were not reported count as none."""
    reasons = tuple(reason for reason in (_breaches(case, policy), *_reported(case, policy)) if reason.points > 0)
    points = sum(reason.points for reason in reasons)
    return Assessment(level=_level(points, policy), points=points, reasons=reasons)


def _breaches(case: Case, policy: Policy) -> RiskReason:
    return RiskReason(code="breaches", count=case.breaches, points=case.breaches * policy.risk_points_per_breach)


def _reported(case: Case, policy: Policy) -> list[RiskReason]:
    creator = case.creator
    if creator is None:
        return []
    lost = creator.disputes_lost or 0
    found = [RiskReason(code="disputes_lost", count=lost, points=lost * policy.risk_points_per_dispute_lost)]
    if creator.risk is not None and creator.risk.level == "medium":
        points = policy.risk_points_of_medium_flag
        found.append(RiskReason(code="medium_flag", count=1, points=points, stated=creator.risk.reasons))
    if creator.risk is not None and creator.risk.level == "high":
        points = policy.risk_points_of_high_flag
        found.append(RiskReason(code="high_flag", count=1, points=points, stated=creator.risk.reasons))
    return found


def _level(points: int, policy: Policy) -> Literal["low", "medium", "high"]:
    if points >= policy.risk_high_from:
        return "high"
    return "medium" if points >= policy.risk_medium_from else "low"


def _waived(case: Case) -> bool:
    waiver = case.risk_waiver
    return waiver is not None and waiver.waived and (waiver.until is None or case.at <= waiver.until)


def _observed(case: Case, policy: Policy) -> dict[str, Any]:
    return {**assess(case, policy).model_dump(), "waived": _waived(case)}


def _required(_case: Case, policy: Policy) -> dict[str, Any]:
    return {"points_below": policy.risk_high_from, "or_waived": True}


def _holds(observed: Mapping[str, Any], required: Mapping[str, Any]) -> bool:
    return bool(observed["waived"] or observed["points"] < required["points_below"])


RISK = Rule(
    id="SR-01",
    title=Text(zh="创作者风险评估未达到高风险", en="The creator's risk is not high"),
    message=Text(
        zh="您的账号被评估为高风险:样品履约违约、败诉的纠纷与平台风险标记的合计分值已达到上限,暂不能申请样品。",
        en="Your account is assessed as high risk: breaches of sample requests, disputes lost and the platform's own "
        "flag add up to too many points for samples to be requested.",
    ),
    remedy=Text(
        zh="各项原因及分值见评估结果;如有异议,请联系平台复核,平台可解除限制。",
        en="The assessment lists each reason with its points; if one is wrong, ask the platform for a review: "
        "it can lift the restriction.",
    ),
    source="000",
    reads=("creator",),
    parameters=(
        "risk_points_per_breach",
        "risk_points_per_dispute_lost",
        "risk_points_of_medium_flag",
        "risk_points_of_high_flag",
        "risk_medium_from",
        "risk_high_from",
    ),
    observed=_observed,
    required=_required,
    holds=_holds,
    reads_if_known=("breaches", "creator.risk", "creator.disputes_lost", "risk_waiver", "at"),
)
"""Refuses a high risk, unless ops lifted it for the time of the case (until inclusive)."""
