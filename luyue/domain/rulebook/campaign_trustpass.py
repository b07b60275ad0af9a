"""CE-06: the merchant's TrustPass (诚信通). That there is one and that it is valid are two rules, since only one that
exists has a date to ask for."""

from luyue.domain.messages import Text
from luyue.domain.rulebook.campaign_rule import CAMPAIGN_SOURCE
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, always, fact


def _may_have_one(case: Case) -> bool:
    return case.merchant is None or case.merchant.trustpass != "none"


TRUSTPASS = Rule(
    id="CE-06.trustpass",
    title=Text(zh="已注册诚信通(企业或个人)", en="TrustPass is registered, as an enterprise or a person"),
    message=Text(zh="商家未注册诚信通。", en="The merchant has not registered TrustPass."),
    remedy=Text(zh="请注册企业诚信通或个人诚信通。", en="Register the enterprise or the personal TrustPass."),
    source=CAMPAIGN_SOURCE,
    reads=("merchant.trustpass",),
    parameters=(),
    observed=fact("merchant.trustpass"),
    required=always(("enterprise", "personal")),
    holds=lambda kind, kinds: kind in kinds,
)

TRUSTPASS_VALID = Rule(
    id="CE-06.trustpass_valid",
    title=Text(zh="诚信通在有效期内", en="TrustPass is valid"),
    message=Text(zh="商家的诚信通已过期。", en="The merchant's TrustPass has expired."),
    remedy=Text(zh="请续费诚信通后再报名。", en="Renew TrustPass, then register again."),
    source=CAMPAIGN_SOURCE,
    reads=("merchant.trustpass_valid_until",),
    parameters=(),
    observed=fact("merchant.trustpass_valid_until"),
    required=lambda case, _policy: case.at,
    holds=lambda until, at: at <= until,
    applies=_may_have_one,
    applies_when=Text(zh="未注册诚信通的商家除外", en="All but merchants known to have no TrustPass"),
    reads_if_known=("merchant.trustpass", "at"),
)
