"""How risky a creator is: points from its record and the platform's own flag (SR-01)."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from luyue.domain.facts import Mark, OnRecord
from luyue.domain.messages import Text, Value
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule

MOST_NAMED = 20
"""An evaluation goes on record itself: it does not grow with the creator's."""


class RiskReason(Value):
    """What added points, and how many. `stated` are the platform's own reasons for its flag.

    `entries` are the newest of those counted that stand on the creator's own record, up to `MOST_NAMED`; without any
    they are left out, as they were before there were names.
    """

    code: Literal["breaches", "disputes_lost", "medium_flag", "high_flag"]
    count: int
    points: int
    stated: tuple[str, ...] = ()
    entries: tuple[OnRecord, ...] = Field(default=(), exclude_if=lambda entries: not entries)


class Assessment(Value):
    """A creator's risk; no reasons: nothing speaks against the creator."""

    level: Literal["low", "medium", "high"]
    points: int
    reasons: tuple[RiskReason, ...] = ()


def assess(case: Case, policy: Policy) -> Assessment:
    """SR-01: the risk of the case's creator; disputes lost and flags that were not reported count as none."""
    found = (_breaches(case, policy), _disputes_lost(case, policy), *_flags(case, policy))
    reasons = tuple(reason for reason in found if reason.points > 0)
    points = sum(reason.points for reason in reasons)
    return Assessment(level=_level(points, policy), points=points, reasons=reasons)


def _breaches(case: Case, policy: Policy) -> RiskReason:
    """A default is a breach too: of an order."""
    found = _marked(case, "breach", "default")
    points = len(found) * policy.risk_points_per_breach
    return RiskReason(code="breaches", count=len(found), points=points, entries=_named(found))


def _disputes_lost(case: Case, policy: Policy) -> RiskReason:
    """Those that the platform reports, and those that were ruled here."""
    found = _marked(case, "dispute_lost")
    reported = case.creator.disputes_lost if case.creator is not None else None
    count = len(found) + (reported or 0)
    points = count * policy.risk_points_per_dispute_lost
    return RiskReason(code="disputes_lost", count=count, points=points, entries=_named(found))


def _marked(case: Case, *marks: Mark) -> list[OnRecord]:
    return [entry for entry in case.record if entry.what in marks]


def _named(found: Sequence[OnRecord]) -> tuple[OnRecord, ...]:
    return tuple(entry for entry in found if entry.stream is not None)[-MOST_NAMED:]


def _flags(case: Case, policy: Policy) -> list[RiskReason]:
    flag = case.creator.risk if case.creator is not None else None
    if flag is not None and flag.level == "medium":
        points = policy.risk_points_of_medium_flag
        return [RiskReason(code="medium_flag", count=1, points=points, stated=flag.reasons)]
    if flag is not None and flag.level == "high":
        points = policy.risk_points_of_high_flag
        return [RiskReason(code="high_flag", count=1, points=points, stated=flag.reasons)]
    return []


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
        zh="您的账号被评估为高风险:样品申请与合作订单的违约、败诉的纠纷与平台风险标记的合计分值已达到上限,暂不能申请样品。",
        en="Your account is assessed as high risk: breaches of sample requests and cooperation orders, disputes lost "
        "and the platform's own flag add up to too many points for samples to be requested.",
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
    reads_if_known=("record", "creator.risk", "creator.disputes_lost", "risk_waiver", "at"),
)
"""Refuses a high risk, unless ops lifted it for the time of the case (until inclusive)."""
