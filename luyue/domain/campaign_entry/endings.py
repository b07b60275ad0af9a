"""What the end of a campaign entry means, in the words of the rule behind it."""

from collections.abc import Mapping

from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.registration_checks import irreparable
from luyue.domain.campaign_entry.state import CampaignEntry
from luyue.domain.endings import Ending, ending_by

ENDINGS: Mapping[str, Ending] = {
    s.REFUSED: ending_by(
        "CE-02",
        "报名时未满足活动的全部要求,未能报名;调整后可在报名时间内重新报名。",
        "Not every condition of the campaign was met on registering; once put right, the product can be registered "
        "again while registration is open.",
    ),
    s.REJECTED: ending_by(
        "CE-04",
        "商品未通过审核;商家可在活动结束前另选商品报名。",
        "The product was rejected at review; the merchant may register another one before the campaign's end.",
    ),
    s.LEFT: ending_by(
        "CE-07",
        "商家退出活动;已生成的订单仍按发货规则履行。",
        "The merchant left the campaign; orders already made still follow the shipping standard.",
    ),
    s.REMOVED: ending_by(
        "remove",
        "平台运营将该商品移出活动;已生成的订单仍按发货规则履行。",
        "The platform's operators took the product out of the campaign; orders already made still follow the shipping "
        "standard.",
    ),
    s.LAPSED: ending_by(
        "IX-25",
        "活动结束时仍未完成审核,报名失效,各方均无过错。",
        "Not reviewed by the event's end: the entry lapsed without anybody's fault.",
    ),
    s.COMPLETED: ending_by(
        "CE-01",
        "商品参加活动至活动结束。",
        "The product took part until the event's end.",
    ),
}

IRREPARABLE: Mapping[str, Ending] = {
    rule: ending_by(rule, zh, en)
    for rule, zh, en in (
        ("CE-01", "活动报名已结束,未能报名。", "Registration was over: the product could not be registered."),
        (
            "CE-04",
            "该商品在本活动的审核中未通过,不能再次报名;商家可在活动结束前另选商品报名。",
            "The product was rejected at this campaign's review and is out of it; the merchant may register another "
            "one before the campaign's end.",
        ),
        (
            "IX-28",
            "店铺正在关闭或已关闭,不能报名活动。",
            "The shop was closing or closed: it enters no campaigns.",
        ),
    )
}
"""What being refused means where nothing can be put right, by the rule that was not met."""


def ending(state: CampaignEntry) -> Ending | None:
    """How the entry ended; None as long as it is open."""
    rule = irreparable(state.violations)
    return ENDINGS.get(state.status) if rule is None else IRREPARABLE[rule]
