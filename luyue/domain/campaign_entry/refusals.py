"""What a campaign entry refuses without a trace, and by which rule."""

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.state import CampaignEntry
from luyue.domain.facts import Facts
from luyue.domain.messages import Command, Refusal, Text
from luyue.domain.process import not_allowed
from luyue.domain.rulebook import closing


def unknown_campaign(campaign_id: str) -> Refusal:
    return Refusal.of(
        "rule",
        "CE-01",
        zh="没有该活动。",
        en="There is no such campaign.",
        observed=campaign_id,
        remedy=Text(zh="请核对活动编号。", en="Check the campaign's id."),
    )


def check_the_shop_stays_open(state: CampaignEntry, facts: Facts) -> None:
    """IX-28: raises `Refusal` where nothing of the merchant is enrolled any more."""
    closing.refuse_if_closing(
        state.merchant_id,
        facts,
        Text(
            zh="商家店铺正在关闭或已关闭,不可再参加活动。",
            en="The merchant's shop is closing or closed: its products can't be enrolled any more.",
        ),
        Text(zh="请不予通过该报名,或等待商家退出。", en="Reject the entry, or wait for the merchant to leave."),
    )


def forbidden_by_status(state: CampaignEntry, command: Command) -> Refusal:
    """The refusal of a command that the status forbids, by the rule behind it where there is one."""
    match state.status, command:
        case s.LAPSED, m.Approve() | m.Reject():
            why = ("IX-25", "活动已结束,报名已失效。", "The event is over: the entry has lapsed.")
        case s.COMPLETED, m.Leave() | m.Remove():
            why = ("CE-01", "活动已结束。", "The event is over.")
        case s.UNDER_REVIEW, m.Remove():
            why = ("CE-03", "报名尚在审核,请通过或拒绝。", "The entry is under review: approve or reject it.")
        case ((s.ENROLLED | s.ACTIVE), m.Approve() | m.Reject()):
            why = ("CE-03", "该报名已审核通过。", "The entry has been reviewed and approved.")
        case _:
            return not_allowed(state, _name(command))
    rule, zh, en = why
    return Refusal.of("status", rule, zh=zh, en=en, observed=state.status)


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))
