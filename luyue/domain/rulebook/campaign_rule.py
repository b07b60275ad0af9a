"""What the rules on campaigns' products and merchants have in common: most of them hold one fact to one requirement."""

import operator
from collections.abc import Callable, Sequence
from typing import Any

from luyue.domain.categories import category_code
from luyue.domain.messages import Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, always, fact, fact_at, parameter

CAMPAIGN_SOURCE = "001"


def of_policy(
    rule_id: str,
    path: str,
    name: str,
    holds: Callable[[Any, Any], bool],
    title: Text,
    message: Text,
    remedy: Text,
) -> Rule:
    """A rule that compares the fact at a path with the parameter of the policy so named."""
    return Rule(
        id=rule_id,
        title=title,
        message=message,
        remedy=remedy,
        source=CAMPAIGN_SOURCE,
        reads=(path,),
        parameters=(name,),
        observed=fact(path),
        required=parameter(name),
        holds=holds,
    )


def of_flag(rule_id: str, path: str, wanted: bool, title: Text, message: Text, remedy: Text) -> Rule:
    """A rule that wants the fact at a path to be true, or to be false."""
    return Rule(
        id=rule_id,
        title=title,
        message=message,
        remedy=remedy,
        source=CAMPAIGN_SOURCE,
        reads=(path,),
        parameters=(),
        observed=fact(path),
        required=always(wanted),
        holds=operator.eq,
    )


def of_category(rule_id: str, path: str, title: Text, message: Text, remedy: Text) -> Rule:
    """A rule that wants the category at a path to be one that the campaign, or else the policy, admits.

    Names, aliases and codes of a category are the same to it.
    """
    category = fact(path)
    return Rule(
        id=rule_id,
        title=title,
        message=message,
        remedy=remedy,
        source=CAMPAIGN_SOURCE,
        reads=(path,),
        parameters=("campaign_categories",),
        observed=lambda case, policy: category_code(category(case, policy)),
        required=_admitted_categories,
        holds=lambda code, admitted: code in admitted,
        reads_if_known=("campaign.categories",),
    )


def _admitted_categories(case: Case, policy: Policy) -> Sequence[str]:
    of_campaign = fact_at(case, "campaign.categories")
    names = policy.campaign_categories if of_campaign is None else of_campaign
    return tuple(category_code(name) for name in names)
