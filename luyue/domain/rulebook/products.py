"""What is wanted of a product that samples are asked of (SR-03 to SR-05), and where a showcase's come from (CA-04)."""

import operator
from collections.abc import Mapping
from typing import Any

from luyue.domain.messages import Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, always, fact, fact_at, is_known, parameter


def _traits_that_matter(policy: Policy) -> tuple[str, ...]:
    return tuple(f"product.{trait}" for trait in policy.unsupported_product_traits)


def _traits(case: Case, policy: Policy) -> dict[str, bool]:
    return {trait: fact_at(case, f"product.{trait}") for trait in policy.unsupported_product_traits}


def _no_trait(_case: Case, policy: Policy) -> dict[str, bool]:
    return dict.fromkeys(policy.unsupported_product_traits, False)


def _offer(case: Case, _policy: Policy) -> dict[str, Any]:
    return {
        "merchants_choice": fact_at(case, "sample_offer.offers_samples"),
        "published_at": fact_at(case, "product.published_at"),
    }


def _chosen_or_there_at_launch(_case: Case, policy: Policy) -> dict[str, Any]:
    return {"merchants_choice": True, "or_unchosen_and_published_until": policy.service_launched_at}


def _offers_samples(offer: Mapping[str, Any], required: Mapping[str, Any]) -> bool:
    if offer["merchants_choice"] is not None:
        return bool(offer["merchants_choice"] == required["merchants_choice"])
    published = offer["published_at"]
    return bool(published is not None and published <= required["or_unchosen_and_published_until"])


KNOWN_PRODUCT = Rule(
    id="SR-05.known_product",
    title=Text(zh="平台已有该商品的资料", en="The product is known to the platform"),
    message=Text(zh="平台尚无该商品的资料。", en="The product is not known to the platform."),
    remedy=Text(zh="请确认商品编号,或选择其他商品。", en="Check the product's id, or choose another product."),
    source="000",
    reads=(),
    parameters=(),
    observed=is_known("product"),
    required=always(True),
    holds=operator.eq,
    reads_if_known=("product",),
)

TRAITS = Rule(
    id="SR-03",
    title=Text(zh="商品类型支持样品服务", en="The product is of a kind that samples are supported for"),
    message=Text(
        zh="跨境、虚拟等类型的商品暂不支持样品服务。",
        en="Samples of products such as cross-border or virtual ones are not supported for now.",
    ),
    remedy=Text(zh="请选择其他商品申请样品。", en="Choose another product to request a sample of."),
    source="000",
    reads=(),
    parameters=("unsupported_product_traits",),
    observed=_traits,
    required=_no_trait,
    holds=operator.eq,
    reads_under=_traits_that_matter,
)

OFFERS_SAMPLES = Rule(
    id="SR-05.offers_samples",
    title=Text(zh="商品已开通样品服务", en="The product offers samples"),
    message=Text(zh="该商品未开通样品服务。", en="The product offers no samples."),
    remedy=Text(zh="请选择标有“免费申样”的商品。", en="Choose a product that offers free samples."),
    source="000",
    reads=("product",),
    parameters=("service_launched_at",),
    observed=_offer,
    required=_chosen_or_there_at_launch,
    holds=_offers_samples,
    reads_one_of=("sample_offer.offers_samples", "product.published_at"),
)
"""SR-04: the merchant's choice; unchosen, only a product known to have been published by the launch offers samples."""

SOURCE = Rule(
    id="CA-04.source",
    title=Text(zh="商品来源受支持", en="The product's source is supported"),
    message=Text(zh="暂不支持添加该来源的商品。", en="Products of this source cannot be added."),
    remedy=Text(zh="请从受支持的来源中选择商品。", en="Choose a product of a supported source."),
    source="002",
    reads=("product.source",),
    parameters=("product_sources",),
    observed=fact("product.source"),
    required=parameter("product_sources"),
    holds=lambda source, sources: source in sources,
)

OWN_SHOP = Rule(
    id="CA-04.own_shop",
    title=Text(zh="小店商品属于已绑定的小店", en="An own shop's product is of the shop bound to the account"),
    message=Text(
        zh="该商品所属的小店未与您的账号绑定。", en="The shop that sells this product is not bound to your account."
    ),
    remedy=Text(zh="请先将小店与您的账号绑定。", en="Bind the shop to your account first."),
    source="002",
    reads=("creator.bound_shop_id",),
    parameters=(),
    observed=fact("creator.bound_shop_id"),
    required=fact("product.merchant_id"),
    holds=operator.eq,
    applies=lambda case: fact_at(case, "product.source") == "own_shop",
    applies_when=Text(zh="仅适用于小店商品", en="Products of an own shop only"),
    reads_if_known=("product.merchant_id", "product.source"),
)
