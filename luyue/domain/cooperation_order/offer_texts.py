"""The words of an offer, in Chinese and English: in either side's inbox, and by SMS to the creator (CO-02)."""

from collections.abc import Mapping

from luyue.domain.messages import Text

_OFFERED = {
    "live": Text(zh="以直播推广 {products} 件商品,最晚开播时间", en="in a live broadcast, to go live by"),
    "video": Text(zh="以视频推广 {products} 件商品,最晚发布时间", en="in a video, to be published by"),
}

_BY_SMS = {
    "live": Text(
        zh="您收到一份直播合作邀请,请登录平台查看,并在接单期限内接受或拒绝;逾期未接受,邀请将自动关闭。",
        en="You have an offer to promote products in a live broadcast. Please accept or decline it on the platform "
        "in time, or it is closed automatically.",
    ),
    "video": Text(
        zh="您收到一份视频合作邀请,请登录平台查看,并在接单期限内接受或拒绝;逾期未接受,邀请将自动关闭。",
        en="You have an offer to promote products in a video. Please accept or decline it on the platform in time, or "
        "it is closed automatically.",
    ),
}
"""What fits into one SMS: 70 characters in Chinese, 160 in English; it names nobody."""


def _of_offers() -> dict[str, Text]:
    texts = {}
    for form, words in _OFFERED.items():
        texts[f"offered.{form}.to-creator"] = Text(
            zh=f"商家 {{merchant_id}} 邀请您合作({{id}}):{words.zh} {{latest_broadcast_at:time}}。"
            "请在接单期限内接受或拒绝,逾期订单将自动关闭(CO-03)。",
            en=f"Merchant {{merchant_id}} offers you cooperation order {{id}}: {{products}} product(s) {words.en} "
            "{latest_broadcast_at:time}. Please accept or decline in time, or it is closed automatically (CO-03).",
        )
        texts[f"offered.{form}.to-merchant"] = Text(
            zh=f"您已向创作者 {{creator_id}} 发出合作订单({{id}}):{words.zh} {{latest_broadcast_at:time}}。"
            "对方接受前您可撤回;对方逾期未接受,订单将自动关闭(CO-03)。",
            en=f"You offered creator {{creator_id}} cooperation order {{id}}: {{products}} product(s) {words.en} "
            "{latest_broadcast_at:time}. You can withdraw it until it is accepted; not accepted in time, it is closed "
            "automatically (CO-03).",
        )
    return texts


OFFER_TEXTS: Mapping[str, Text] = _of_offers()
OFFER_BY_SMS: Mapping[str, Text] = {
    f"cooperation-order.offered.{form}.to-creator": text for form, text in _BY_SMS.items()
}
