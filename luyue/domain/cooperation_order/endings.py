"""What the end of an order means, in the words of the rule behind it (CO-03 to CO-09)."""

from collections.abc import Mapping

from luyue.domain.cooperation_order.agreement import AcceptedBy, ClosedReason
from luyue.domain.cooperation_order.state import COMPLETED, CooperationOrder
from luyue.domain.endings import Ending, ending_by

CLOSED: Mapping[ClosedReason, Ending] = {
    "declined": ending_by(
        "CO-03", "创作者拒绝合作,合作订单未生效。", "The creator declined: the order never took effect."
    ),
    "withdrawn": ending_by(
        "CO-03",
        "商家在创作者接单前撤回了合作订单,订单未生效。",
        "The merchant withdrew the offer before it was accepted: the order never took effect.",
    ),
    "acceptance_timeout": ending_by(
        "CO-03",
        "创作者未在期限内接单,订单流程自动关闭。",
        "The creator did not accept in time: the order closed automatically.",
    ),
    "agreed": ending_by(
        "CO-04",
        "一方发起取消并经另一方确认,视为双方协商取消,合作订单约定内容不再生效。",
        "One side asked to cancel and the other confirmed: cancelled by agreement, and the terms are void.",
    ),
    "cancellation_unanswered": ending_by(
        "CO-05",
        "取消申请超时未获答复,订单单方取消;合作订单约定内容仍具有法律效力,双方可依据订单约定依法追究违约方的责任。",
        "The request to cancel was not answered in time: a one-sided cancellation. The terms stay legally binding, "
        "and either side may pursue the one in default under them.",
    ),
    "latest_broadcast_missed": ending_by(
        "CO-05",
        "创作者未在最晚开播时间前开播,商家单方取消;合作订单约定内容仍具有法律效力,双方可依据订单约定依法追究违约方的责任。",
        "The creator was not live by the latest broadcast time and the merchant cancelled alone. The terms stay "
        "legally binding, and either side may pursue the one in default under them.",
    ),
    "merchant_left": ending_by(
        "IX-14",
        "商家退出精选联盟,创作者单方取消;合作订单约定内容仍具有法律效力,双方可依据订单约定依法追究违约方的责任。",
        "The merchant left the alliance and the creator cancelled alone. The terms stay legally binding, and either "
        "side may pursue the one in default under them.",
    ),
    "overdue": ending_by(
        "CO-05",
        "最晚开播时间过后仍未开播,系统自动关单;合作订单约定内容仍具有法律效力,双方可依据订单约定依法追究违约方的责任。",
        "Still not live after the latest broadcast time: the system closed the order. The terms stay legally binding, "
        "and either side may pursue the one in default under them.",
    ),
    "negotiation_failed": ending_by(
        "CO-08",
        "验收未通过,双方未在期限内就补播等事宜达成一致,系统自动关单;"
        "合作订单约定内容仍具有法律效力,双方可依据订单约定依法追究违约方的责任。",
        "Verification failed and no rebroadcast was agreed in time: the system closed the order. The terms stay "
        "legally binding, and either side may pursue the one in default under them.",
    ),
    "ruling": ending_by(
        "CO-09",
        "官方仲裁裁定取消合作;合作订单约定内容仍具有法律效力,违约方依裁定承担责任。",
        "Cancelled by a ruling of the official arbitration. The terms stay legally binding, and the one in default "
        "answers as ruled.",
    ),
}

ACCEPTED: Mapping[AcceptedBy, Ending] = {
    "merchant": ending_by("CO-07", "商家验收通过,合作订单已完成。", "The merchant accepted the delivery: completed."),
    "timeout": ending_by(
        "CO-07",
        "商家超时未验收,系统自动验收,合作订单已完成。",
        "The merchant did not verify in time: accepted automatically, and completed.",
    ),
    "ruling": ending_by(
        "CO-09",
        "官方仲裁裁定交付视为通过验收,合作订单已完成。",
        "The official arbitration ruled that the delivery counts as accepted: completed.",
    ),
}


def ending(state: CooperationOrder) -> Ending | None:
    """How the order ended; None as long as it is open."""
    if state.status == COMPLETED and state.accepted_by is not None:
        return ACCEPTED[state.accepted_by]
    return next((one for reason, one in CLOSED.items() if reason == state.closed_reason), None)
