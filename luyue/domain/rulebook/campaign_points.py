"""CE-06: the violation points of this year, by the Beijing calendar."""

import operator
from typing import Any

from luyue.domain.messages import Text
from luyue.domain.notices import BEIJING
from luyue.domain.policy import Policy
from luyue.domain.rulebook.campaign_rule import CAMPAIGN_SOURCE
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, fact_at, parameter


def _points(case: Case, _policy: Policy) -> Any:
    """**A** Points of an earlier year than the case's count as none: they are cleared with the year.

    Points that name no year are the case's year's; those of a later one, from a clock ahead, count as they are.
    """
    of_year = fact_at(case, "merchant.violation_points_year")
    if of_year is not None and of_year < case.at.astimezone(BEIJING).year:
        return 0
    return fact_at(case, "merchant.violation_points_this_year")


VIOLATION_POINTS = Rule(
    id="CE-06.violation_points",
    title=Text(zh="本年度违规扣分在限度内", en="This year's violation points are few enough"),
    message=Text(
        zh="商家本年度累计违规扣分已达上限。", en="The merchant's violation points this year reach the limit."
    ),
    remedy=Text(
        zh="请避免再次违规;扣分于次年清零后方可报名。",
        en="Avoid further violations; registering is possible once the points are cleared with the year.",
    ),
    source=CAMPAIGN_SOURCE,
    reads=("merchant.violation_points_this_year",),
    parameters=("violation_points_below",),
    observed=_points,
    required=parameter("violation_points_below"),
    holds=operator.lt,
    reads_if_known=("merchant.violation_points_year", "at"),
)
