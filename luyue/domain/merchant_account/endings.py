"""What the end of a merchant account means, in the words of the rule behind it."""

from collections.abc import Mapping

from luyue.domain.endings import Ending, ending_by
from luyue.domain.merchant_account.events import ClosedReason
from luyue.domain.merchant_account.state import MerchantAccount

CLOSED: Mapping[ClosedReason, Ending] = {
    "closed_by_merchant": ending_by(
        "IX-28",
        "商家申请关闭店铺,业务已全部完结、账单已全部结清,保证金余额予以退还。",
        "The merchant gave up its shop: everything open is finished and every statement settled; what is left of the "
        "deposit is returned.",
    ),
    "closed_unsettled": ending_by(
        "IX-28",
        "商家申请关闭店铺,业务已全部完结,平台结束了关店流程:未开票账单已按比例冻结货款或从保证金扣除,其余保证金予以退还。",
        "The merchant gave up its shop and everything else was finished: ops ended the closing. Of what is not "
        "invoiced a share is frozen or was deducted; what is left of the deposit is returned.",
    ),
    "severe_counterfeiting": ending_by(
        "MA-05",
        "因严重售假,平台已关闭店铺,并冻结保证金和货款。",
        "For severe counterfeiting the platform closed the shop and froze its deposit and payments.",
    ),
}


FREED = ending_by(
    "MA-05",
    "因严重售假,平台已关闭店铺;保证金和货款已解冻,保证金余额予以退还,因未开票而冻结的货款待开票后解冻。",
    "For severe counterfeiting the platform closed the shop; it has since freed deposit and payments. What is left of "
    "the deposit is returned; what is frozen for want of an invoice is until there is one.",
)


def ending(state: MerchantAccount) -> Ending | None:
    """How the account ended; None as long as it is not closed."""
    if state.closed_reason == "severe_counterfeiting" and state.frozen_at is None:
        return FREED
    return next((one for reason, one in CLOSED.items() if reason == state.closed_reason), None)
