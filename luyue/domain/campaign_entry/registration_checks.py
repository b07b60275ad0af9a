"""The checks of a registration that hang on more than facts: its moment, and what was entered before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from luyue.domain.evaluation import Check
from luyue.domain.facts import Campaign, Delisting, Facts
from luyue.domain.messages import Text, Violation
from luyue.domain.rulebook import closing, delisted
from luyue.domain.rulebook.beside import BESIDE

_TITLES = {rule.id: rule.title for rule in BESIDE}


def in_time(campaign: Campaign, at: datetime, *, was_rejected: bool) -> Check:
    """CE-01: while registration is open, and the campaign not over.

    CE-04: a merchant of which a product was rejected may register another one until the campaign's end.
    """
    begins_at = campaign.registration.begins_at
    ends_at = campaign.event.ends_at if was_rejected else min(campaign.registration.ends_at, campaign.event.ends_at)
    required = {"from": begins_at.isoformat(), "before": ends_at.isoformat()}
    if at < begins_at:
        why = (
            Text(zh="活动报名尚未开始。", en="Registration for the campaign has not begun."),
            Text(zh="请在报名开始后再报名。", en="Register once it has begun."),
        )
    elif at < ends_at:
        why = None
    elif at < campaign.event.ends_at:
        why = (
            Text(zh="活动报名已结束。", en="Registration for the campaign is over."),
            Text(
                zh="报名结束后,仅有商品未通过审核的商家可另选商品报名。请选择其他活动。",
                en="From then on only merchants of which a product was rejected at review may register another one: "
                "choose another campaign.",
            ),
        )
    else:
        why = (
            Text(zh="活动已结束。", en="The campaign is over."),
            Text(zh="请选择其他活动。", en="Choose another campaign."),
        )
    return _check("CE-01", at.isoformat(), required, why)


def acknowledged(rules_acknowledged: bool) -> Check:
    """CE-02: the merchant knows the campaign's rules and accepts them."""
    why = (
        Text(zh="商家未确认活动规则。", en="The merchant has not acknowledged the campaign's rules."),
        Text(zh="请阅读并确认活动规则后再报名。", en="Read and acknowledge the rules, then register."),
    )
    return _check("CE-02", rules_acknowledged, True, None if rules_acknowledged else why)


def own_product(owner: str | None, merchant_id: str) -> Check:
    """CE-02: a merchant registers products of its own. `owner` is None where the product is not known."""
    if owner is None:
        title = _TITLES["CE-02.own_product"]
        return Check(
            rule="CE-02.own_product",
            passed=False,
            required=merchant_id,
            missing=("product.merchant_id",),
            message=Text(
                zh=f"尚不能判断:{title.zh}。平台没有该商品的资料。",
                en=f"It is not known whether this holds: {title.en}. The platform does not know the product.",
            ),
            remedy=Text(zh="请先在平台发布该商品。", en="Publish the product on the platform first."),
        )
    why = (
        Text(zh="该商品不属于报名的商家。", en="The product belongs to another merchant."),
        Text(zh="请选择本店商品报名。", en="Register a product of the own shop."),
    )
    return _check("CE-02.own_product", owner, merchant_id, None if owner == merchant_id else why)


def no_other_entry(is_free: bool) -> Check:
    """CE-02: one open entry a product and campaign."""
    why = (
        Text(zh="该商品在本活动中已有进行中的报名。", en="The product has an open entry in this campaign."),
        Text(zh="请等待该报名的结果,或先退出该报名。", en="Wait for what becomes of that entry, or leave it first."),
    )
    return _check("CE-02.one_entry", 0 if is_free else 1, 0, None if is_free else why)


def not_rejected_before(is_new: bool) -> Check:
    """CE-04: after a rejection it is another product that may be registered."""
    why = (
        Text(zh="该商品在本活动的审核中未通过。", en="The product was rejected at this campaign's review."),
        Text(zh="请另选商品报名。", en="Choose another product."),
    )
    return _check("CE-04", 0 if is_new else 1, 0, None if is_new else why)


def still_sold(delisting: Delisting | None) -> Check:
    """MA-05: what is delisted enters no campaign."""
    return delisted.not_delisted(
        delisting,
        Text(
            zh="请另选商品报名,或待该商品恢复上架后再报名。",
            en="Choose another product, or wait until this one is relisted.",
        ),
    )


def shop_stays_open(merchant_id: str, facts: Facts) -> Check:
    """IX-28: a shop that is closing takes on nothing new."""
    return closing.not_closing(
        merchant_id,
        facts,
        Text(
            zh="您的店铺正在关闭或已关闭,不可报名活动。", en="Your shop is closing or closed: it can't enter campaigns."
        ),
        Text(zh="闭店期间请完成已有的申请和订单。", en="Finish the requests and orders that are open."),
    )


def irreparable(violations: Sequence[Violation]) -> str | None:
    """The rule of a violation that the merchant cannot put right, so that the product is not to be registered again.

    CE-01 where registration was over, CE-04, IX-28; None: there is none.
    """
    return next((one.rule for one in violations if one.rule in ("CE-04", closing.ID) or _is_too_late(one)), None)


def _is_too_late(violation: Violation) -> bool:
    if violation.rule != "CE-01":
        return False
    observed, required = violation.observed, violation.required
    return datetime.fromisoformat(observed) >= datetime.fromisoformat(required["before"])


def _check(rule: str, observed: Any, required: Any, why: tuple[Text, Text] | None) -> Check:
    """A verdict; `why` says what is wrong and what would help, where it is no."""
    message, remedy = why or (_TITLES[rule], None)
    return Check(rule=rule, passed=why is None, observed=observed, required=required, message=message, remedy=remedy)
