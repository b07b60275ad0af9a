"""The words of a sample request's notices, by message key, in Chinese and English."""

from collections.abc import Mapping
from typing import get_args

from luyue.domain.messages import Text
from luyue.domain.sample_request.messages import ClosedReason

_REJECTED = {
    "not_match": Text(zh="创作者与商品不匹配", en="the creator does not match the product"),
    "out_of_stock": Text(zh="样品缺货", en="samples are out of stock"),
    "offline": Text(zh="商品已下架", en="the product is offline"),
    "other": Text(zh="其他原因", en="another reason"),
}

_CANCELLED = {
    "approval_timeout": Text(zh="商家未在期限内审核(SR-06)", en="the merchant did not decide in time (SR-06)"),
    "shipment_timeout": Text(zh="商家未在期限内发货(SR-08)", en="the sample was not shipped in time (SR-08)"),
    "withdrawn": Text(zh="创作者已撤回", en="the creator withdrew it"),
    "promotion_timeout": Text(zh="未在期限内推广(SR-14)", en="the product was not promoted in time (SR-14)"),
    "product_unavailable": Text(zh="商品已下架或退出联盟", en="the product is no longer available"),
    "merchant_left": Text(zh="商家已退出联盟", en="the merchant has left the alliance"),
    "creator_ineligible": Text(zh="创作者不再符合条件", en="the creator is no longer eligible"),
    "fake_shipment": Text(zh="发货单号不真实", en="the shipment was not genuine"),
    "not_received": Text(zh="样品未送达", en="the sample did not arrive"),
    "ops": Text(zh="由平台运营取消", en="the platform cancelled it"),
}

_DEADLINES = {
    "approval_window": Text(zh="审核期限", en="the time to decide"),
    "shipping_due": Text(zh="发货期限", en="the time to ship"),
    "shipping_cutoff": Text(zh="最晚发货期限", en="the last time to ship"),
    "receipt_window": Text(zh="确认收货期限", en="the time to confirm receipt"),
    "promotion_window": Text(zh="推广期限", en="the time to promote"),
}

_DUE_SOON = {
    "approval_window.cancel": Text(zh="逾期未审核将自动取消", en="undecided by then, it is cancelled"),
    "shipping_due.record_late": Text(zh="逾期未发货将记为延迟发货", en="unshipped by then, it is recorded as late"),
    "shipping_cutoff.cancel": Text(zh="逾期未发货将自动取消", en="unshipped by then, it is cancelled"),
    "receipt_window.confirm_receipt": Text(zh="逾期将自动确认收货", en="receipt is then confirmed automatically"),
    "promotion_window.breach": Text(zh="逾期未推广将记为违约", en="unpromoted by then, it is a breach"),
    "promotion_window.cancel": Text(
        zh="届时商品仍未恢复的,申请取消", en="with the product still away by then, the request is cancelled"
    ),
    "promotion_window.await_retention": Text(
        zh="届时已发布的内容须继续保留至期满", en="what is published by then has to stay for its full time"
    ),
}


def _texts() -> dict[str, Text]:
    texts = {
        "new": Text(
            zh="创作者 {creator_id} 申请了商品 {product_id} 的样品({id}),请审核。",
            en="Creator {creator_id} asks for a sample of product {product_id} ({id}): please decide.",
        ),
        "received": Text(
            zh="您对商品 {product_id} 的样品申请({id})已提交,等待商家审核。",
            en="Your request for a sample of product {product_id} ({id}) has been made and waits for the merchant.",
        ),
        "refused": Text(
            zh="您对商品 {product_id} 的样品申请({id})未通过:{reasons:list}",
            en="Your request for a sample of product {product_id} ({id}) was refused: {reasons:list}",
        ),
        "approved": Text(
            zh="商品 {product_id} 的样品申请({id})已通过,等待商家发货。",
            en="The sample request for product {product_id} ({id}) was approved; the merchant ships next.",
        ),
        "withdrawn": Text(
            zh="商品 {product_id} 的样品申请({id})已由创作者撤回。",
            en="The sample request for product {product_id} ({id}) was withdrawn by the creator.",
        ),
        "shipment-late": Text(
            zh="商品 {product_id} 的样品({id})未在 {due_at:time} 前发货,已记为商家延迟发货;申请继续有效。",
            en="The sample of product {product_id} ({id}) was not shipped by {due_at:time}: "
            "late, on the merchant's record. The request goes on.",
        ),
        "shipped": Text(
            zh="商品 {product_id} 的样品({id})已发货:{carrier} {tracking_no}。",
            en="The sample of product {product_id} ({id}) was shipped: {carrier} {tracking_no}.",
        ),
        "shipment-corrected": Text(
            zh="商品 {product_id} 的样品({id})物流单号已更正为 {carrier} {tracking_no}。",
            en="The shipment of the sample of product {product_id} ({id}) was corrected: {carrier} {tracking_no}.",
        ),
        "delivered": Text(
            zh="商品 {product_id} 的样品({id})已于 {delivered_at:time} 送达,请创作者确认收货。",
            en="The sample of product {product_id} ({id}) was delivered at {delivered_at:time}: "
            "the creator confirms receipt next.",
        ),
        "non-receipt": Text(
            zh="创作者 {creator_id} 报告未收到商品 {product_id} 的样品({id}),自动收货计时已停止,等待平台运营处理。",
            en="Creator {creator_id} reports that the sample of product {product_id} ({id}) has not arrived. "
            "The receipt clock is stopped until ops decide.",
        ),
        "receipt-resumed": Text(
            zh="商品 {product_id} 的样品({id})收货计时已恢复,将于 {due_at:time} 自动确认收货。",
            en="The receipt clock of the sample of product {product_id} ({id}) runs again: "
            "receipt is confirmed automatically at {due_at:time}.",
        ),
        "receipt-still-stopped": Text(
            zh="商品 {product_id} 的样品({id})未收货报告已处理;因物流单号仍在预警中,收货计时继续停止。",
            en="The report that the sample of product {product_id} ({id}) has not arrived is settled; as the shipment "
            "is still under a warning, the receipt clock stays stopped.",
        ),
        "shipment-warned": Text(
            zh="商品 {product_id} 的样品({id})物流单号疑似不真实({rule}),自动收货计时已停止;"
            "商家须在 {due_at:time} 前更正。",
            en="The shipment of the sample of product {product_id} ({id}) looks fake ({rule}): the receipt clock is "
            "stopped, and the merchant has until {due_at:time} to put it right.",
        ),
        "shipment-cleared.corrected": Text(
            zh="商品 {product_id} 的样品({id})物流单号已更正并通过校验,收货计时重新开始,"
            "将于 {due_at:time} 自动确认收货。",
            en="The shipment of the sample of product {product_id} ({id}) was put right: the receipt clock starts anew "
            "and receipt is confirmed automatically at {due_at:time}.",
        ),
        "shipment-cleared.withdrawn": Text(
            zh="商品 {product_id} 的样品({id})物流单号预警已解除,收货计时继续,将于 {due_at:time} 自动确认收货。",
            en="The warning of the shipment of product {product_id} ({id}) is withdrawn: the receipt clock goes on and "
            "receipt is confirmed automatically at {due_at:time}.",
        ),
        "shipment-cleared.corrected.still-stopped": Text(
            zh="商品 {product_id} 的样品({id})物流单号已更正并通过校验;未收货报告仍待平台运营处理,收货计时继续停止。",
            en="The shipment of the sample of product {product_id} ({id}) was put right; ops still decide on the "
            "report that it has not arrived, and the receipt clock stays stopped.",
        ),
        "shipment-cleared.withdrawn.still-stopped": Text(
            zh="商品 {product_id} 的样品({id})物流单号预警已解除;未收货报告仍待平台运营处理,收货计时继续停止。",
            en="The warning of the shipment of product {product_id} ({id}) is withdrawn; ops still decide on the "
            "report that it has not arrived, and the receipt clock stays stopped.",
        ),
        "promotion-paused.product_unavailable": Text(
            zh="商品 {product_id} 自 {since:time} 起已下架或退出联盟,样品申请({id})的推广计时暂停;"
            "到原推广期结束仍未恢复的,申请取消,双方均无过错。",
            en="Product {product_id} is not available since {since:time}: the time to promote it ({id}) is paused. "
            "Where it is not back by the original end, the request is cancelled without anybody's fault.",
        ),
        "promotion-paused.merchant_left": Text(
            zh="商品 {product_id} 的商家自 {since:time} 起已退出联盟,样品申请({id})的推广计时暂停;"
            "到原推广期结束仍未恢复的,申请取消,双方均无过错。",
            en="The merchant of product {product_id} has left the alliance since {since:time}: the time to promote it "
            "({id}) is paused. Where it is not back by the original end, the request is cancelled without anybody's "
            "fault.",
        ),
        "promotion-resumed": Text(
            zh="商品 {product_id} 已恢复,样品申请({id})的推广计时继续。",
            en="Product {product_id} is available again: the clocks of its promotion ({id}) go on.",
        ),
        "promotion-resumed.until": Text(
            zh="商品 {product_id} 已恢复,样品申请({id})的推广计时继续,推广期至 {due_at:time} 届满。",
            en="Product {product_id} is available again: the time to promote it ({id}) goes on and ends at "
            "{due_at:time}.",
        ),
        "receipt-confirmed.by-creator": Text(
            zh="商品 {product_id} 的样品({id})已由创作者确认收货,推广期开始。",
            en="The creator confirmed receipt of the sample of product {product_id} ({id}); the time to promote runs.",
        ),
        "receipt-confirmed.automatically": Text(
            zh="商品 {product_id} 的样品({id})已于 {at:time} 自动确认收货,推广期开始。",
            en="Receipt of the sample of product {product_id} ({id}) was confirmed automatically at {at:time}; "
            "the time to promote runs.",
        ),
        "content-counted": Text(
            zh="内容 {content} 已计入商品 {product_id} 的推广({id}),保持至 {due_at:time} 即完成。",
            en="{content} counts as promotion of product {product_id} ({id}) and is complete at {due_at:time}.",
        ),
        "content-lost": Text(
            zh="内容 {content} 已于 {lost_at:time} 中断,不再计入商品 {product_id} 的推广({id})。",
            en="{content} ended at {lost_at:time} and no longer counts as promotion of product {product_id} ({id}).",
        ),
        "window-ended": Text(
            zh="商品 {product_id} 的推广期({id})已结束,已发布的内容仍在保留期内。",
            en="The time to promote product {product_id} ({id}) is over; what was published still has to stay.",
        ),
        "fulfilled": Text(
            zh="商品 {product_id} 的样品申请({id})已于 {fulfilled_at:time} 履约完成({content})。",
            en="The sample request for product {product_id} ({id}) was fulfilled at {fulfilled_at:time} by {content}.",
        ),
        "breached": Text(
            zh="商品 {product_id} 的样品申请({id})未在推广期内完成推广,已记为创作者违约。",
            en="Product {product_id} was not promoted in time ({id}): breached, on the creator's record.",
        ),
        "reported-late": Text(
            zh="样品申请({id})记为违约后,收到期内内容 {content} 的报告(自 {since:time}),平台运营可恢复该申请。",
            en="After the breach of sample request {id}, {content} was reported, dated in time ({since:time}). "
            "Ops may reinstate the request.",
        ),
        "reinstated.restarted": Text(
            zh="商品 {product_id} 的样品申请({id})已恢复,违约记录已撤销,推广期重新开始。",
            en="The sample request for product {product_id} ({id}) was reinstated and the breach struck; "
            "the time to promote starts anew.",
        ),
        "reinstated.counted": Text(
            zh="商品 {product_id} 的样品申请({id})已恢复,违约记录已撤销,期内内容已计入。",
            en="The sample request for product {product_id} ({id}) was reinstated and the breach struck; "
            "the content dated in time counts.",
        ),
    }
    for reason, words in _REJECTED.items():
        texts[f"rejected.{reason}"] = Text(
            zh=f"商品 {{product_id}} 的样品申请({{id}})被商家拒绝:{words.zh}。",
            en=f"The merchant rejected the sample request for product {{product_id}} ({{id}}): {words.en}.",
        )
    for reason in get_args(ClosedReason):
        words = _CANCELLED[reason]
        texts[f"cancelled.{reason}"] = Text(
            zh=f"商品 {{product_id}} 的样品申请({{id}})已取消:{words.zh}。",
            en=f"The sample request for product {{product_id}} ({{id}}) was cancelled: {words.en}.",
        )
    for due, words in _DUE_SOON.items():
        name = _DEADLINES[due.partition(".")[0]]
        texts[f"due-soon.{due}"] = Text(
            zh=f"商品 {{product_id}} 的样品申请({{id}}):{name.zh}将于 {{due_at:time}} 届满,{words.zh}。",
            en=f"Sample request {{id}} for product {{product_id}}: {name.en} ends at {{due_at:time}}; {words.en}.",
        )
    for deadline, name in _DEADLINES.items():
        texts[f"extended.{deadline}"] = Text(
            zh=f"商品 {{product_id}} 的样品申请({{id}}):{name.zh}由 {{due_at:time}} 延长至 {{until:time}}。",
            en=f"Sample request {{id}} for product {{product_id}}: "
            f"{name.en} was extended from {{due_at:time}} to {{until:time}}.",
        )
    return {f"sample-request.{key}": text for key, text in texts.items()}


TEXTS: Mapping[str, Text] = _texts()
