"""The words of a campaign entry's notices, by message key, in Chinese and English."""

from collections.abc import Mapping

from luyue.domain.messages import Text


def _texts() -> dict[str, Text]:
    texts = {
        "registered": Text(
            zh="商品 {product_id} 已报名活动 {campaign_id}({id}),将在 {review_due_at:time} 前审核,"
            "请耐心等待,无需催促(CE-03)。",
            en="Product {product_id} is registered in campaign {campaign_id} ({id}). It is reviewed until "
            "{review_due_at:time}; there is no need to ask (CE-03).",
        ),
        "to-review": Text(
            zh="商家 {merchant_id} 的商品 {product_id} 报名活动 {campaign_id}({id}),请在 {review_due_at:time} "
            "前审核(CE-03)。",
            en="Merchant {merchant_id} has registered product {product_id} in campaign {campaign_id} ({id}): please "
            "review it until {review_due_at:time} (CE-03).",
        ),
        "refused": Text(
            zh="商品 {product_id} 报名活动 {campaign_id} 未成功({id}):{reasons:list}调整后可在报名时间内重新报名"
            "(CE-02)。",
            en="Product {product_id} could not be registered in campaign {campaign_id} ({id}): {reasons:list} Once put "
            "right, register it again while registration is open (CE-02).",
        ),
        "refused-for-good": Text(
            zh="商品 {product_id} 报名活动 {campaign_id} 未成功({id},CE-02):{reasons:list}",
            en="Product {product_id} could not be registered in campaign {campaign_id} ({id}, CE-02): {reasons:list}",
        ),
        "escalated": Text(
            zh="商品 {product_id} 的活动报名({id})未在期限内完成审核,已升级处理;审核仍由人工完成(CE-03)。",
            en="Product {product_id} ({id}) was not reviewed in time; the entry has been escalated, and people will "
            "still review it (CE-03).",
        ),
        "enrolled": Text(
            zh="商品 {product_id} 的活动报名({id})已通过审核,自 {effective_from:time} 起参加活动(CE-03)。",
            en="Product {product_id} was approved ({id}) and takes part in the campaign from {effective_from:time} "
            "(CE-03).",
        ),
        "rejected": Text(
            zh="商品 {product_id} 的活动报名({id})未通过审核。您可在 {another_until:time} 前另选商品报名(CE-04)。",
            en="Product {product_id} was rejected at review ({id}). You may register another product until "
            "{another_until:time} (CE-04).",
        ),
        "activated": Text(
            zh="活动已开始,商品 {product_id} 正在参加活动({id})。活动期间请按承诺时效发货;"
            "不受理异常发货报备,无法发货请退出活动(CE-07)。",
            en="The event has begun, and product {product_id} is in it ({id}). Ship as guaranteed: no report of "
            "abnormal shipping is accepted meanwhile, and who cannot ship leaves the campaign (CE-07).",
        ),
        "completed": Text(
            zh="活动已结束,商品 {product_id} 的活动报名({id})已完成。",
            en="The event is over: product {product_id} has completed it ({id}).",
        ),
        "lapsed": Text(
            zh="活动已结束,商品 {product_id} 的活动报名({id})未及审核,已失效,各方均无过错(IX-25)。",
            en="The event is over before product {product_id} was reviewed: the entry ({id}) has lapsed, without "
            "anybody's fault (IX-25).",
        ),
        "left": Text(
            zh="商品 {product_id} 已退出活动({id});已生成的订单仍须按发货规则履行(CE-07)。",
            en="Product {product_id} has left the campaign ({id}); orders already made still follow the shipping "
            "standard (CE-07).",
        ),
        "removed": Text(
            zh="平台运营已将商品 {product_id} 移出活动({id});已生成的订单仍须按发货规则履行。",
            en="The platform has taken product {product_id} out of the campaign ({id}); orders already made still "
            "follow the shipping standard.",
        ),
        "due-soon.review_window.escalate": Text(
            zh="商品 {product_id} 的活动报名({id})审核期限将于 {due_at:time} 届满,逾期未审核将升级处理。",
            en="The time to review product {product_id} ({id}) ends at {due_at:time}; not reviewed by then, the entry "
            "is escalated.",
        ),
        "extended.review_window": Text(
            zh="商品 {product_id} 的活动报名({id})审核期限由 {due_at:time} 延长至 {until:time}。",
            en="The time to review product {product_id} ({id}) was extended from {due_at:time} to {until:time}.",
        ),
    }
    return {f"campaign-entry.{key}": text for key, text in texts.items()}


TEXTS: Mapping[str, Text] = _texts()
