"""Why a merchant account refuses a command, each in the words of the rule behind it."""

from collections.abc import Mapping, Sequence

from luyue.domain.merchant_account import messages as m
from luyue.domain.merchant_account import state as s
from luyue.domain.merchant_account.state import MerchantAccount
from luyue.domain.messages import Command, Refusal, Text
from luyue.domain.process import not_allowed


def no_licence() -> Refusal:
    return Refusal.of(
        "rule",
        "MA-07",
        zh="没有待审核的营业执照。",
        en="There is no business licence to be reviewed.",
        remedy=Text(zh="请先由商家提交营业执照。", en="The merchant submits its business licence first."),
    )


def no_statement(state: MerchantAccount, name: str) -> Refusal:
    return Refusal.of(
        "rule",
        "MA-04",
        zh="没有待开票的该期账单:尚未出账、金额为零或已结清。",
        en="There is no such statement to be invoiced: not issued yet, of nothing, or settled.",
        observed=name,
        required=[one.name for one in state.statements],
    )


def beyond_all_money(rule: str, most: object) -> Refusal:
    return Refusal.of(
        "rule",
        rule,
        zh="累计金额超出可记录的范围。",
        en="The sum is more than can be recorded.",
        required={"at_most": str(most)},
    )


def still_open(processes: Mapping[str, int]) -> Refusal:
    return Refusal.of(
        "rule",
        "IX-28",
        zh="商家仍有未完结的业务,保证金暂不能退还。",
        en="Something of the merchant's is still open: the deposit can't be returned yet.",
        observed=dict(processes),
        required={},
        remedy=Text(zh="请在相关业务全部完结后再操作。", en="Try again once all of it is finished."),
    )


def just_begun() -> Refusal:
    return Refusal.of(
        "rule",
        "IX-28",
        zh="店铺刚开始关闭,此前的业务可能仍在登记。",
        en="The shop has only just begun to close: what was decided before may be on its way to the record still.",
        remedy=Text(zh="请稍后再操作。", en="Try again in a few seconds."),
    )


def sells_counterfeits(product_ids: Sequence[str]) -> Refusal:
    return Refusal.of(
        "rule",
        "MA-05",
        zh="该商家有商品因严重售假被下架,不可开通店铺。",
        en="Products of the merchant's are delisted for severe counterfeiting: no shop is opened for it.",
        observed=list(product_ids),
        required=[],
        remedy=Text(zh="请在商品恢复上架后再申请。", en="Apply again once the products are back."),
    )


def forbidden_by_status(state: MerchantAccount, command: Command) -> Refusal:
    """The refusal of a command that the status forbids, by the rule behind it where there is one."""
    match state.status, command:
        case ((s.OPEN | s.CLOSING), m.Open()):
            why = ("MA-07", "该商家的账户已开通。", "This merchant's account is open already.")
        case s.CLOSED, m.Open():
            why = ("IX-28", "该商家的店铺已关闭,不可重新开通。", "This merchant's shop is closed for good.")
        case ((s.CLOSING | s.CLOSED), m.SetCategories() | m.CloseShop()):
            why = (
                "IX-28",
                "店铺正在关闭或已关闭,不再接受新的业务。",
                "The shop is closing or closed: nothing new begins.",
            )
        case s.OPEN, m.ReviewClosing():
            why = ("IX-28", "店铺未在关闭中。", "The shop is not closing.")
        case _, m.RecordDepositReturn() if state.status:
            why = ("MA-03", "没有待退还的保证金。", "There is no deposit to be returned.")
        case ((s.OPEN | s.CLOSED), m.FinishClosing()):
            why = ("IX-28", "店铺未在关闭中。", "The shop is not closing.")
        case _, m.LiftFreeze() if state.status:
            why = ("MA-05", "保证金与货款未被平台冻结。", "The platform has not frozen the deposit and the payments.")
        case _:
            return not_allowed(state, _name(command))
    rule, zh, en = why
    return Refusal.of("status", rule, zh=zh, en=en, observed=state.status)


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if type(command) is kind)
