"""The alliance's standards for merchants and products (SR-02). Both come as facts, with the platform's reasons."""

import operator
from collections.abc import Mapping
from typing import Any

from luyue.domain.messages import Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, always, fact, fact_at

_CHOOSE_ANOTHER = Text(zh="请选择其他商品申请样品。", en="Choose another product to request a sample of.")


def _is_met(observed: Mapping[str, Any], required: Mapping[str, Any]) -> bool:
    return bool(observed["met"] == required["met"])


def _merchants_standard(case: Case, _policy: Policy) -> dict[str, Any]:
    return {
        "met": fact_at(case, "merchant.meets_alliance_standard"),
        "reasons": fact_at(case, "merchant.alliance_standard_reasons"),
    }


def _products_standard(case: Case, _policy: Policy) -> dict[str, Any]:
    return {
        "met": fact_at(case, "product.meets_alliance_standard"),
        "reasons": fact_at(case, "product.alliance_standard_reasons"),
    }


SHOP_OPENED = Rule(
    id="SR-02.shop_opened",
    title=Text(zh="商家已开立店铺", en="The merchant has opened a shop"),
    message=Text(zh="该商品的商家尚未开立店铺。", en="The product's merchant has not opened a shop."),
    remedy=_CHOOSE_ANOTHER,
    source="000",
    reads=("merchant.shop_opened",),
    parameters=(),
    observed=fact("merchant.shop_opened"),
    required=always(True),
    holds=operator.eq,
)

MERCHANT_STANDARD = Rule(
    id="SR-02.merchant_standard",
    title=Text(zh="商家符合精选联盟的商家标准", en="The merchant meets the alliance's standard"),
    message=Text(
        zh="该商品的商家不符合精选联盟的商家标准。",
        en="The product's merchant does not meet the alliance's standard for merchants.",
    ),
    remedy=_CHOOSE_ANOTHER,
    source="000",
    reads=("merchant.meets_alliance_standard",),
    parameters=(),
    observed=_merchants_standard,
    required=always({"met": True}),
    holds=_is_met,
    reads_if_known=("merchant.alliance_standard_reasons",),
)

PRODUCT_STANDARD = Rule(
    id="SR-02.product_standard",
    title=Text(zh="商品符合精选联盟的商品标准", en="The product meets the alliance's standard"),
    message=Text(
        zh="该商品不符合精选联盟的商品标准。", en="The product does not meet the alliance's standard for products."
    ),
    remedy=_CHOOSE_ANOTHER,
    source="000",
    reads=("product.meets_alliance_standard",),
    parameters=(),
    observed=_products_standard,
    required=always({"met": True}),
    holds=_is_met,
    reads_if_known=("product.alliance_standard_reasons",),
)

IN_ALLIANCE = Rule(
    id="SR-02.in_alliance",
    title=Text(zh="商品已发布在精选联盟", en="The product is published in the alliance"),
    message=Text(zh="该商品未发布在精选联盟。", en="The product is not published in the alliance."),
    remedy=_CHOOSE_ANOTHER,
    source="000",
    reads=("product.in_alliance",),
    parameters=(),
    observed=fact("product.in_alliance"),
    required=always(True),
    holds=operator.eq,
)

ALLIANCE = (SHOP_OPENED, MERCHANT_STANDARD, PRODUCT_STANDARD, IN_ALLIANCE)
"""SR-02"""
