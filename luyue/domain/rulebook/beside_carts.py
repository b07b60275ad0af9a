"""Rules on carts and what is sold by them that hang on more than facts (CA)."""

from luyue.domain.messages import Text
from luyue.domain.rulebook.beside_rule import RuleBeside

CARTS = (
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
