"""Words of explanations: phrases around them, keys and codes of rules, names of facts, titles of rules; zh and en."""

from collections.abc import Mapping
from typing import Literal

from luyue.domain.categories import MAIN_CATEGORIES
from luyue.domain.messages import Text
from luyue.domain.rulebook.titles import TITLES

Language = Literal["zh", "en"]


PHRASES: Mapping[str, Text] = {
    "asked": Text(zh="申请人", en="Asked by"),
    "caused": Text(zh="触发方", en="Caused by"),
    "at": Text(zh="时间", en="At"),
    "creator": Text(zh="创作者", en="Creator"),
    "merchant": Text(zh="商家", en="Merchant"),
    "product": Text(zh="商品", en="Product"),
    "decision": Text(zh="版本", en="Version"),
    "policy": Text(zh="政策版本", en="Policy version"),
    "facts": Text(zh="当时依据的资料", en="Facts as known then"),
    "version": Text(zh="第 {} 版", en="version {}"),
    "unreported": Text(zh="未提供", en="not reported"),
    "eligible": Text(zh="通过:全部 {total} 条规则均满足。", en="Accepted: all {total} rules were met."),
    "refused": Text(
        zh="未通过:{total} 条规则中有 {failed} 条不满足。", en="Refused: {failed} of {total} rules not met."
    ),
    "failed": Text(zh="不满足", en="NOT MET"),
    "passed": Text(zh="满足", en="MET"),
    "observed": Text(zh="当时情况", en="observed"),
    "required": Text(zh="要求", en="required"),
    "remedy": Text(zh="解决办法", en="what helps"),
    "not_applicable": Text(zh="不适用", en="does not apply"),
    "yes": Text(zh="是", en="yes"),
    "no": Text(zh="否", en="no"),
    "beijing": Text(zh="北京时间", en="in Beijing"),
    "not_kept": Text(
        zh="该申请早于规则判定的存档,当时的逐条判定没有记录。",
        en="This was decided before evaluations were kept: what each rule said is not on record.",
    ),
    "unweighed": Text(
        zh="发起该流程时没有逐条判定的准入规则。",
        en="It is begun without rules being weighed: there is no evaluation to explain.",
    ),
    "looks_fake": Text(zh="疑似虚假发货的情形:", en="What looks fake about the shipment:"),
    "fake_no_longer": Text(
        zh="曾被预警,现已解除:目前没有疑似虚假发货的情形。",
        en="It was warned, and that is over: nothing looks fake about the shipment any more.",
    ),
    "never_fake": Text(zh="没有疑似虚假发货的情形。", en="Nothing has looked fake about the shipment so far."),
    "untitled": Text(zh="(现行规则库中已无此规则)", en="(no longer in the rulebook)"),
    "comma": Text(zh=",", en=", "),
    "violations": Text(zh="存档中的拒绝原因:", en="The reasons of the refusal that are on record:"),
}
"""What stands around the values."""


def _levels(tier: str, zh: str) -> Mapping[str, Text]:
    names = (f"{tier}_{grade}" for grade in range(1, 6))
    return {name: Text(zh=f"{name[-1]} {zh}", en=name.replace("_", " ")) for name in names}


WORDS: Mapping[str, Text] = {
    # Risk: SR-01
    "level": Text(zh="等级", en="level"),
    "low": Text(zh="低", en="low"),
    "medium": Text(zh="中", en="medium"),
    "high": Text(zh="高", en="high"),
    "points": Text(zh="分值", en="points"),
    "points_below": Text(zh="分值低于", en="points below"),
    "waived": Text(zh="已解除限制", en="waived"),
    "or_waived": Text(zh="或已解除限制", en="or waived"),
    "reasons": Text(zh="原因", en="reasons"),
    "code": Text(zh="项目", en="code"),
    "count": Text(zh="次数", en="count"),
    "stated": Text(zh="平台说明", en="stated"),
    "breaches": Text(zh="履约违约", en="breaches"),
    "disputes_lost": Text(zh="败诉纠纷", en="disputes lost"),
    "medium_flag": Text(zh="平台中风险标记", en="medium flag"),
    "high_flag": Text(zh="平台高风险标记", en="high flag"),
    "entries": Text(zh="记录", en="entries"),
    "stream": Text(zh="流程", en="process"),
    "what": Text(zh="性质", en="what"),
    "breach": Text(zh="样品申请违约", en="breach of a sample request"),
    "default": Text(zh="合作订单违约", en="default on an order"),
    "dispute_lost": Text(zh="纠纷败诉", en="dispute lost"),
    "at": Text(zh="时间", en="at"),
    # Shops that close: IX-28
    "closing": Text(zh="正在关闭或已关闭", en="closing or closed"),
    # What is compared, and how
    "met": Text(zh="达标", en="met"),
    "missing": Text(zh="未提供的资料", en="missing"),
    "any_of": Text(zh="任一", en="any of"),
    "none_of": Text(zh="不属于", en="none of"),
    "above": Text(zh="高于", en="above"),
    "at_most": Text(zh="不超过", en="at most"),
    "at_least": Text(zh="不少于", en="at least"),
    "later_than": Text(zh="晚于", en="later than"),
    "from": Text(zh="自", en="from"),
    "before": Text(zh="早于", en="before"),
    "none_since": Text(zh="此后不得有", en="none since"),
    "found_at": Text(zh="认定时间", en="found at"),
    "by": Text(zh="行为人", en="by"),
    "merchant": Text(zh="商家本身", en="merchant"),
    "related_account": Text(zh="关联账号", en="related account"),
    "merchants_choice": Text(zh="商家选择提供样品", en="merchant's choice"),
    "published_at": Text(zh="发布时间", en="published at"),
    "or_unchosen_and_published_until": Text(zh="或商家未选择且发布不晚于", en="or unchosen and published until"),
    # Rights, sources, ways of adding: CA-03, CA-04
    "showcase": Text(zh="商品橱窗", en="showcase"),
    "video_cart": Text(zh="视频购物车", en="video cart"),
    "live_cart": Text(zh="直播购物车", en="live cart"),
    "source": Text(zh="来源", en="source"),
    "taobao_tmall": Text(zh="淘宝天猫", en="Taobao/Tmall"),
    "alliance": Text(zh="精选联盟", en="alliance"),
    "own_shop": Text(zh="小店", en="own shop"),
    "jd": Text(zh="京东", en="JD"),
    "kaola": Text(zh="考拉", en="Kaola"),
    "vip": Text(zh="唯品会", en="VIP"),
    "suning": Text(zh="苏宁", en="Suning"),
    "added_by": Text(zh="添加方式", en="added by"),
    "search": Text(zh="搜索", en="search"),
    "taobao_token": Text(zh="淘口令", en="Taobao token"),
    "shop_link": Text(zh="店铺链接", en="shop link"),
    # Forms: CO-01
    "live": Text(zh="直播", en="live"),
    "video": Text(zh="视频", en="video"),
    # Shops and products: CA-05, SR-03, CE-05, CE-06
    **_levels("heart", "心"),
    **_levels("diamond", "钻"),
    **_levels("crown", "皇冠"),
    **_levels("gold_crown", "金冠"),
    "cross_border": Text(zh="跨境商品", en="cross-border"),
    "virtual": Text(zh="虚拟商品", en="virtual"),
    "freight_free": Text(zh="包邮", en="freight free"),
    "not_freight_free_regions": Text(zh="不包邮地区", en="regions not freight-free"),
    "overseas": Text(zh="海外", en="overseas"),
    "douyin": Text(zh="抖音", en="Douyin"),
    "main_channels": Text(zh="主流渠道", en="main channels"),
    "enterprise": Text(zh="企业", en="enterprise"),
    "personal": Text(zh="个人", en="personal"),
    "none": Text(zh="无", en="none"),
}
"""Keys and codes that rules use."""

FACT_NAMES: Mapping[str, Text] = {
    "creator": Text(zh="创作者资料", en="the creator's data"),
    "creator.followers": Text(zh="粉丝数", en="followers"),
    "creator.public_original_videos": Text(zh="公开原创视频数", en="public original videos"),
    "creator.phone_bound": Text(zh="手机号绑定", en="phone bound"),
    "creator.real_name_verified": Text(zh="实名认证", en="real name verified"),
    "creator.bound_shop_id": Text(zh="绑定的小店", en="shop bound to the account"),
    "merchant.shop_opened": Text(zh="店铺开立", en="shop opened"),
    "merchant.meets_alliance_standard": Text(zh="商家符合精选联盟标准", en="merchant meets the alliance's standard"),
    "merchant.experience_score": Text(zh="商品体验分", en="experience score"),
    "merchant.main_category": Text(zh="主营类目", en="main category"),
    "merchant.trade_medal": Text(zh="交易勋章等级", en="trade medal"),
    "merchant.trustpass": Text(zh="诚信通", en="TrustPass"),
    "merchant.trustpass_valid_until": Text(zh="诚信通有效期", en="end of TrustPass"),
    "merchant.alipay_real_name_bound": Text(zh="实名支付宝绑定", en="real-name Alipay bound"),
    "merchant.buyer_protection_joined": Text(zh="买家保障服务", en="buyer protection joined"),
    "merchant.buyer_protection_deposit": Text(zh="买家保障保证金", en="buyer-protection deposit"),
    "merchant.severe_fake_trading": Text(zh="严重虚假交易记录", en="severe fake trading"),
    "merchant.violation_points_this_year": Text(zh="本年度违规扣分", en="violation points this year"),
    "merchant.severe_ip_infringement": Text(zh="严重知识产权侵权", en="severe infringement of intellectual property"),
    "merchant.infringing_goods_points": Text(zh="侵权商品扣分", en="points for infringing goods"),
    "merchant.prohibited_information_points": Text(zh="违禁信息扣分", en="points for prohibited information"),
    "merchant.business_compliance_violation": Text(zh="商业合规违规", en="business-compliance violation"),
    "merchant.court_dishonest": Text(zh="法院失信名单", en="court's list of the dishonest"),
    "merchant.severe_overdue_finance_debt": Text(zh="阿里金融严重逾期", en="severely overdue finance debt"),
    "merchant.overall_competitiveness_met": Text(zh="综合竞争力达标", en="overall competitiveness met"),
    "merchant.ships_within_48h_during_event": Text(
        zh="活动期间 48 小时发货承诺", en="shipping within 48 h during the event"
    ),
    "product": Text(zh="商品资料", en="the product's data"),
    "product.published_at": Text(zh="商品发布时间", en="when the product was published"),
    "sample_offer.offers_samples": Text(zh="商家是否提供样品的选择", en="merchant's choice on samples"),
    "product.merchant_id": Text(zh="商品所属商家", en="whose product it is"),
    "product.source": Text(zh="商品来源", en="product's source"),
    "product.category": Text(zh="商品类目", en="product's category"),
    "product.in_alliance": Text(zh="发布在精选联盟", en="published in the alliance"),
    "product.meets_alliance_standard": Text(zh="商品符合精选联盟标准", en="product meets the alliance's standard"),
    "product.cross_border": Text(zh="是否跨境商品", en="whether it is cross-border"),
    "product.virtual": Text(zh="是否虚拟商品", en="whether it is virtual"),
    "product.in_taobao_alliance": Text(zh="加入淘宝联盟", en="in the Taobao alliance"),
    "product.shop_scores.description": Text(zh="店铺描述评分", en="shop's description score"),
    "product.shop_scores.service": Text(zh="店铺服务评分", en="shop's service score"),
    "product.shop_scores.logistics": Text(zh="店铺物流评分", en="shop's logistics score"),
    "product.shop_level": Text(zh="淘宝店铺等级", en="Taobao shop's level"),
    "product.dropship": Text(zh="一件代发", en="dropship"),
    "product.freight_free": Text(zh="包邮", en="freight free"),
    "product.not_freight_free_regions": Text(zh="不包邮地区", en="regions not freight-free"),
    "product.shipping_guarantee_hours": Text(zh="发货保障时效", en="shipping guarantee in hours"),
    "product.pickup_rate_48h": Text(zh="48 小时揽收率", en="48-hour pickup rate"),
    "product.alipay_escrow": Text(zh="支付宝担保交易", en="Alipay escrow"),
    "product.no_reason_return_days": Text(zh="无理由退货天数", en="days of no-reason return"),
    "product.ewaybill_channels": Text(zh="电子面单渠道", en="e-waybill channels"),
}
"""The facts that rules cannot do without, by their path."""


def word(code: str, language: Language) -> str | None:
    """What a key, a code or a category's code is called; None: it has no words."""
    if code in MAIN_CATEGORIES:
        return str(getattr(MAIN_CATEGORIES[code], language))
    return str(getattr(WORDS[code], language)) if code in WORDS else None


def fact_name(path: str, language: Language) -> str:
    """What a fact is called; its path where it has no name."""
    return str(getattr(FACT_NAMES[path], language)) if path in FACT_NAMES else path


def rule_title(id: str, language: Language) -> str | None:
    """A rule's title in today's rulebook; None: it has no such rule any more."""
    return str(getattr(TITLES[id], language)) if id in TITLES else None
