"""The words of a consumer order's notices, by message key, in Chinese and English; they are the merchant's and ops'."""

from collections.abc import Mapping

from luyue.domain.messages import Text

CAUTIONS: Mapping[str, Text] = {
    "presale_long": Text(
        zh="预售发货时间超过平台建议的最长时间(SH-08)。", en=" The presale time is longer than is recommended (SH-08)."
    ),
    "stock_unreal": Text(
        zh="商品库存疑似未如实填写,请按真实库存填写(SH-08)。",
        en=" The declared stock hardly looks real: declare what there is (SH-08).",
    ),
}

ABNORMAL_REASONS: Mapping[str, Text] = {
    "out_of_stock": Text(zh="缺货", en="out of stock"),
    "logistics": Text(zh="物流受阻", en="logistics disrupted"),
    "address": Text(zh="收货地址异常", en="a problem with the address"),
    "other": Text(zh="其他原因", en="another reason"),
}

REFUNDS: Mapping[str, Text] = {
    "at_once": Text(
        zh="活动订单未发货仅退款,无需商家处理,已即时退款(CE-09)。仅部分退款的,订单继续履行。",
        en="an unshipped order of a campaign, made at once without you (CE-09). Refunded in part, the order goes on.",
    ),
    "merchant": Text(zh="您已同意退款。", en="you agreed to it."),
    "timeout": Text(
        zh="您未在期限内处理,视为同意退款(CE-09)。", en="you did not answer in time, which counts as agreeing (CE-09)."
    ),
    "unshipped": Text(
        zh="您一直未发货,剩余款项已自动退还(SH-09)。", en="you never shipped, and the rest was refunded (SH-09)."
    ),
    "fake_shipment": Text(
        zh="发货被认定为虚假,剩余款项已自动退还(SH-09)。",
        en="the shipment was found fake, and the rest was refunded (SH-09).",
    ),
}

_SCENARIOS = {
    "late_shipment": Text(zh="未按时发货", en="late shipment"),
    "fake_shipment": Text(zh="虚假发货", en="fake shipment"),
}

_TAKEN_BACK = {
    "force_majeure": Text(zh="经认定属不可抗力", en="force majeure was found"),
    "shipment_cleared": Text(zh="经复核发货真实", en="the shipment was found genuine after all"),
}

_RECEIVED = {
    "buyer": Text(zh="买家已确认收货。", en="the buyer confirmed receipt."),
    "carrier": Text(zh="物流显示已签收。", en="the carrier delivered it."),
    "timeout": Text(zh="已到期自动确认收货。", en="it counts as received, as the time for it is over."),
}

_REFUNDED = {
    "refund_only": Text(
        zh="尚未发货的,请勿再发货;已寄出的,请自行拦截(CE-09)。",
        en="Do not ship it any more, and intercept what is on its way (CE-09).",
    ),
    "unshipped": Text(zh="请勿再发货(SH-09)。", en="Do not ship it any more (SH-09)."),
    "fake_shipment": Text(
        zh="如发货属实,请联系平台核实(SH-06)。",
        en="If it was really shipped, ask the platform to look at it (SH-06).",
    ),
}

_DEADLINES = {
    "shipping_due": Text(zh="发货期限", en="the time to ship"),
    "unshipped_refund": Text(zh="未发货自动退款期限", en="the time to the refund of what was not shipped"),
    "order_receipt_window": Text(zh="自动确认收货期限", en="the time to automatic receipt"),
    "refund_answer": Text(zh="退款处理期限", en="the time to answer the refund request"),
}

_DUE_SOON = {
    "shipping_due.record_late": Text(
        zh="逾期未发货将计入商家记录,并按规定赔付买家", en="not shipped by then it is on record, and compensated"
    ),
    "unshipped_refund.refund": Text(
        zh="届时仍未发货将自动全额退款", en="not shipped by then all that was paid is refunded"
    ),
    "order_receipt_window.complete": Text(zh="届时将自动确认收货", en="then it counts as received"),
    "refund_answer.refund": Text(zh="逾期未处理将自动退款", en="without an answer by then it is made"),
}

_PLAIN = {
    "placed": Text(
        zh="新订单({id})已付款,实付 {paid_amount} 元,请最晚于 {due_at:time} 发货(SH-09)。{cautions:list}",
        en="New order {id}, {paid_amount} yuan paid: ship it by {due_at:time} (SH-09).{cautions:list}",
    ),
    "placed.in-campaign": Text(
        zh="新的活动订单({id})已付款,实付 {paid_amount} 元,请最晚于 {due_at:time} 发货;"
        "不接受异常发货报备,未发货仅退款 {instant_refund_max} 元以内即时退款(CE-07、CE-09)。{cautions:list}",
        en="New order {id} of the campaign, {paid_amount} yuan paid: ship it by {due_at:time}. No abnormal-shipping "
        "report is accepted of it, and unshipped, refunds of up to {instant_refund_max} yuan are made at once (CE-07, "
        "CE-09).{cautions:list}",
    ),
    "overdue": Text(
        zh="订单({id})未在 {due_at:time} 前发货,已计入商家记录(SH-09)。请立即发货,长期未发货将自动全额退款。",
        en="Order {id} was not shipped by {due_at:time}: late, and on record (SH-09). Ship it at once; never shipped, "
        "it is refunded.",
    ),
    "overdue.excused": Text(
        zh="订单({id})未在 {due_at:time} 前发货;因不可抗力,不计入记录,也无需赔付(SH-09)。",
        en="Order {id} was not shipped by {due_at:time}; under force majeure that is neither on record nor compensated "
        "(SH-09).",
    ),
    "assessed.review-buyer": Text(
        zh="订单({id})的买家近期赔付次数较多({claims} 次),建议人工核查(CE-08)。",
        en="The buyer of order {id} had {claims} claims of late: a look at them is recommended (CE-08).",
    ),
    "throttling-recommended": Text(
        zh="商家近期发货违规已达 {violations} 次,建议对商品({product_id})限流(订单 {id},CE-08)。",
        en="The merchant has {violations} shipping violations of late: throttling product {product_id} is recommended "
        "(order {id}, CE-08).",
    ),
    "delisting-recommended.violations": Text(
        zh="商家近期发货违规已达 {violations} 次,建议下架商品({product_id})(订单 {id},CE-08)。",
        en="The merchant has {violations} shipping violations of late: delisting product {product_id} is recommended "
        "(order {id}, CE-08).",
    ),
    "delisting-recommended.out_of_stock": Text(
        zh="商品({product_id})已缺货,请及时下架(订单 {id},SH-08)。",
        en="Product {product_id} is out of stock: delist it in time (order {id}, SH-08).",
    ),
    "force-majeure": Text(
        zh="订单({id})经认定属不可抗力:未按时发货不计入记录,也无需赔付(SH-09)。",
        en="Force majeure was found for order {id}: lateness is neither on record nor compensated (SH-09).",
    ),
    "refund-requested": Text(
        zh="订单({id})的买家申请仅退款 {amount} 元,请在处理期限内同意或拒绝,逾期将自动退款(CE-09)。",
        en="The buyer of order {id} asks for {amount} yuan back: accept or decline in time, otherwise it is made "
        "automatically (CE-09).",
    ),
    "refund-declined": Text(
        zh="您已拒绝订单({id})的退款申请,订单继续履行。", en="You declined the refund of order {id}; the order goes on."
    ),
    "shipped": Text(
        zh="订单({id})已发货({carrier} {tracking_no})。", en="Order {id} was shipped ({carrier} {tracking_no})."
    ),
    "shipment-corrected": Text(
        zh="订单({id})的物流单号已更正为 {carrier} {tracking_no}。",
        en="The number of order {id} was corrected to {carrier} {tracking_no}.",
    ),
    "shipment-warned": Text(
        zh="订单({id})的发货疑似虚假({rule}),请在 {due_at:time} 前补正,逾期将按未发货处理:全额退款并赔付(SH-06)。",
        en="The shipment of order {id} looks fake ({rule}): put it right by {due_at:time}, otherwise it counts as not "
        "shipped, is refunded and compensated (SH-06).",
    ),
    "shipment-cleared": Text(
        zh="订单({id})的发货预警已解除。", en="The warning on the shipment of order {id} is over."
    ),
    "shipment-fake": Text(
        zh="订单({id})的发货被认定为虚假({rule}),按未发货处理(SH-09)。",
        en="The shipment of order {id} was found fake ({rule}): it counts as not shipped (SH-09).",
    ),
    "shipment-genuine": Text(
        zh="经平台核实,订单({id})的发货真实,虚假发货的认定已撤销;已退的款项不变(SH-06)。",
        en="The shipment of order {id} was found genuine after all, and is no fake one; the refund stays (SH-06).",
    ),
    "completed": Text(zh="订单({id})已完成。", en="Order {id} is complete."),
}


def _texts() -> dict[str, Text]:
    texts = dict(_PLAIN)
    for scenario, words in _SCENARIOS.items():
        texts[f"compensation-claimed.{scenario}"] = Text(
            zh=f"订单({{id}})因{words.zh}须赔付买家 {{amount}} 元,每单仅一次(SH-09)。",
            en=f"Order {{id}}: the buyer is owed {{amount}} yuan for {words.en}, once (SH-09).",
        )
    for because, words in _TAKEN_BACK.items():
        texts[f"compensation-taken-back.{because}"] = Text(
            zh=f"订单({{id}})的 {{amount}} 元赔付已撤回:{words.zh}(SH-09)。",
            en=f"The claim of {{amount}} yuan for order {{id}} was taken back: {words.en} (SH-09).",
        )
    for reason, words in ABNORMAL_REASONS.items():
        texts[f"abnormal.{reason}"] = Text(
            zh=f"订单({{id}})已报备异常发货:{words.zh}。报备仅作记录,发货期限和赔付不变(CE-07)。",
            en=f"Abnormal shipping of order {{id}} was reported: {words.en}. It is on record; the time to ship and "
            "what is owed stay (CE-07).",
        )
    for by, words in REFUNDS.items():
        texts[f"refund-made.{by}"] = Text(
            zh=f"订单({{id}})已向买家退款 {{amount}} 元:{words.zh}",
            en=f"{{amount}} yuan of order {{id}} were refunded: {words.en}",
        )
    for because, words in _REFUNDED.items():
        texts[f"refunded.{because}"] = Text(
            zh=f"订单({{id}})的实付款项已全部退还,订单关闭。{words.zh}",
            en=f"All that was paid for order {{id}} was refunded: it is closed. {words.en}",
        )
    for by, words in _RECEIVED.items():
        texts[f"received.{by}"] = Text(zh=f"订单({{id}}){words.zh}", en=f"Order {{id}}: {words.en}")
    return {f"consumer-order.{key}": text for key, text in (texts | _of_deadlines()).items()}


def _of_deadlines() -> dict[str, Text]:
    texts = {}
    for due, words in _DUE_SOON.items():
        name = _DEADLINES[due.partition(".")[0]]
        texts[f"due-soon.{due}"] = Text(
            zh=f"订单({{id}}):{name.zh}将于 {{due_at:time}} 届满,{words.zh}。",
            en=f"Order {{id}}: {name.en} ends at {{due_at:time}}; {words.en}.",
        )
    for deadline, name in _DEADLINES.items():
        texts[f"extended.{deadline}"] = Text(
            zh=f"订单({{id}}):{name.zh}由 {{due_at:time}} 延长至 {{until:time}}。",
            en=f"Order {{id}}: {name.en} was extended from {{due_at:time}} to {{until:time}}.",
        )
    return texts


TEXTS: Mapping[str, Text] = _texts()
