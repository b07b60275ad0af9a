"""What the end of a sample request means, in the words of the rule behind it."""

from collections.abc import Mapping

from luyue.domain.endings import Ending, ending_by
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.messages import ClosedReason
from luyue.domain.sample_request.state import SampleRequest

REFUSED = ending_by(
    "SR-01–SR-05, SR-16",
    "申请不符合平台规定的样品申请条件,平台未予通过。",
    "The request did not meet the platform's conditions for samples: the platform refused it.",
)
REJECTED = ending_by("SR-06", "商家审核后拒绝了申请。", "The merchant rejected the request.")
BY_VIDEO = ending_by(
    "SR-12",
    "创作者发布的视频携带该商品,并按规定连续保留至期满,样品申请已履约。",
    "A video of the creator carried the product and stayed published for the whole of its time: fulfilled.",
)
BY_LIVE = ending_by(
    "SR-13",
    "该商品在创作者的直播间购物车中连续停留达到规定时长并经讲解,样品申请已履约。",
    "The product stayed in the cart of the creator's live room for the minimum time and was explained: fulfilled.",
)

CLOSED: Mapping[ClosedReason, Ending] = {
    "approval_timeout": ending_by(
        "SR-06",
        "商家未在期限内审核,申请自动取消。",
        "The merchant did not decide in time: cancelled automatically.",
    ),
    "shipment_timeout": ending_by(
        "SR-08",
        "审核通过后商家未在最晚发货期限内发货,申请自动取消。",
        "Approved, and not shipped by the last time to ship: cancelled automatically.",
    ),
    "withdrawn": ending_by(
        "SR-16",
        "创作者在样品发货前撤回了申请。",
        "The creator withdrew the request before the sample was shipped.",
    ),
    "promotion_timeout": ending_by(
        "SR-14",
        "推广期限届满仍未履约,按违约结束,计入创作者的履约记录。",
        "The time to promote was over without fulfilment: a breach, on the creator's record.",
    ),
    "product_unavailable": ending_by(
        "IX-13",
        "商品已下架或退出联盟,申请取消,双方均无过错。",
        "The product is no longer available: cancelled without anybody's fault.",
    ),
    "merchant_left": ending_by(
        "IX-14",
        "样品发货前商家退出精选联盟,申请取消,计入商家记录。",
        "The merchant left the alliance before shipping: cancelled, on the merchant's record.",
    ),
    "creator_ineligible": ending_by(
        "IX-15",
        "样品发货前创作者不再符合条件,申请取消。",
        "The creator was no longer eligible before the sample was shipped: cancelled.",
    ),
    "fake_shipment": ending_by(
        "IX-09",
        "发货单号不真实且未更正,申请取消,责任在商家。",
        "The shipment was not genuine and was not corrected: cancelled against the merchant.",
    ),
    "not_received": ending_by(
        "IX-08",
        "创作者报告未收到样品,经平台核实取消申请。",
        "The creator reported that the sample had not arrived, and the platform cancelled the request.",
    ),
    "ops": ending_by("cancel", "由平台运营取消。", "The platform's operators cancelled the request."),
}


def ending(state: SampleRequest) -> Ending | None:
    """How the request ended; None as long as it is open."""
    match state.status:
        case s.REFUSED:
            return REFUSED
        case s.REJECTED:
            return REJECTED
        case s.COMPLETED:
            return BY_VIDEO if str(state.fulfilled_by).startswith("video/") else BY_LIVE
        case s.CANCELLED | s.BREACHED:
            return next((one for reason, one in CLOSED.items() if reason == state.closed_reason), None)
        case _:
            return None
