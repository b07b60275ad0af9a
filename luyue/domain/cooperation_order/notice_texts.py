"""The words of an order's notices, by message key and reader, in Chinese and English.

Of the offer: offer_texts.py; of deadlines: deadline_texts.py.

A sentence is written once for both sides: `<creator>` and `<merchant>` become "you" for the side that reads it, and
`<by>` and `<other>` are the side that did it and the one it deals with. English keeps to forms that suit "you" as well.
"""

from collections.abc import Mapping
from typing import get_args

from luyue.domain.cooperation_order.agreement import ClosedReason, Side, other
from luyue.domain.cooperation_order.deadline_texts import DEADLINE_TEXTS
from luyue.domain.cooperation_order.endings import CLOSED
from luyue.domain.cooperation_order.offer_texts import OFFER_TEXTS
from luyue.domain.messages import Text

_SIDES: tuple[Side, ...] = get_args(Side)
_NAMES: Mapping[Side, Text] = {
    "creator": Text(zh="创作者", en="the creator"),
    "merchant": Text(zh="商家", en="the merchant"),
}

_DELIVERS = Text(
    zh="<creator>现可交付,逾期由系统自动交付(CO-06)。",
    en="Now <creator> can deliver; not delivered in time, the system does it (CO-06).",
)
_VERIFIES = Text(
    zh="<merchant>须在验收期限内验收或说明不通过的原因,逾期将自动验收通过(CO-07)。",
    en="Next, <merchant> must accept the delivery or reject it with a reason; if neither is done in time, it is "
    "accepted automatically (CO-07).",
)

_STARTED = {
    "live": Text(
        zh="<creator>已于 {started_at:time} 为合作订单({id})开播({content})。{late}直播结束后<creator>可交付,"
        "逾期由系统自动交付(CO-06)。",
        en="<Creator> went live for cooperation order {id} at {started_at:time} ({content}). {late}After the broadcast "
        "<creator> can deliver; not delivered in time, the system does it (CO-06).",
    ),
    "video": Text(
        zh="<creator>已于 {started_at:time} 为合作订单({id})发布视频({content})。{late}" + _DELIVERS.zh,
        en="<Creator> published the video of cooperation order {id} at {started_at:time} ({content}). {late}"
        + _DELIVERS.en,
    ),
}

_LATE = {
    "in-time": Text(zh="", en=""),
    "late": Text(zh="已晚于约定的最晚时间,订单继续履行。", en="That is after the latest time; the order goes on. "),
}

_OF_BOTH = {
    "accepted": Text(
        zh="<creator>已接受合作订单({id}),订单已生效(CO-03)。<creator>须不晚于最晚开播时间开播(视频形式为发布)。",
        en="<Creator> accepted cooperation order {id}: it is in effect (CO-03). Next, <creator> must go live, or "
        "publish the video, by the latest broadcast time.",
    ),
    "declined": Text(
        zh="<creator>已拒绝合作订单({id}),订单未生效(CO-03)。",
        en="<Creator> declined cooperation order {id}: it never took effect (CO-03).",
    ),
    "withdrawn": Text(
        zh="<merchant>已撤回尚未被接受的合作订单({id}),订单未生效(CO-03)。",
        en="<Merchant> withdrew cooperation order {id} before it was accepted: it never took effect (CO-03).",
    ),
    "expired": Text(
        zh="<creator>未在期限内接受合作订单({id}),订单已自动关闭(CO-03)。",
        en="<Creator> did not accept cooperation order {id} in time: it was closed automatically (CO-03).",
    ),
    "cancellation-lapsed": Text(
        zh="合作订单({id})的取消申请已失效:订单已开播,或双方已同意补播,订单继续履行(IX-17)。",
        en="The request to cancel cooperation order {id} has lapsed and the order goes on: it went live, or a "
        "rebroadcast was agreed (IX-17).",
    ),
    "merchant-left": Text(
        zh="<merchant>的店铺已关闭或不再符合精选联盟的标准,<creator>现可单方取消合作订单({id})。"
        "如取消,约定内容仍具有法律效力,违约方为<merchant>(IX-14)。",
        en="<Merchant's> shop is closed or no longer meets the alliance's standard: <creator> can cancel cooperation "
        "order {id} alone. The terms would stay legally binding, with <merchant> in default (IX-14).",
    ),
    "merchant-returned": Text(
        zh="<merchant>的店铺已恢复符合精选联盟的标准,<creator>不可再因此单方取消合作订单({id},IX-14)。",
        en="<Merchant's> shop meets the alliance's standard again: <creator> can no longer cancel cooperation order "
        "{id} alone for that reason (IX-14).",
    ),
    "latest-broadcast-passed": Text(
        zh="合作订单({id})已过最晚开播时间,<creator>仍未开播(视频形式为发布)。<merchant>现可单方取消;"
        "此后一直未开播的,系统将自动关单。无论哪种情形,约定内容仍具有法律效力,违约方为<creator>(CO-05)。",
        en="<Creator> did not go live for cooperation order {id} by the latest broadcast time. <Merchant> can now "
        "cancel alone; if it still does not go live, the system will close the order. Either way the terms stay "
        "legally binding, with <creator> in default (CO-05).",
    ),
    "ended.marked": Text(
        zh="合作订单({id})的直播已结束,结束时间 {ended_at:time}。尚未交付的,<creator>现可交付,"
        "逾期由系统自动交付(CO-06)。",
        en="The broadcast of cooperation order {id} ended at {ended_at:time}. If it is not delivered yet, <creator> "
        "can deliver now; not delivered in time, the system does it (CO-06).",
    ),
    "ended.deemed": Text(
        zh="合作订单({id})的直播一直未标记结束,自 {ended_at:time} 起视为已结束(IX-20)。" + _DELIVERS.zh,
        en="The broadcast of cooperation order {id} was never marked as ended and counts as ended at {ended_at:time} "
        "(IX-20). " + _DELIVERS.en,
    ),
    "delivered.by-creator": Text(
        zh="<creator>已交付合作订单({id}),交付时间 {at:time}。" + _VERIFIES.zh,
        en="<Creator> delivered cooperation order {id} at {at:time}. " + _VERIFIES.en,
    ),
    "delivered.automatically": Text(
        zh="系统已自动交付合作订单({id}),交付时间 {at:time}(CO-06)。" + _VERIFIES.zh,
        en="Cooperation order {id} was delivered automatically at {at:time} (CO-06). " + _VERIFIES.en,
    ),
    "completed.merchant": Text(
        zh="<merchant>已验收通过,合作订单({id})已完成(CO-07)。",
        en="<Merchant> accepted the delivery: cooperation order {id} is completed (CO-07).",
    ),
    "completed.timeout": Text(
        zh="<merchant>未在期限内验收,系统已自动验收通过,合作订单({id})已完成(CO-07)。",
        en="<Merchant> did not verify the delivery in time, so it was accepted automatically: cooperation order {id} "
        "is completed (CO-07).",
    ),
    "completed.ruling": Text(
        zh="官方仲裁裁定交付视为通过验收,合作订单({id})已完成(CO-09)。",
        en="The official arbitration ruled that the delivery counts as accepted: cooperation order {id} is completed "
        "(CO-09).",
    ),
    "delivery-rejected": Text(
        zh="<merchant>对合作订单({id})的验收未通过,原因见订单。双方可在协商期限内商定补播或协商取消,"
        "<merchant>也可改为验收通过;协商不成的,双方均可申请官方仲裁(CO-08)。",
        en="<Merchant> rejected the delivery of cooperation order {id}; the order shows the reason. In the time to "
        "negotiate, both sides can agree on a rebroadcast or agree to cancel, and <merchant> can still accept the "
        "delivery; either side can ask for official arbitration (CO-08).",
    ),
    "rebroadcast-agreed": Text(
        zh="双方已同意补播,合作订单({id})重新生效,<creator>最迟须于 {latest_broadcast_at:time} 开播"
        "(视频形式为发布,CO-08)。",
        en="Both sides agreed on a rebroadcast, and cooperation order {id} is in effect again: <creator> must go live, "
        "or publish the video, by {latest_broadcast_at:time} (CO-08).",
    ),
    "negotiation-ended": Text(
        zh="合作订单({id})未在协商期限内商定补播。系统关单前,双方仍可申请官方仲裁或协商取消,"
        "<merchant>也可改为验收通过;否则系统将自动关单,约定内容仍具有法律效力,违约方为<creator>(CO-08)。",
        en="No rebroadcast of cooperation order {id} was agreed in time. Both sides can still ask for official "
        "arbitration or agree to cancel, and <merchant> can still accept the delivery; otherwise the system will close "
        "the order; the terms then stay legally binding, with <creator> in default (CO-08).",
    ),
}

_BY_EITHER = {
    "cancellation-requested": Text(
        zh="<by>已申请取消合作订单({id}),等待<other>同意或拒绝。<other>同意即为协商取消,约定内容不再生效(CO-04);"
        "订单待开播期间,申请超时未答复将转为单方取消,约定内容仍具有法律效力(CO-05)。",
        en="<By> asked to cancel cooperation order {id}, and <other> can agree or decline. Agreed, the terms are void "
        "(CO-04). While the order waits to go live, a request that is not answered in time becomes a one-sided "
        "cancellation, and the terms stay legally binding (CO-05).",
    ),
    "cancellation-declined": Text(
        zh="<by>已拒绝取消合作订单({id}),订单继续履行(CO-05)。",
        en="<By> declined to cancel cooperation order {id}: it goes on (CO-05).",
    ),
    "rebroadcast-proposed": Text(
        zh="<by>提议补播合作订单({id}),新的最晚开播时间为 {latest_broadcast_at:time},"
        "等待<other>同意、拒绝或另提时间(CO-08)。",
        en="<By> proposed a rebroadcast of cooperation order {id}, to go live by {latest_broadcast_at:time}; <other> "
        "can agree, decline or propose another time (CO-08).",
    ),
    "rebroadcast-declined": Text(
        zh="<by>已拒绝合作订单({id})的补播提议;协商期限内双方仍可另提时间(CO-08)。",
        en="<By> declined the proposed rebroadcast of cooperation order {id}; until the negotiation ends, both sides "
        "can propose another time (CO-08).",
    ),
    "disputed": Text(
        zh="<by>已就合作订单({id})申请官方仲裁({dispute_id})。订单的各项期限已暂停;双方可在仲裁中提交证据,"
        "等待平台裁决(CO-09)。",
        en="<By> asked for official arbitration on cooperation order {id} ({dispute_id}). The order's deadlines are "
        "stopped; both sides can bring evidence to the arbitration, which the platform will rule on (CO-09).",
    ),
}

_IN_DEFAULT: Mapping[ClosedReason, tuple[Side | None, ...]] = {
    "agreed": (None,),
    "cancellation_unanswered": _SIDES,
    "latest_broadcast_missed": ("creator",),
    "merchant_left": ("merchant",),
    "overdue": ("creator",),
    "negotiation_failed": ("creator",),
    "ruling": (*_SIDES, None),
}
"""Who can be in default where an order that was signed is cancelled for a reason (CO-04, CO-05, CO-08, CO-09)."""


def _texts() -> dict[str, Text]:
    written = {**_OF_BOTH, **_of_starts(), **_of_either(), **_of_cancellations(), **DEADLINE_TEXTS}
    texts = {f"{key}.to-{reader}": _read_by(reader, text) for key, text in written.items() for reader in _SIDES}
    return {f"cooperation-order.{key}": text for key, text in {**OFFER_TEXTS, **texts}.items()}


def _of_starts() -> dict[str, Text]:
    return {
        f"started.{form}.{when}": _with(text, {"{late}": late.zh}, {"{late}": late.en})
        for form, text in _STARTED.items()
        for when, late in _LATE.items()
    }


def _of_either() -> dict[str, Text]:
    texts = {}
    for key, text in _BY_EITHER.items():
        for side in _SIDES:
            sides = {"<by>": f"<{side}>", "<By>": f"<{side.title()}>", "<other>": f"<{other(side)}>"}
            texts[f"{key}.by-{side}"] = _with(text, sides, sides)
    return texts


def _of_cancellations() -> dict[str, Text]:
    texts = {}
    for reason, sides in _IN_DEFAULT.items():
        rule, wording = CLOSED[reason].rule, CLOSED[reason].wording
        for side in sides:
            named = Text(zh=f"违约方为<{side}>。", en=f" In default: <{side}>.") if side else Text(zh="", en="")
            texts[f"cancelled.{reason}.{side or 'nobody'}-in-default"] = Text(
                zh=f"合作订单({{id}})已取消({rule})。{wording.zh}{named.zh}",
                en=f"Cooperation order {{id}} was cancelled ({rule}). {wording.en}{named.en}",
            )
    return texts


def _read_by(reader: Side, text: Text) -> Text:
    zh: dict[str, str] = {}
    en: dict[str, str] = {}
    for side, name in _NAMES.items():
        english, owner = ("you", "your") if side == reader else (name.en, f"{name.en}'s")
        zh[f"<{side}>"] = "您" if side == reader else name.zh
        en |= {f"<{side}>": english, f"<{side.title()}>": english.capitalize()}
        en[f"<{side.title()}'s>"] = owner.capitalize()
    return _with(text, zh, en)


def _with(text: Text, zh: Mapping[str, str], en: Mapping[str, str]) -> Text:
    """The text with every mark replaced by its words."""
    in_chinese, in_english = text.zh, text.en
    for mark, words in zh.items():
        in_chinese = in_chinese.replace(mark, words)
    for mark, words in en.items():
        in_english = in_english.replace(mark, words)
    return Text(zh=in_chinese, en=in_english)


TEXTS: Mapping[str, Text] = _texts()
