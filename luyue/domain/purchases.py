"""What a buyer may buy: a SKU's limits (MA-01), blacklists (MA-02), delistings (MA-05), closing shops (IX-28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from luyue.domain.categories import category_code
from luyue.domain.evaluation import Check
from luyue.domain.facts import Delisting
from luyue.domain.facts.numbers import Count
from luyue.domain.messages import Identifier, Text, Value, Violation
from luyue.domain.policy import Policy, Positive
from luyue.domain.rulebook import closing, delisted
from luyue.domain.rulebook.beside import BESIDE

_TITLES = {rule.id: rule.title for rule in BESIDE}

Pieces = Annotated[Positive, Field(description="In pieces.")]


class PurchaseLimits(Value):
    """What the merchant has set, in pieces; None: unlimited in all, the category's recommendation an order, 1 at least.

    MA-01
    """

    cumulative_limit: Pieces | None = None
    per_order_limit: Pieces | None = None
    minimum: Pieces | None = None


class Sku(PurchaseLimits):
    """A product's variant as it is sold, with how many there are."""

    merchant_id: Identifier
    product_id: Identifier
    stock: Count


@dataclass(frozen=True)
class Wish:
    """What a buyer wants, beside what is known of it; counts are in pieces.

    `category` and `delisting` are the product's, `bought` is what this buyer has bought of the SKU so far.
    """

    sku: Sku
    category: str | None
    quantity: int
    bought: int
    is_blacklisted: bool
    shop_is_closing: bool
    delisting: Delisting | None


def recommended_per_order(category: str | None, policy: Policy) -> int:
    """How many pieces an order may have where the merchant set no limit. MA-01"""
    return policy.per_order_limits.get(category_code(category or ""), policy.per_order_limit_otherwise)


def limits_at_odds(limits: PurchaseLimits, recommended: int) -> list[Violation]:
    """Which limits contradict each other: cumulative ≥ per order ≥ minimum, as far as they are set. MA-01

    A minimum also stays within the recommendation that stands in for a limit an order: nothing could be bought
    otherwise.
    """
    cumulative, minimum = limits.cumulative_limit, limits.minimum
    found = []
    if cumulative is not None and limits.per_order_limit is not None and limits.per_order_limit > cumulative:
        found.append(
            _at_odds(
                {"per_order_limit": limits.per_order_limit},
                {"at_most": cumulative},
                Text(
                    zh="每次限购件数不得超过累计限购件数。",
                    en="The limit an order must not be more than the cumulative limit.",
                ),
            )
        )
    per_order = limits.per_order_limit or recommended
    most = per_order if cumulative is None else min(per_order, cumulative)
    if minimum is not None and minimum > most:
        found.append(
            _at_odds(
                {"minimum": minimum},
                {"at_most": most},
                Text(
                    zh="起售件数不得超过每次限购件数(未设置时为类目推荐值)和累计限购件数。",
                    en="The minimum must not be more than the limit an order, which is the category's recommendation "
                    "where none is set, nor than the cumulative limit.",
                ),
            )
        )
    return found


def _at_odds(observed: object, required: object, message: Text) -> Violation:
    remedy = Text(
        zh="请使累计限购 ≥ 每次限购 ≥ 起售件数。", en="Let the cumulative limit ≥ the limit an order ≥ the minimum."
    )
    return Violation(rule="MA-01", message=message, observed=observed, required=required, remedy=remedy)


def purchase_checks(wish: Wish, policy: Policy) -> Sequence[Check]:
    """Every check of a purchase, whether it passed or not. MA-01, MA-02, MA-05, IX-28"""
    return (
        _minimum(wish),
        _per_order(wish, policy),
        _cumulative(wish),
        _stock(wish),
        _blacklist(wish),
        delisted.not_delisted(wish.delisting, Text(zh="请选择其他商品。", en="Choose another product.")),
        _shop(wish),
    )


def _check(rule: str, observed: object, required: object, failed: tuple[Text, Text] | None) -> Check:
    message, remedy = failed if failed is not None else (_TITLES[rule], None)
    return Check(rule=rule, passed=failed is None, observed=observed, required=required, message=message, remedy=remedy)


def _minimum(wish: Wish) -> Check:
    minimum = wish.sku.minimum or 1
    return _check(
        "MA-01.minimum",
        wish.quantity,
        {"at_least": minimum},
        None
        if wish.quantity >= minimum
        else (
            Text(zh=f"该商品每次至少购买 {minimum} 件。", en=f"At least {minimum} are sold at a time."),
            Text(zh=f"请将购买件数增加到 {minimum} 件。", en=f"Buy {minimum} or more."),
        ),
    )


def _per_order(wish: Wish, policy: Policy) -> Check:
    most = wish.sku.per_order_limit or recommended_per_order(wish.category, policy)
    return _check(
        "MA-01.per_order",
        wish.quantity,
        {"at_most": most},
        None
        if wish.quantity <= most
        else (
            Text(zh=f"该商品每次限购 {most} 件。", en=f"At most {most} are sold at a time."),
            Text(zh=f"请将购买件数减少到 {most} 件以内。", en=f"Buy {most} or fewer."),
        ),
    )


def _cumulative(wish: Wish) -> Check:
    most = wish.sku.cumulative_limit
    left = None if most is None else max(most - wish.bought, 0)
    return _check(
        "MA-01.cumulative",
        {"bought": wish.bought, "with_this": wish.bought + wish.quantity},
        {"at_most": most},
        None
        if left is None or wish.quantity <= left
        else (
            Text(zh=f"该商品每人累计限购 {most} 件。", en=f"A buyer may buy {most} in all."),
            Text(zh=f"还可购买 {left} 件。", en=f"You may still buy {left}."),
        ),
    )


def _stock(wish: Wish) -> Check:
    """**A** Also more than there are cannot be bought."""
    stock, minimum = wish.sku.stock, wish.sku.minimum or 1
    failed = None
    if minimum > stock:
        failed = (
            Text(zh="起售件数超过库存,该商品暂不可购买。", en="The minimum is above the stock: it cannot be bought."),
            Text(
                zh="请等待商家补充库存或调整起售件数。", en="Wait until the merchant has more, or sells fewer at least."
            ),
        )
    elif wish.quantity > stock:
        failed = (
            Text(zh=f"库存不足,仅剩 {stock} 件。", en=f"There are only {stock} left."),
            Text(zh=f"请将购买件数减少到 {stock} 件以内。", en=f"Buy {stock} or fewer."),
        )
    return _check(
        "MA-01.stock",
        stock,
        {"at_least": max(minimum, wish.quantity)},
        failed,
    )


def _blacklist(wish: Wish) -> Check:
    return _check(
        "MA-02",
        wish.is_blacklisted,
        False,
        None
        if not wish.is_blacklisted
        else (
            Text(zh="商家已限制该买家下单。", en="The merchant does not sell to this buyer."),
            Text(zh="请联系商家解除限制。", en="Ask the merchant to take that back."),
        ),
    )


def _shop(wish: Wish) -> Check:
    return _check(
        closing.ID,
        {"closing": wish.shop_is_closing},
        {"closing": False},
        None
        if not wish.shop_is_closing
        else (
            Text(
                zh="店铺正在关闭或已关闭,不再接受新的订单。", en="The shop is closing or closed and sells nothing new."
            ),
            Text(zh="请选择其他店铺。", en="Buy in another shop."),
        ),
    )
