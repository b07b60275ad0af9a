"""What is wanted of a creator: the bar for cart access, and the product-sharing rights (CA-01 to CA-03, SR-05)."""

import operator
from collections.abc import Mapping

from luyue.domain.facts import Right
from luyue.domain.messages import Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, always, fact, is_known, parameter

RIGHT_FOR_FORM: Mapping[str, Right] = {"video": "video_cart", "live": "live_cart"}
"""CA-03: the right that each form of promotion needs; nothing is promoted in a showcase alone (SR-11)."""


def _rights_for_promotion(case: Case, _policy: Policy) -> dict[str, tuple[Right, ...]]:
    if case.promotion_form is None:
        return {"any_of": tuple(RIGHT_FOR_FORM.values())}
    return {"any_of": (RIGHT_FOR_FORM[case.promotion_form],)}


def _holds_any(rights: tuple[Right, ...] | None, required: Mapping[str, tuple[Right, ...]]) -> bool:
    return any(right in required["any_of"] for right in rights or ())


FOLLOWERS = Rule(
    id="CA-01.followers",
    title=Text(zh="粉丝数达到开通商品分享功能的门槛", en="Enough followers for product sharing"),
    message=Text(
        zh="您的粉丝数未达到开通商品分享功能的门槛。", en="You have fewer followers than product sharing requires."
    ),
    remedy=Text(zh="粉丝数达到要求后再申请。", en="Apply again once you have as many followers as required."),
    source="002",
    reads=("creator.followers",),
    parameters=("cart_minimum_followers",),
    observed=fact("creator.followers"),
    required=parameter("cart_minimum_followers"),
    holds=operator.ge,
)

VIDEOS = Rule(
    id="CA-01.videos",
    title=Text(zh="公开原创视频数达到开通商品分享功能的门槛", en="Enough public original videos for product sharing"),
    message=Text(
        zh="您的公开原创视频数未达到开通商品分享功能的门槛。",
        en="You have fewer public original videos than product sharing requires.",
    ),
    remedy=Text(
        zh="继续发布公开的原创视频,数量达到要求后再申请。",
        en="Publish more original videos, visible to all, then apply again.",
    ),
    source="002",
    reads=("creator.public_original_videos",),
    parameters=("cart_minimum_videos",),
    observed=fact("creator.public_original_videos"),
    required=parameter("cart_minimum_videos"),
    holds=operator.ge,
)

PHONE = Rule(
    id="CA-02.phone",
    title=Text(zh="已绑定手机号", en="Phone number bound"),
    message=Text(zh="您的账号未绑定手机号。", en="No phone number is bound to your account."),
    remedy=Text(zh="请在账号设置中绑定手机号。", en="Bind a phone number in your account's settings."),
    source="002",
    reads=("creator.phone_bound",),
    parameters=(),
    observed=fact("creator.phone_bound"),
    required=always(True),
    holds=operator.eq,
)

REAL_NAME = Rule(
    id="CA-02.real_name",
    title=Text(zh="已完成实名认证", en="Real name verified"),
    message=Text(zh="您的账号未完成实名认证。", en="The real name of your account is not verified."),
    remedy=Text(zh="请在账号设置中完成实名认证。", en="Verify your real name in your account's settings."),
    source="002",
    reads=("creator.real_name_verified",),
    parameters=(),
    observed=fact("creator.real_name_verified"),
    required=always(True),
    holds=operator.eq,
)

SHOWCASE_RIGHT = Rule(
    id="CA-03.showcase",
    title=Text(zh="拥有商品橱窗权限", en="Holds the showcase right"),
    message=Text(zh="您没有商品橱窗权限。", en="You do not hold the showcase right."),
    remedy=Text(
        zh="请先申请开通购物车权限;权限被收回的,请联系平台。",
        en="Apply for cart access first; if the right was taken away, contact the platform.",
    ),
    source="002",
    reads=(),
    parameters=(),
    observed=fact("cart_access.rights"),
    required=always({"any_of": ("showcase",)}),
    holds=_holds_any,
    reads_if_known=("cart_access.rights",),
)

KNOWN_CREATOR = Rule(
    id="SR-05.known_creator",
    title=Text(zh="平台已有该创作者的资料", en="The creator is known to the platform"),
    message=Text(zh="平台尚无该创作者的资料。", en="The creator is not known to the platform."),
    remedy=Text(
        zh="请确认创作者编号;资料同步后再申请。",
        en="Check the creator's id; apply again once the creator's data has been reported.",
    ),
    source="000",
    reads=(),
    parameters=(),
    observed=is_known("creator"),
    required=always(True),
    holds=operator.eq,
    reads_if_known=("creator",),
)

SHARING_RIGHT = Rule(
    id="SR-05.sharing_right",
    title=Text(zh="拥有推广所需的商品分享权限", en="Holds the product-sharing right for the promotion"),
    message=Text(
        zh="您没有以该形式推广商品所需的分享权限。",
        en="You do not hold the product-sharing right that this form of promotion needs.",
    ),
    remedy=Text(
        zh="请选择您有权限的推广形式,或联系平台恢复权限。",
        en="Choose a form of promotion that you hold the right for, or ask the platform to restore the right.",
    ),
    source="000",
    reads=(),
    parameters=(),
    observed=fact("cart_access.rights"),
    required=_rights_for_promotion,
    holds=_holds_any,
    applies=lambda case: case.cart_access is not None,
    applies_when=Text(zh="仅适用于有开通记录的创作者", en="Creators with an admission on record only"),
    reads_if_known=("cart_access.rights", "promotion_form"),
)

CART_BAR = (FOLLOWERS, VIDEOS, PHONE, REAL_NAME)
"""CA-01 and CA-02: what admission to cart access takes."""
