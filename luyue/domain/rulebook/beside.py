"""Rules that hang on more than facts, and so are in no set: what they are, and where each is applied."""

from dataclasses import dataclass

from luyue.domain.messages import Text
from luyue.domain.rulebook.creators import SHARING_RIGHT
from luyue.domain.shared_messages import HORIZON


@dataclass(frozen=True)
class RuleBeside:
    """A rule as it is shown; `applied` says where the check is. `id`, `source` and `parameters` are as a `Rule`'s."""

    id: str
    title: Text
    applied: Text
    source: str
    parameters: tuple[str, ...] = ()


_OFFERED = Text(zh="发起合作订单时,与其余条件一并评估", en="When an order is offered, all in one evaluation")

BESIDE = (
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
        applied=Text(
            zh="申请样品时,与规则集 sample-request 一并评估",
            en="When a sample is requested, in one evaluation with the set `sample-request`",
        ),
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
    RuleBeside(
        id="CA-03",
        title=Text(
            zh="开通时一并授予全部权限;权限全部被收回后,不因再次申请而恢复",
            en="Admission grants every right at once; once all were taken away, asking again restores none",
        ),
        applied=Text(zh="申请开通购物车权限时", en="When cart access is asked for"),
        source="002",
        parameters=("grant_all",),
    ),
    RuleBeside(
        id="CA-04.added_by",
        title=Text(zh="添加方式与商品来源相符", en="The way of adding fits the product's source"),
        applied=Text(zh="向橱窗添加商品时", en="When a product is added to the showcase"),
        source="002",
    ),
    RuleBeside(
        id="CA-06",
        title=Text(zh="视频添加的商品不超过允许的件数", en="A video carries no more products than allowed"),
        applied=Text(zh="上报视频时", en="When a video is reported"),
        source="002",
        parameters=("products_a_video",),
    ),
    RuleBeside(
        id="CA-07",
        title=Text(
            zh="直播间的商品来自创作者的橱窗,同一时间最多讲解一件",
            en="A live room's products come from its creator's showcase, and at most one is explained at a time",
        ),
        applied=Text(
            zh="上报直播时;在橱窗中标记讲解商品时",
            en="When a live session is reported; when a showcase's product is marked as being explained",
        ),
        source="002",
    ),
    RuleBeside(
        id="CA-08",
        title=Text(
            zh="平台从联盟商品的佣金中留取分成,从淘宝、京东商品的佣金中收取技术服务费",
            en="The platform keeps a share of an alliance product's commission, and a fee of Taobao's and JD's",
        ),
        applied=Text(zh="试算佣金时", en="When a commission is quoted"),
        source="002",
        parameters=("alliance_platform_share", "technical_service_fee"),
    ),
    RuleBeside(
        id="CA-09",
        title=Text(
            zh="淘宝订单在淘宝中查看,其他订单在平台的订单列表中查看",
            en="Taobao's orders are followed in Taobao's app, all others in the platform's list",
        ),
        applied=Text(zh="查询商品的订单查看渠道时", en="When it is asked where a product's orders are followed"),
        source="002",
    ),
    RuleBeside(
        id="CA-10",
        title=Text(zh="视频可以添加种草标签", en="A video may carry seeding tags"),
        applied=Text(zh="上报视频时", en="When a video is reported"),
        source="002",
    ),
)
"""In the catalogue's order."""
