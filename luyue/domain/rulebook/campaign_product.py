"""CE-05: what a product must meet to enter a campaign, one rule a condition."""

import operator
from collections.abc import Mapping
from typing import Any

from luyue.domain.messages import Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook.campaign_rule import CAMPAIGN_SOURCE, of_category, of_flag, of_policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, fact_at


def _freight(case: Case, _policy: Policy) -> Mapping[str, Any]:
    return {name: fact_at(case, f"product.{name}") for name in ("freight_free", "not_freight_free_regions")}


def _freight_required(case: Case, policy: Policy) -> Mapping[str, Any]:
    of_campaign = fact_at(case, "campaign.not_freight_free_regions")
    regions = policy.not_freight_free_regions if of_campaign is None else of_campaign
    return {"freight_free": True, "not_freight_free_regions": regions}


def _freight_free_enough(observed: Mapping[str, Any], required: Mapping[str, Any]) -> bool:
    excepted, allowed = observed["not_freight_free_regions"], required["not_freight_free_regions"]
    return bool(observed["freight_free"]) and set(excepted) <= set(allowed)


def _guaranteed_within(hours: int, at_most: int) -> bool:
    # A guarantee of zero hours can only mean that there is none.
    return 1 <= hours <= at_most


PRODUCT_RULES = (
    of_flag(
        "CE-05.dropship",
        "product.dropship",
        True,
        title=Text(zh="商品支持一件代发", en="The product is offered for dropshipping"),
        message=Text(zh="商品不支持一件代发。", en="The product is not offered for dropshipping."),
        remedy=Text(zh="请为该商品开通一件代发。", en="Open the product for dropshipping."),
    ),
    Rule(
        id="CE-05.freight_free",
        title=Text(zh="商品代发包邮", en="The product is dropshipped free of freight"),
        message=Text(
            zh="商品代发不包邮,或不包邮地区超出活动允许的范围。",
            en="The product is not free of freight, or charges it in regions where the campaign does not allow that.",
        ),
        remedy=Text(
            zh="请将运费模板设为包邮,不包邮地区仅限活动允许的地区。",
            en="Set the freight template to free, except in the regions that the campaign allows.",
        ),
        source=CAMPAIGN_SOURCE,
        reads=("product.freight_free", "product.not_freight_free_regions"),
        parameters=("not_freight_free_regions",),
        observed=_freight,
        required=_freight_required,
        holds=_freight_free_enough,
        reads_if_known=("campaign.not_freight_free_regions",),
    ),
    of_policy(
        "CE-05.shipping_guarantee",
        "product.shipping_guarantee_hours",
        "shipping_guarantee_at_most",
        _guaranteed_within,
        title=Text(zh="商品有发货时效保障", en="The product has a shipping guarantee"),
        message=Text(
            zh="商品没有发货时效保障,或承诺的发货时间过长。",
            en="The product has no shipping guarantee, or one of too many hours.",
        ),
        remedy=Text(
            zh="请为该商品报名时限不超过要求的发货保障服务。",
            en="Sign the product up for a shipping guarantee of no more hours than required.",
        ),
    ),
    of_policy(
        "CE-05.pickup_rate",
        "product.pickup_rate_48h",
        "pickup_rate_minimum",
        operator.ge,
        title=Text(zh="近 30 天 48 小时揽收率达标", en="The 48-hour pickup rate of the last 30 days is high enough"),
        message=Text(
            zh="商品近 30 天 48 小时揽收率低于要求。",
            en="The product's 48-hour pickup rate of the last 30 days is below what is required.",
        ),
        remedy=Text(
            zh="请加快发货,待揽收率达到要求后再报名。",
            en="Hand parcels over sooner, and register again once the rate reaches what is required.",
        ),
    ),
    of_flag(
        "CE-05.alipay_escrow",
        "product.alipay_escrow",
        True,
        title=Text(zh="商品支持支付宝担保交易", en="The product is sold through Alipay escrow"),
        message=Text(zh="商品不支持支付宝担保交易。", en="The product is not sold through Alipay escrow."),
        remedy=Text(zh="请为该商品开通支付宝担保交易。", en="Open Alipay escrow for the product."),
    ),
    of_policy(
        "CE-05.no_reason_return",
        "product.no_reason_return_days",
        "no_reason_return_minimum",
        operator.ge,
        title=Text(zh="商品的无理由退货天数达标", en="The product can be returned for no reason for long enough"),
        message=Text(
            zh="商品的无理由退货天数少于要求。",
            en="The product can be returned for no reason for fewer days than required.",
        ),
        remedy=Text(
            zh="请将该商品的无理由退货天数设为不少于要求的天数。",
            en="Offer returns for no reason for at least the days required.",
        ),
    ),
    of_policy(
        "CE-05.ewaybill",
        "product.ewaybill_channels",
        "ewaybill_channels",
        lambda supported, wanted: set(wanted) <= set(supported),
        title=Text(zh="商品支持所需渠道的电子面单", en="The e-waybills of every channel required are supported"),
        message=Text(
            zh="商品未支持全部所需渠道的电子面单。",
            en="The product does not support the e-waybills of every channel required.",
        ),
        remedy=Text(
            zh="请开通所有所需渠道的电子面单。",
            en="Enable the e-waybills of every channel required.",
        ),
    ),
    of_category(
        "CE-05.category",
        "product.category",
        title=Text(zh="商品类目在活动范围内", en="The product's category is on the campaign's list"),
        message=Text(zh="商品类目不在活动范围内。", en="The product's category is not on the campaign's list."),
        remedy=Text(
            zh="请选择活动范围内类目的商品报名。",
            en="Register a product whose category is on the campaign's list.",
        ),
    ),
)
