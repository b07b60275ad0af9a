"""Rules on sample requests and cooperation orders that hang on more than facts (SR, CO)."""

from luyue.domain.messages import Text
from luyue.domain.rulebook.beside_rule import RuleBeside
from luyue.domain.rulebook.creators import SHARING_RIGHT
from luyue.domain.shared_messages import HORIZON

_OFFERED = Text(zh="发起合作订单时,与其余条件一并评估", en="When an order is offered, all in one evaluation")
_REGISTERED = Text(
    zh="报名活动时,与规则集 campaign-merchant、campaign-product 一并评估",
    en="When a product is registered in a campaign, in one evaluation with the sets `campaign-merchant` and "
    "`campaign-product`",
)
_REQUESTED = Text(
    zh="申请样品时,与规则集 sample-request 一并评估",
    en="When a sample is requested, in one evaluation with the set `sample-request`",
)

ALLIANCE = (
    RuleBeside(
        id="SR-01.not_banned",
        title=Text(zh="平台未封禁该创作者", en="The platform has not banned the creator"),
        applied=_REQUESTED,
        source="000",
    ),
    RuleBeside(
        id="SR-02.not_delisted",
        title=Text(zh="商品未被下架", en="The product is not delisted"),
        applied=_REQUESTED,
        source="000",
    ),
    RuleBeside(
        id="SR-04",
        title=Text(
            zh="服务上线前已发布的商品默认开通样品服务,商家另有选择的除外",
            en="Products published before the service's launch offer samples, unless their merchant chose otherwise",
        ),
        applied=Text(zh="规则 SR-05.offers_samples 之中", en="Within the rule SR-05.offers_samples"),
        source="000",
        parameters=("service_launched_at",),
    ),
    RuleBeside(
        id="SR-16",
        title=Text(zh="该商品没有其他进行中的样品申请", en="No other request for this product is open"),
        applied=_REQUESTED,
        source="000",
    ),
    RuleBeside(
        id="CO-01.known_merchant",
        title=Text(zh="平台须已有该商家的资料", en="The merchant is known to the platform"),
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.known_creator",
        title=Text(zh="平台须已有该创作者的资料", en="The creator is known to the platform"),
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.sharing_right",
        title=SHARING_RIGHT.title,
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.form",
        title=Text(zh="合作形式须为直播或视频", en="The form is live or video"),
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.number_of_products",
        title=Text(
            zh="合作商品至少一件,且不超过件数上限", en="There is at least one product, and not more than the limit"
        ),
        applied=_OFFERED,
        source="004",
        parameters=("products_an_order",),
    ),
    RuleBeside(
        id="CO-01.products_once",
        title=Text(zh="每件商品只能列出一次", en="Each product is named once"),
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.known_products",
        title=Text(zh="平台须已有每件商品的资料", en="Every product is known to the platform"),
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.own_products",
        title=Text(zh="每件商品须属于该商家", en="Every product belongs to the merchant"),
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.commission",
        title=Text(zh="每件商品的佣金率须在 0 至 1 之间", en="Each product's commission rate is from 0 to 1"),
        applied=_OFFERED,
        source="004",
    ),
    RuleBeside(
        id="CO-01.latest_broadcast",
        title=Text(
            zh=f"最晚开播时间须晚于当前时间,且距今不超过 {HORIZON.days} 天",
            en=f"The latest broadcast time is in the future, within {HORIZON.days} days",
        ),
        applied=_OFFERED,
        source="004",
    ),
)
