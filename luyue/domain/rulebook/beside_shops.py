"""Rules on shipping and on running a shop that hang on more than facts (SH, MA, IX-28)."""

from luyue.domain.messages import Text
from luyue.domain.rulebook.beside_rule import RuleBeside
from luyue.domain.rulebook.closing import TITLE as NOT_CLOSING
from luyue.domain.rulebook.delisted import TITLE as NOT_DELISTED

_PLACED = Text(
    zh="接收消费者订单时,与其余条件一并检查", en="When a consumer order comes in, with all that is asked of it"
)
_BOUGHT = Text(zh="检查购买时,全部检查一并给出", en="When a purchase is checked, all checks at once")
_WATCHED = Text(
    zh="上传单号后,随每条物流轨迹及到期时检查", en="From the upload on: at each track, and when a time is over"
)

SHOPS = (
    RuleBeside(
        id="SH-01",
        title=Text(
            zh="单号真实有效,物流轨迹不与其他单号重复",
            en="The tracking number is genuine, and its track not another number's",
        ),
        applied=_WATCHED,
        source="003",
        parameters=("tracks_count_after_delivery",),
    ),
    RuleBeside(
        id="SH-02",
        title=Text(
            zh="单号在规定期间内未用于其他收货人或收货地址",
            en="The number was not used for another consignee or address not long before",
        ),
        applied=_WATCHED,
        source="003",
        parameters=("number_reuse_window",),
    ),
    RuleBeside(
        id="SH-03",
        title=Text(zh="物流轨迹与收货地址相符", en="The track matches the consignee's address"),
        applied=_WATCHED,
        source="003",
    ),
    RuleBeside(
        id="SH-04",
        title=Text(
            zh="首次揽收后规定时间内有转运中心的物流记录",
            en="A transit centre has scanned the parcel in time after its first pickup",
        ),
        applied=_WATCHED,
        source="003",
        parameters=("transit_window",),
    ),
    RuleBeside(
        id="SH-05",
        title=Text(
            zh="揽收不早于付款或申请通过,并在合理时间内送达",
            en="Picked up no earlier than paid or approved, and delivered within a reasonable time",
        ),
        applied=_WATCHED,
        source="003",
        parameters=("pickup_window", "reasonable_delivery"),
    ),
    RuleBeside(
        id="SH-06",
        title=Text(
            zh="虚假发货先预警并限期整改,未整改或整改无效的认定违规并开具罚单",
            en="What looks fake is warned of, with a time to put it right; after it, it is a violation with a "
            "penalty ticket",
        ),
        applied=_WATCHED,
        source="003",
        parameters=("warning_window", "fake_shipment_points"),
    ),
    RuleBeside(
        id="SH-07",
        title=Text(
            zh="合作物流公司的轨迹自动回传;其他物流公司可用,但提示轨迹可能无法显示",
            en="Partner carriers' tracks come by themselves; others are accepted with a warning that tracks may "
            "not show",
        ),
        applied=Text(zh="上传或更正单号时", en="When a number is uploaded or corrected"),
        source="003",
    ),
    RuleBeside(
        id="SH-08.slow",
        title=Text(
            zh="运输缓慢的包裹列出供商家查询和导出", en="Slow parcels are listed for the merchant and can be exported"
        ),
        applied=_WATCHED,
        source="003",
        parameters=("slow_pickup_to_transit", "slow_transit_to_delivery"),
    ),
    RuleBeside(
        id="SH-08.ship_within",
        title=Text(
            zh="发货时限为 24 小时、48 小时或更长的预售时间;预售时间过长、库存疑似不实的予以提示,缺货的建议下架",
            en="Orders are shipped within 24 h, 48 h or a longer presale time; one too long and a stock that is hardly "
            "real bring a warning, and delisting is recommended of what is out of stock",
        ),
        applied=_PLACED,
        source="003",
        parameters=("presale_longest", "unreal_stock_from"),
    ),
    RuleBeside(
        id="SH-09",
        title=Text(
            zh="未按时发货或虚假发货的,按实付金额赔付一次,不可抗力除外;一直未发货的自动退款",
            en="Late or no shipment is compensated once by the paid amount, except under force majeure; what is never "
            "shipped is refunded",
        ),
        applied=Text(zh="逾期未发货时;发货被认定为虚假时", en="When an order is overdue, or its shipment found fake"),
        source="003",
        parameters=(
            "compensation_free_up_to",
            "compensation_flat",
            "compensation_share_from",
            "compensation_share",
            "compensation_most",
            "late_shipment_points",
            "unshipped_refund",
            "order_receipt_window",
        ),
    ),
    RuleBeside(
        id="SH-09.known_product",
        title=Text(zh="平台须已有该商品的资料", en="The product is known to the platform"),
        applied=_PLACED,
        source="003",
    ),
    RuleBeside(
        id="SH-09.own_product",
        title=Text(zh="商品须属于该商家", en="The product belongs to the merchant"),
        applied=_PLACED,
        source="003",
    ),
    RuleBeside(
        id="SH-09.paid_at",
        title=Text(zh="付款时间不晚于当前时间", en="The time of payment is not in the future"),
        applied=_PLACED,
        source="003",
    ),
    RuleBeside(
        id="MA-01",
        title=Text(
            zh="累计限购 ≥ 每次限购 ≥ 起售件数,均为正整数",
            en="Cumulative limit ≥ limit an order ≥ minimum, all positive integers",
        ),
        applied=Text(zh="设置 SKU 时", en="When a SKU is put"),
        source="003",
        parameters=("per_order_limits", "per_order_limit_otherwise"),
    ),
    RuleBeside(
        id="MA-01.minimum",
        title=Text(zh="达到起售件数", en="As many as are sold at least"),
        applied=_BOUGHT,
        source="003",
    ),
    RuleBeside(
        id="MA-01.per_order",
        title=Text(zh="未超过每次限购件数", en="Within the limit an order"),
        applied=_BOUGHT,
        source="003",
        parameters=("per_order_limits", "per_order_limit_otherwise"),
    ),
    RuleBeside(
        id="MA-01.cumulative",
        title=Text(zh="未超过累计限购件数", en="Within the cumulative limit"),
        applied=_BOUGHT,
        source="003",
    ),
    RuleBeside(
        id="MA-01.stock",
        title=Text(zh="起售件数和购买件数不超过库存", en="Neither the minimum nor the purchase is above the stock"),
        applied=_BOUGHT,
        source="003",
    ),
    RuleBeside(
        id="MA-02",
        title=Text(zh="买家未被商家拉黑", en="The buyer is not on the merchant's blacklist"),
        applied=_BOUGHT,
        source="003",
    ),
    RuleBeside(
        id="MA-03",
        title=Text(
            zh="店铺保证金按经营类目中最高的一档缴纳,不叠加;关店后退还",
            en="The shop's deposit is the highest of its categories', not the sum; it is returned when the shop closes",
        ),
        applied=Text(
            zh="开通账户、变更类目、关闭店铺时", en="When an account is opened, its categories change, it closes"
        ),
        source="003",
        parameters=("shop_deposits", "shop_deposit_otherwise"),
    ),
    RuleBeside(
        id="MA-04",
        title=Text(
            zh="平台按月出具账单,商家须在次月内开票,逾期按比例冻结;关店须在期限内开具本年度费用的发票",
            en="A statement is issued monthly and to be invoiced within the month after, otherwise a share is frozen; "
            "a closing shop's are due sooner",
        ),
        applied=Text(zh="月末及开票期限届满时;提交发票时", en="By deadlines; when an invoice is submitted"),
        source="003",
        parameters=("invoice_due", "invoice_freeze_share", "closing_fees_due"),
    ),
    RuleBeside(
        id="MA-05",
        title=Text(
            zh="商品严重违规下架扣除保证金;严重售假的关闭店铺,冻结保证金和货款",
            en="A severe delisting costs part of the deposit; severe counterfeiting closes the shop and freezes its "
            "deposit and payments",
        ),
        applied=Text(zh="上报商品下架时", en="When a delisting is reported"),
        source="003",
        parameters=("severe_delisting_deduction",),
    ),
    RuleBeside(
        id="MA-05.not_delisted",
        title=NOT_DELISTED,
        applied=Text(
            zh="报名活动、检查购买时",
            en="When a product is registered in a campaign or a purchase is checked",
        ),
        source="003",
    ),
    RuleBeside(
        id="MA-06",
        title=Text(
            zh="所有维度均为好则内容优质,任一维度较差则低质,其余为普通",
            en="Content good in every dimension is of high quality, bad in any of low, otherwise ordinary",
        ),
        applied=Text(zh="评估内容质量时", en="When content is judged"),
        source="003",
    ),
    RuleBeside(
        id="MA-07",
        title=Text(
            zh="企业号须有名称、行业、联系方式、经审核的营业执照、头像、背景图和简介",
            en="An enterprise account has name, industry, contact, a reviewed licence, logo, background, introduction",
        ),
        applied=Text(zh="商家账户的清单", en="The checklist of a merchant account"),
        source="003",
    ),
    RuleBeside(
        id="IX-28",
        title=NOT_CLOSING,
        applied=Text(
            zh="申请样品和通过申请、发起和接受合作订单、报名活动和通过报名、接收消费者订单、检查购买时",
            en="When a sample is requested or the request approved, an order offered or accepted, a product registered "
            "in a campaign or approved, when a consumer order comes in or a purchase is checked",
        ),
        source="003",
    ),
)
