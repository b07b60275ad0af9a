"""What the end of a consumer order means, in the words of the rule behind it."""

from collections.abc import Mapping

from luyue.domain.consumer_order.state import COMPLETED, ConsumerOrder
from luyue.domain.consumer_order.terms import ClosedReason, ReceivedBy
from luyue.domain.endings import Ending, ending_by

RECEIVED: Mapping[ReceivedBy, Ending] = {
    "buyer": ending_by("SH-09", "买家确认收货,订单完成。", "The buyer confirmed receipt: the order is complete."),
    "carrier": ending_by(
        "SH-09", "物流显示已签收,订单完成。", "The carrier delivered the parcel: the order is complete."
    ),
    "timeout": ending_by(
        "SH-09",
        "发货后在规定期限内无人提出异议,视为已收货,订单完成。",
        "Nobody objected within the time after shipping: it counts as received, and the order is complete.",
    ),
}

CLOSED: Mapping[ClosedReason, Ending] = {
    "refund_only": ending_by(
        "CE-09",
        "买家申请仅退款,实付金额已全部退还,订单关闭。",
        "The buyer asked for a refund without a return, and all that was paid was refunded.",
    ),
    "unshipped": ending_by(
        "SH-09",
        "商家一直未发货,实付金额已自动全部退还,订单关闭。",
        "The merchant never shipped: all that was paid was refunded automatically.",
    ),
    "fake_shipment": ending_by(
        "SH-09",
        "发货被认定为虚假且未补正,按未发货处理,实付金额已全部退还,订单关闭。",
        "The shipment was fake and was not put right, which is no shipment: all that was paid was refunded.",
    ),
}


GENUINE_AFTER_ALL = ending_by(
    "SH-06",
    "发货曾被认定为虚假,实付金额已全部退还;后经平台核实发货真实,虚假发货的认定及其赔付已撤销,退款不变,订单关闭。",
    "The shipment was found fake, and all that was paid was refunded; ops then found it genuine: nothing is owed for a "
    "fake shipment any more, and the refund stays.",
)


def ending(state: ConsumerOrder) -> Ending | None:
    """How the order ended; None as long as it is open."""
    if state.status == COMPLETED:
        return next(one for by, one in RECEIVED.items() if by == state.received_by)
    proved_genuine = state.shipment is not None and state.shipment.found_genuine_at is not None
    if state.closed_reason == "fake_shipment" and proved_genuine:
        return GENUINE_AFTER_ALL
    return next((one for reason, one in CLOSED.items() if reason == state.closed_reason), None)
