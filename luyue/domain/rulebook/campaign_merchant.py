"""CE-06: what a merchant must meet to enter a campaign, one rule a condition."""

import operator

from luyue.domain.messages import Text
from luyue.domain.rulebook.campaign_fake_trading import FAKE_TRADING
from luyue.domain.rulebook.campaign_points import VIOLATION_POINTS
from luyue.domain.rulebook.campaign_rule import of_category, of_flag, of_policy
from luyue.domain.rulebook.campaign_trustpass import TRUSTPASS, TRUSTPASS_VALID


def _medal_reaches(medal: str, minimum: str) -> bool:
    return int(medal.removesuffix("A")) >= int(minimum.removesuffix("A"))


MERCHANT_RULES = (
    of_policy(
        "CE-06.experience_score",
        "merchant.experience_score",
        "experience_score_minimum",
        operator.ge,
        title=Text(zh="近 30 天商品体验分达标", en="The experience score of the last 30 days is high enough"),
        message=Text(
            zh="商家近 30 天商品体验分低于要求。",
            en="The merchant's experience score of the last 30 days is below what is required.",
        ),
        remedy=Text(
            zh="请改善商品与服务体验,待体验分达到要求后再报名。",
            en="Improve the experience of buyers, and register again once the score reaches what is required.",
        ),
    ),
    of_category(
        "CE-06.category",
        "merchant.main_category",
        title=Text(zh="主营类目在活动范围内", en="The merchant's main category is on the campaign's list"),
        message=Text(
            zh="商家主营类目不在活动范围内。", en="The merchant's main category is not on the campaign's list."
        ),
        remedy=Text(
            zh="主营类目由在线商品的占比决定;请调整在线商品,或选择其他活动。",
            en="It follows from the share of the products on offer: change those, or choose another campaign.",
        ),
    ),
    of_policy(
        "CE-06.trade_medal",
        "merchant.trade_medal",
        "trade_medal_minimum",
        _medal_reaches,
        title=Text(zh="交易勋章等级达标", en="The trade medal is high enough"),
        message=Text(zh="商家的交易勋章等级低于要求。", en="The merchant's trade medal is below the level required."),
        remedy=Text(
            zh="请提升交易勋章至要求的等级后再报名。",
            en="Raise the trade medal to the level required, then register again.",
        ),
    ),
    TRUSTPASS,
    TRUSTPASS_VALID,
    of_flag(
        "CE-06.alipay",
        "merchant.alipay_real_name_bound",
        True,
        title=Text(zh="店铺已绑定实名认证的支付宝", en="A real-name Alipay account is bound to the shop"),
        message=Text(zh="店铺未绑定已实名认证的支付宝账户。", en="No real-name Alipay account is bound to the shop."),
        remedy=Text(
            zh="请将已完成实名认证的支付宝账户绑定到店铺。",
            en="Bind an Alipay account whose real name is verified to the shop.",
        ),
    ),
    of_flag(
        "CE-06.buyer_protection",
        "merchant.buyer_protection_joined",
        True,
        title=Text(zh="已加入买家保障服务", en="The merchant has joined buyer protection"),
        message=Text(zh="商家未加入买家保障服务。", en="The merchant has not joined buyer protection."),
        remedy=Text(zh="请加入买家保障服务。", en="Join buyer protection."),
    ),
    of_policy(
        "CE-06.deposit",
        "merchant.buyer_protection_deposit",
        "buyer_protection_minimum",
        operator.ge,
        title=Text(zh="买家保障保证金余额充足", en="The buyer-protection deposit is high enough"),
        message=Text(
            zh="买家保障服务的保证金余额低于要求。", en="The buyer-protection deposit is below what is required."
        ),
        remedy=Text(
            zh="请将买家保障保证金余额补足至要求的金额。",
            en="Top the buyer-protection deposit up to the amount required.",
        ),
    ),
    FAKE_TRADING,
    VIOLATION_POINTS,
    of_flag(
        "CE-06.ip_infringement",
        "merchant.severe_ip_infringement",
        False,
        title=Text(zh="无严重知识产权侵权行为", en="No severe infringement of intellectual property"),
        message=Text(
            zh="商家存在严重知识产权侵权行为。", en="The merchant has severely infringed intellectual property."
        ),
        remedy=Text(
            zh="请下架侵权商品并了结侵权记录;如有异议,请向平台申诉。",
            en="Delist what infringes and have the record settled; if it is wrong, appeal to the platform.",
        ),
    ),
    of_policy(
        "CE-06.infringing_points",
        "merchant.infringing_goods_points",
        "infringing_goods_points_at_most",
        operator.le,
        title=Text(zh="无发布侵权商品扣分", en="No points for infringing goods"),
        message=Text(zh="商家因发布侵权商品被扣分。", en="The merchant has points for publishing infringing goods."),
        remedy=Text(
            zh="请下架侵权商品,待扣分清除后再报名。",
            en="Delist the infringing goods, and register again once the points are cleared.",
        ),
    ),
    of_policy(
        "CE-06.prohibited_information_points",
        "merchant.prohibited_information_points",
        "prohibited_information_points_below",
        operator.lt,
        title=Text(zh="违禁信息扣分在限度内", en="The points for prohibited information are few enough"),
        message=Text(
            zh="商家违禁信息累计扣分已达上限。", en="The merchant's points for prohibited information reach the limit."
        ),
        remedy=Text(
            zh="请删除违禁信息,待扣分清除后再报名。",
            en="Remove the prohibited information, and register again once the points are cleared.",
        ),
    ),
    of_flag(
        "CE-06.business_compliance",
        "merchant.business_compliance_violation",
        False,
        title=Text(zh="无商业合规违规行为", en="No business-compliance violation"),
        message=Text(zh="商家存在商业合规违规行为。", en="The merchant has a business-compliance violation."),
        remedy=Text(
            zh="请按平台要求完成整改,再重新报名。",
            en="Put it right as the platform demands, then register again.",
        ),
    ),
    of_flag(
        "CE-06.court_list",
        "merchant.court_dishonest",
        False,
        title=Text(zh="未被法院列入失信名单", en="Not on the court's list of the dishonest"),
        message=Text(zh="商家已被法院列入失信名单。", en="The merchant is on the court's list of the dishonest."),
        remedy=Text(
            zh="请履行生效判决并向法院申请移出失信名单。",
            en="Fulfil the judgment and have the court strike the merchant from the list.",
        ),
    ),
    of_flag(
        "CE-06.finance_debt",
        "merchant.severe_overdue_finance_debt",
        False,
        title=Text(zh="无阿里金融严重逾期", en="No severely overdue Ali finance debt"),
        message=Text(zh="商家的阿里金融产品存在严重逾期。", en="The merchant has severely overdue Ali finance debt."),
        remedy=Text(zh="请还清逾期款项。", en="Pay the overdue debt."),
    ),
    of_flag(
        "CE-06.competitiveness",
        "merchant.overall_competitiveness_met",
        True,
        title=Text(zh="店铺综合竞争力达标", en="The shop's overall competitiveness meets the bar"),
        message=Text(
            zh="店铺综合竞争力未达到活动要求。", en="The shop's overall competitiveness does not meet the bar."
        ),
        remedy=Text(
            zh="请提升店铺的商品、服务与履约表现后再报名。",
            en="Improve the shop's goods, service and fulfilment, then register again.",
        ),
    ),
    of_flag(
        "CE-06.ships_within_48h",
        "merchant.ships_within_48h_during_event",
        True,
        title=Text(zh="承诺活动期间 48 小时内发货", en="Shipping within 48 hours during the event is undertaken"),
        message=Text(
            zh="商家未承诺活动期间 48 小时内发货。",
            en="The merchant has not undertaken to ship within 48 hours during the event.",
        ),
        remedy=Text(
            zh="请承诺活动期间 48 小时内发货。",
            en="Undertake to ship within 48 hours during the event.",
        ),
    ),
)
