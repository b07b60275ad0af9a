"""What may go into showcases and carts, where that hangs on more than facts: CA-04 (ways of adding), CA-06, CA-07.

And what an admission on record adds to cart access and showcases (CA-03).
"""

from collections.abc import Mapping, Set
from datetime import datetime
from typing import get_args

from luyue.domain.evaluation import Check
from luyue.domain.facts import CartAccess, LiveSession, Right, Video
from luyue.domain.facts.products import AddedBy, Source
from luyue.domain.messages import Text, Violation
from luyue.domain.policy import Policy
from luyue.domain.rulebook.creators import SHOWCASE_RIGHT
from luyue.domain.rulebook.rule import NOT_APPLICABLE, RuleSet

RIGHT_LEFT = Text(zh="仍拥有商品分享权限", en="Holds a product-sharing right")
"""CA-03, where it is met."""
WAY_FITS = Text(zh="添加方式与商品来源相符", en="The way of adding fits the product's source")
"""CA-04.added_by, where it is met."""

SHOWCASE_CHANGE = RuleSet(
    name="showcase-change",
    title=Text(zh="更改橱窗商品的展示", en="Changing how a showcase's product is shown"),
    rules=(SHOWCASE_RIGHT,),
)
"""CA-03: what was added stays, whatever the rules for new products say now; changing it takes the right."""

SOURCES_BY_WAY: Mapping[AddedBy, tuple[Source, ...]] = {
    "search": get_args(Source),
    "taobao_token": ("taobao_tmall",),
    "shop_link": ("jd", "kaola", "vip", "suning"),
}
"""CA-04: whose products can be added by each way."""


def any_right_left(access: CartAccess) -> Check:
    """CA-03: one admitted before is not admitted again once every right was taken away."""
    passed = bool(access.rights)
    return Check(
        rule="CA-03",
        passed=passed,
        observed=list(access.rights),
        required={"any_of": list(get_args(Right))},
        message=(
            RIGHT_LEFT
            if passed
            else Text(zh="您的商品分享权限已被收回。", en="Your product-sharing rights were taken away.")
        ),
        remedy=(
            None
            if passed
            else Text(
                zh="重新申请不能恢复权限;如有异议,请联系平台。",
                en="Asking again restores nothing. Contact the platform if this is wrong.",
            )
        ),
    )


def way_of_adding(added_by: AddedBy, source: Source | None) -> Check:
    """CA-04: a Taobao token brings Taobao's products only, a shop's link those of the shops that have links.

    That a source is not known is for the rule on sources to say.
    """
    if source is None:
        return Check(rule="CA-04.added_by", passed=True, observed=NOT_APPLICABLE, message=WAY_FITS)
    sources = SOURCES_BY_WAY[added_by]
    passed = source in sources
    return Check(
        rule="CA-04.added_by",
        passed=passed,
        observed={"added_by": added_by, "source": source},
        required={"any_of": list(sources)},
        message=(
            WAY_FITS
            if passed
            else Text(zh="不能以该方式添加此来源的商品。", en="A product of this source cannot be added in this way.")
        ),
        remedy=None if passed else Text(zh="请通过搜索添加该商品。", en="Add the product by search."),
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

    Only an entry that the session's report `before` did not have is held to it: later removals from the showcase
    undo no broadcast. A product put into the cart anew is another entry.
    """
    known: set[tuple[str, datetime]] = set()
    if before is not None and before.creator_id == session.creator_id:
        known = {(entry.product_id, entry.added_at) for entry in before.cart}
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
        if (entry.product_id, entry.added_at) not in known and entry.product_id not in showcase
    )
