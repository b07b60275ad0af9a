"""The checklist of an enterprise account and its shop: what is there already, and what is missing (MA-07)."""

from collections.abc import Mapping
from typing import Literal

from luyue.domain.merchant_account.state import Enterprise

Standing = Literal["missing", "provided", "under_review", "approved", "rejected"]

ITEMS = ("name", "industry", "contact", "business_licence", "logo", "background", "introduction")


def checklist(enterprise: Enterprise) -> Mapping[str, Standing]:
    """How each item stands. MA-07"""
    given: Mapping[str, object] = {
        "name": enterprise.name,
        "industry": enterprise.industry,
        "contact": enterprise.contact_id,
        "logo": enterprise.logo,
        "background": enterprise.background,
        "introduction": enterprise.introduction,
    }
    return {item: _licence(enterprise) if item == "business_licence" else _standing(given[item]) for item in ITEMS}


def is_complete(enterprise: Enterprise) -> bool:
    """Whether nothing is missing and the business licence is approved. MA-07"""
    return all(standing in ("provided", "approved") for standing in checklist(enterprise).values())


def _standing(given: object) -> Standing:
    return "missing" if given is None else "provided"


def _licence(enterprise: Enterprise) -> Standing:
    if enterprise.licence is None:
        return "missing"
    match enterprise.licence_approved:
        case None:
            return "under_review"
        case True:
            return "approved"
        case False:
            return "rejected"
