"""What a creator is told of its cart access (CA-01 to CA-03): granted, refused, or taken away in part or whole."""

from collections.abc import Mapping, Sequence

from luyue.domain.facts import CartAccess, Decided, Right
from luyue.domain.messages import Text, Value
from luyue.domain.notices import FactNotices, Notice, told_reasons

_RIGHTS: Mapping[Right, Text] = {
    "showcase": Text(zh="商品橱窗", en="showcase"),
    "video_cart": Text(zh="视频购物车", en="video cart"),
    "live_cart": Text(zh="直播购物车", en="live cart"),
}

_TEXTS = {
    "cart-access.granted": Text(
        zh="您的购物车权限({creator_id})已开通:{rights:words}(CA-03)。",
        en="Cart access of {creator_id} was granted: {rights:words} (CA-03).",
    ),
    "cart-access.changed": Text(
        zh="您的购物车权限({creator_id})已变更,现有:{rights:words}(CA-03)。",
        en="Cart access of {creator_id} was changed and is now: {rights:words} (CA-03).",
    ),
    "cart-access.taken-away": Text(
        zh="您的购物车权限({creator_id})已全部取消(CA-03)。",
        en="All cart access of {creator_id} was taken away (CA-03).",
    ),
    "cart-access.refused": Text(
        zh="您的购物车权限({creator_id})申请未通过:{reasons:list}",
        en="Cart access of {creator_id} was refused: {reasons:list}",
    ),
}


def _notices(stream: str, version: int, fact: Value) -> Sequence[Notice]:
    creator_id = stream.partition("/")[2]
    match fact:
        case CartAccess(rights=()):
            return [_to(creator_id, "taken-away")]
        case CartAccess():
            rights = [_RIGHTS[right].model_dump() for right in fact.rights]
            return [_to(creator_id, "granted" if version == 1 else "changed", rights=rights)]
        case Decided(granted=False):
            return [_to(creator_id, "refused", reasons=told_reasons(fact.evaluation.violations()))]
        case _:
            # Of an admission the rights themselves tell.
            return []


def _to(creator_id: str, message: str, **parameters: object) -> Notice:
    return Notice(
        recipient=f"creator:{creator_id}",
        message=f"cart-access.{message}",
        parameters={"creator_id": creator_id, **parameters},
    )


CART_ACCESS_NOTICES = FactNotices(streams=frozenset({"cart-access", "cart-access-decision"}), of=_notices, texts=_TEXTS)
