"""What the buyer reads on the order's page: where the order stands, in Chinese and English (CA-09)."""

from collections.abc import Mapping
from datetime import datetime

from luyue.domain.consumer_order import state as s
from luyue.domain.consumer_order.state import ConsumerOrder, receipt_due_at, shipping_due_at, unshipped_refund_at
from luyue.domain.messages import Text
from luyue.domain.notices import Worded
from luyue.domain.policy import Policy

TEXTS: Mapping[str, Text] = {
    "to-be-shipped": Text(
        zh="商家正在备货,最晚于 {due_at:time} 发货;逾期未发货,您将按规定获得赔付。",
        en="The merchant is preparing your order, and ships it by {due_at:time}; if it is late, you are compensated as "
        "the rules say.",
    ),
    "late": Text(
        zh="商家未按时发货,我们正在督促。若至 {refund_at:time} 仍未发货,款项将自动全额退还给您。",
        en="The merchant has not shipped in time. If it has still not shipped by {refund_at:time}, all that is left of "
        "your payment is refunded automatically.",
    ),
    "late-by-force-majeure": Text(
        zh="受不可抗力影响,商家未能按时发货。若至 {refund_at:time} 仍未发货,款项将自动全额退还给您。",
        en="Force majeure keeps the merchant from shipping in time. If it has still not shipped by {refund_at:time}, "
        "all that is left of your payment is refunded automatically.",
    ),
    "shipped": Text(
        zh="商家已发货({carrier} {tracking_no}),请留意物流。若无异议,将于 {due_at:time} 自动确认收货。",
        en="Your order is on its way ({carrier} {tracking_no}). Unless you object, it counts as received at "
        "{due_at:time}.",
    ),
    "shipment-checked": Text(
        zh="您的包裹物流信息异常,我们正在核实,并已要求商家限期处理;若属虚假发货,款项将全额退还给您。",
        en="Something is wrong with your parcel's tracking: we are looking into it, and the merchant has to put it "
        "right. If it was not really shipped, your payment is refunded.",
    ),
    "refund-asked": Text(
        zh="您申请的 {amount} 元退款正等待商家处理;商家至 {due_at:time} 未处理的,将自动退款。",
        en="The merchant is to answer your request for a refund of {amount} yuan; without an answer by {due_at:time} "
        "it is made automatically.",
    ),
    "arrived": Text(zh="您的包裹已送达。", en="Your parcel has arrived."),
    "completed": Text(zh="订单已完成,感谢您的购买。", en="Your order is complete. Thank you."),
    "refunded": Text(
        zh="订单已关闭,实付款项已全部退还给您。", en="Your order is closed, and all you paid is refunded."
    ),
    "compensated": Text(
        zh="您另获得赔付 {compensation} 元,无需申请。",
        en="Besides, you receive a compensation of {compensation} yuan, without having to ask.",
    ),
    "refunded-in-part": Text(zh="已退款 {refunded} 元。", en="{refunded} yuan were refunded."),
}
_WORDED = Worded(texts=TEXTS)


def message(state: ConsumerOrder, policy: Policy) -> Text:
    """Where the order stands, in sentences; times are Beijing's in Chinese and UTC in English."""
    standing = state.claim
    keys = [_standing(state)]
    if state.refunds and state.status in s.OPEN:
        keys.append("refunded-in-part")
    if standing is not None:
        keys.append("compensated")
    parameters = {
        **_times(state, policy),
        "carrier": state.shipment.carrier if state.shipment else "",
        "tracking_no": state.shipment.tracking_no if state.shipment else "",
        "amount": state.request.amount if state.request else "",
        "refunded": state.refunded,
        "compensation": standing.amount if standing else "",
    }
    sentences = [_WORDED.render(key, parameters) for key in keys]
    return Text(zh="".join(one.zh for one in sentences), en=" ".join(one.en for one in sentences))


def _standing(state: ConsumerOrder) -> str:
    match state.status:
        case s.COMPLETED:
            return "completed"
        case s.REFUNDED:
            return "refunded"
    if state.request is not None:
        return "refund-asked"
    if state.status == s.AWAITING_SHIPMENT:
        if state.late_at is None:
            return "to-be-shipped"
        return "late" if state.force_majeure_at is None else "late-by-force-majeure"
    if state.is_warned:
        return "shipment-checked"
    return "shipped" if state.received_by is None else "arrived"


def _times(state: ConsumerOrder, policy: Policy) -> dict[str, str]:
    due_at: datetime | None = None
    if state.request is not None:
        due_at = state.extended("refund_answer", state.request.at + policy.refund_answer)
    elif state.status == s.AWAITING_SHIPMENT:
        due_at = shipping_due_at(state)
    elif state.receipt_since is not None:
        due_at = receipt_due_at(state, policy)
    refund_at = unshipped_refund_at(state, policy)
    return {"due_at": due_at.isoformat() if due_at else "", "refund_at": refund_at.isoformat()}
