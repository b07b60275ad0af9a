"""What the end of a shipment means, in the words of the rule behind it."""

from luyue.domain.endings import Ending, ending_by
from luyue.domain.shipment.state import DELIVERED, RELEASED, VIOLATION, Shipment

ARRIVED = ending_by("SH-07", "包裹已送达或已确认收货。", "The parcel has arrived.")
FAKE = ending_by(
    "SH-06",
    "预警期内未整改或整改无效,认定为虚假发货违规,已生成罚单。",
    "A fake shipment that was not put right in time, or not effectively: a violation with a penalty ticket.",
)
NOT_WANTED = ending_by(
    "CE-09",
    "订单已退款,包裹无需再送达,商家可自行拦截。",
    "The order was refunded: the parcel need not arrive, and the merchant may intercept it.",
)
UNTRACKED = ending_by(
    "SH-07",
    "该物流公司一直没有回传物流轨迹,平台不再跟踪此包裹。",
    "Its carrier has shown no tracks: the parcel is watched no longer.",
)


def ending(state: Shipment) -> Ending | None:
    """How the shipment ended; None as long as it is on its way or can be put right."""
    released = UNTRACKED if state.released_because == "untracked" else NOT_WANTED
    return {DELIVERED: ARRIVED, VIOLATION: FAKE, RELEASED: released}.get(state.status)
