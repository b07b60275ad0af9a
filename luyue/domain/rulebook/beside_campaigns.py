"""Rules on campaigns and their entries that hang on more than facts (CE)."""

from luyue.domain.messages import Text
from luyue.domain.rulebook.beside_rule import RuleBeside

_PLACED = Text(
    zh="接收消费者订单时,与其余条件一并检查", en="When a consumer order comes in, with all that is asked of it"
)

_REGISTERED = Text(
    zh="报名活动时,与规则集 campaign-merchant、campaign-product 一并评估",
    en="When a product is registered in a campaign, in one evaluation with the sets `campaign-merchant` and "
    "`campaign-product`",
)

CAMPAIGNS = (
    RuleBeside(
        id="CE-01",
        title=Text(
            zh="报名须在报名时间内且活动尚未结束;审核未通过的商家可在活动结束前另选商品报名",
            en="Registration is open and the campaign not over; a merchant with a product rejected at review may "
            "register another one until the campaign's end",
        ),
        applied=_REGISTERED,
        source="001",
    ),
    RuleBeside(
        id="CE-02",
        title=Text(zh="商家已确认活动规则", en="The merchant acknowledges the campaign's rules"),
        applied=_REGISTERED,
        source="001",
    ),
    RuleBeside(
        id="CE-02.own_product",
        title=Text(zh="报名的商品属于该商家", en="The product belongs to the merchant"),
        applied=_REGISTERED,
        source="001",
    ),
    RuleBeside(
        id="CE-02.one_entry",
        title=Text(zh="该商品在本活动中没有其他进行中的报名", en="The product has no other open entry in the campaign"),
        applied=_REGISTERED,
        source="001",
    ),
    RuleBeside(
        id="CE-03",
        title=Text(
            zh="报名在期限内由人工审核;逾期未审核则升级处理,不会自动通过或拒绝",
            en="An entry is reviewed by people in time; overdue it is escalated, and never decided by the clock",
        ),
        applied=Text(zh="报名之后,由期限触发", en="After registering, by a deadline"),
        source="001",
        parameters=("review_window",),
    ),
    RuleBeside(
        id="CE-04",
        title=Text(
            zh="该商品在本活动的审核中没有被拒绝过", en="The product was not rejected at this campaign's review before"
        ),
        applied=_REGISTERED,
        source="001",
    ),
    RuleBeside(
        id="CE-07",
        title=Text(
            zh="活动期间不受理异常发货报备,无法发货的商家退出活动;已生成的订单仍按发货规则履行",
            en="During the event no abnormal-shipping report is accepted: a merchant that cannot ship leaves the "
            "campaign, and orders already made still follow the shipping standard",
        ),
        applied=Text(zh="退出活动时;报备异常发货时", en="When a campaign is left; when abnormal shipping is reported"),
        source="001",
    ),
    RuleBeside(
        id="CE-01.known_campaign",
        title=Text(zh="订单所属的活动存在", en="The campaign that an order names is known"),
        applied=_PLACED,
        source="001",
    ),
    RuleBeside(
        id="CE-08",
        title=Text(
            zh="活动订单未按时或虚假发货的,自动评估并立即赔付;违规达到次数的建议限流、下架,买家索赔较多的建议核查",
            en="A late or fake shipment of a campaign's order is assessed and compensated at once; from a number of "
            "violations on, throttling and delisting are recommended, and of a buyer's claims, a look at the buyer",
        ),
        applied=Text(zh="逾期未发货时;发货被认定为虚假时", en="When an order is overdue, or its shipment found fake"),
        source="001",
        parameters=("assessment_period", "throttle_from", "delist_from", "buyer_review_from"),
    ),
    RuleBeside(
        id="CE-09",
        title=Text(
            zh="活动订单未发货仅退款,每单累计在限额以内的即时退款;其余由商家在期限内处理,逾期视为同意",
            en="Refunds of a campaign's unshipped order are made at once, up to a limit for all of them together; "
            "others are the merchant's to answer, whose silence agrees",
        ),
        applied=Text(zh="买家申请仅退款时", en="When the buyer asks for a refund without a return"),
        source="001",
        parameters=("instant_refund_max", "refund_answer"),
    ),
)
