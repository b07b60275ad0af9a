"""What may go into showcases and carts, where that hangs on more than facts: CA-04 (ways of adding), CA-06, CA-07."""

from collections.abc import Mapping, Set
from typing import get_args

from luyue.domain.facts import LiveSession, Video
from luyue.domain.facts.products import Source
from luyue.domain.messages import Text, Violation
from luyue.domain.policy import AddedBy, Policy

SOURCES_BY_WAY: Mapping[AddedBy, tuple[Source, ...]] = {
    "search": get_args(Source),
    "taobao_token": ("taobao_tmall",),
    "shop_link": ("jd", "kaola", "vip", "suning"),
}
"""CA-04: whose products can be added by each way."""


def wrongly_added(added_by: AddedBy, source: Source, policy: Policy) -> tuple[Violation, ...]:
    """CA-04: a Taobao token brings Taobao's products only, a shop's link those of the shops that have links."""
    sources = SOURCES_BY_WAY[added_by]
    if source in sources:
        return ()
    return (
        Violation(
            rule="CA-04.added_by",
            message=Text(
                zh="不能以该方式添加此来源的商品。", en="A product of this source cannot be added in this way."
            ),
            observed={"added_by": added_by, "source": source},
            required={"any_of": list(sources)},
            remedy=Text(zh="请通过搜索添加该商品。", en="Add the product by search."),
            policy_version=policy.version,
        ),
    )


def too_many_products(video: Video, before: Video | None, policy: Policy) -> tuple[Violation, ...]:
    """CA-06: a video carries no more products than the policy says.

    A report that links nothing new is taken all the same: what was linked when more were allowed may stay.
    """
    known = set(before.product_ids) if before is not None else set()
    if len(video.product_ids) <= policy.products_a_video or set(video.product_ids) <= known:
        return ()
    return (
        Violation(
            rule="CA-06",
            message=Text(
                zh=f"字段 product_ids 无效:一个视频最多添加 {policy.products_a_video} 件商品。",
                en=f"product_ids: a video carries at most {policy.products_a_video} products.",
            ),
            observed=len(video.product_ids),
            required={"at_most": policy.products_a_video},
            remedy=Text(zh="请减少视频中的商品。", en="Link fewer products to the video."),
            policy_version=policy.version,
        ),
    )


def not_from_the_showcase(
    session: LiveSession, before: LiveSession | None, showcase: Set[str], policy: Policy
) -> tuple[Violation, ...]:
    """CA-07: a live room's products come from its creator's showcase, given as product ids.

    Only a product that the session's report `before` did not have is held to it: later removals undo no broadcast.
    """
    known: set[str] = set()
    if before is not None and before.creator_id == session.creator_id:
        known = {entry.product_id for entry in before.cart}
    return tuple(
        Violation(
            rule="CA-07",
            message=Text(
                zh=f"字段 cart.{place}.product_id 无效:商品 {entry.product_id} 不在该创作者的橱窗中。",
                en=f"cart.{place}.product_id: the product {entry.product_id} is not in the creator's showcase.",
            ),
            observed={"field": f"cart.{place}.product_id", "product_id": entry.product_id},
            required="in_showcase",
            remedy=Text(
                zh="请先将商品添加到橱窗,再加入直播购物车。",
                en="Add the product to the showcase first, then to the live room's cart.",
            ),
            policy_version=policy.version,
        )
        for place, entry in enumerate(session.cart)
        if entry.product_id not in known and entry.product_id not in showcase
    )
