"""CE-06: no severe fake trading within the last months, by the Beijing calendar."""

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from luyue.domain.messages import Text
from luyue.domain.notices import BEIJING
from luyue.domain.policy import Policy
from luyue.domain.rulebook.campaign_rule import CAMPAIGN_SOURCE
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, fact


def clean_since(at: datetime, months: int) -> datetime:
    """From when on there may be no finding: the start of the Beijing day so many months before `at`'s, in UTC.

    **A** That day counts whole, so a finding exactly three months old to the day is one too many. A day that
    the earlier month does not have is its last: three months before 31 May is the end of February.
    """
    today = at.astimezone(BEIJING).date()
    year, month_before_its_first = divmod(today.year * 12 + today.month - 1 - months, 12)
    month = month_before_its_first + 1
    day = min(today.day, calendar.monthrange(year, month)[1])
    return datetime.combine(date(year, month, day), time(), BEIJING).astimezone(UTC)


def _required(case: Case, policy: Policy) -> Mapping[str, Any]:
    return {"none_since": clean_since(case.at, policy.fake_trading_months)}


FAKE_TRADING = Rule(
    id="CE-06.fake_trading",
    title=Text(
        zh="近期无严重虚假交易(含关联账号)",
        en="No severe fake trading lately, related accounts included",
    ),
    message=Text(
        zh="商家或其关联账号近期有严重虚假交易行为。",
        en="The merchant or a related account was lately found to have severely faked trades.",
    ),
    remedy=Text(
        zh="请停止虚假交易;自最近一次认定之日起超过规定的月数后方可报名。",
        en="Stop it; registering is possible once the latest finding is more than the required months ago.",
    ),
    source=CAMPAIGN_SOURCE,
    reads=("merchant.severe_fake_trading",),
    parameters=("fake_trading_months",),
    observed=fact("merchant.severe_fake_trading"),
    required=_required,
    holds=lambda findings, required: all(finding.found_at < required["none_since"] for finding in findings),
    reads_if_known=("at",),
)
