"""The words of an order's notices on its deadlines: near, extended, or running again after a dispute.

They are written for both sides as those in notice_texts.py, which makes of them what either reads.
"""

from collections.abc import Mapping

from luyue.domain.messages import Text

_DEADLINES = {
    "acceptance_window": Text(zh="接单期限", en="the time to accept"),
    "latest_broadcast": Text(zh="开播期限(视频形式为发布期限)", en="the time to go live"),
    "overdue_close": Text(zh="逾期未开播的关单期限", en="the time left to go live late"),
    "cancellation_response": Text(zh="取消申请的答复期限", en="the time to answer the request to cancel"),
    "broadcast_ceiling": Text(zh="直播时长上限", en="the longest time for the broadcast"),
    "auto_delivery": Text(zh="交付期限", en="the time to deliver"),
    "verification_window": Text(zh="验收期限", en="the time to verify the delivery"),
    "rebroadcast_negotiation": Text(zh="补播协商期限", en="the time to agree on a rebroadcast"),
    "negotiation_close": Text(zh="协商未果的关单期限", en="the time left to ask for arbitration"),
}

_DUE_SOON = {
    "acceptance_window.expire": Text(
        zh="<creator>届时未接受,订单将自动关闭(CO-03)",
        en="not accepted by <creator> by then, the order is closed automatically (CO-03)",
    ),
    "latest_broadcast.mark_overdue": Text(
        zh="<creator>届时仍未开播,<merchant>可单方取消,约定内容仍具有法律效力,违约方为<creator>(CO-05)",
        en="if it is not live by then, <merchant> can cancel alone; the terms then stay legally binding, with "
        "<creator> in default (CO-05)",
    ),
    "overdue_close.close": Text(
        zh="<creator>届时仍未开播,系统将自动关单,约定内容仍具有法律效力,违约方为<creator>(CO-05)",
        en="if it is not live by then, the system closes the order; the terms stay legally binding, with <creator> "
        "in default (CO-05)",
    ),
    "cancellation_response.cancel_one_sided": Text(
        zh="届时未答复,订单将转为单方取消,约定内容仍具有法律效力,违约方为申请取消的一方,"
        "最晚开播时间已过的为<creator>(CO-05)",
        en="unanswered by then, it becomes a one-sided cancellation: the terms stay legally binding, and in default is "
        "whoever asked or, after the latest broadcast time, <creator> (CO-05)",
    ),
    "broadcast_ceiling.end_broadcast": Text(
        zh="届时未标记结束,直播将视为已结束(IX-20)", en="not marked as ended by then, it counts as ended (IX-20)"
    ),
    "auto_delivery.deliver": Text(
        zh="<creator>届时未交付,系统将自动交付(CO-06)",
        en="not delivered by <creator> by then, the system does it (CO-06)",
    ),
    "verification_window.accept": Text(
        zh="<merchant>届时未验收,将自动验收通过(CO-07)",
        en="not verified by <merchant> by then, it is accepted automatically (CO-07)",
    ),
    "rebroadcast_negotiation.end_negotiation": Text(
        zh="届时未商定补播,只能协商取消、由<merchant>改为验收通过或申请官方仲裁,否则系统将在之后自动关单(CO-08)",
        en="without agreement by then, what remains is to agree to cancel, acceptance by <merchant> after all, or "
        "official arbitration; otherwise the system closes the order later (CO-08)",
    ),
    "negotiation_close.close": Text(
        zh="届时仍未申请官方仲裁或协商一致,系统将自动关单,约定内容仍具有法律效力,违约方为<creator>(CO-08)",
        en="without arbitration or agreement by then, the system closes the order; the terms stay legally binding, "
        "with <creator> in default (CO-08)",
    ),
}

_GOING_ON = (
    *((deadline,) for deadline in _DEADLINES if deadline not in ("acceptance_window", "cancellation_response")),
    ("latest_broadcast", "cancellation_response"),
    ("overdue_close", "cancellation_response"),
)
"""The deadlines that a dispute can have stopped together."""


def _of_deadlines() -> dict[str, Text]:
    texts = {}
    for due, words in _DUE_SOON.items():
        name = _DEADLINES[due.partition(".")[0]]
        texts[f"due-soon.{due}"] = Text(
            zh=f"合作订单({{id}}):{name.zh}将于 {{due_at:time}} 届满,{words.zh}。",
            en=f"Cooperation order {{id}}: {name.en} ends at {{due_at:time}}; {words.en}.",
        )
    for deadline, name in _DEADLINES.items():
        texts[f"extended.{deadline}"] = Text(
            zh=f"合作订单({{id}}):{name.zh}由 {{due_at:time}} 延长至 {{until:time}}。",
            en=f"Cooperation order {{id}}: {name.en} was extended from {{due_at:time}} to {{until:time}}.",
        )
    return texts


def _of_resumptions() -> dict[str, Text]:
    texts = {}
    for deadlines in _GOING_ON:
        zh = ",".join(f"{_DEADLINES[one].zh}至 {{{one}:time}}" for one in deadlines)
        en = ", and ".join(f"{_DEADLINES[one].en} ends at {{{one}:time}}" for one in deadlines)
        texts[f"resumed.{'+'.join(deadlines)}"] = Text(
            zh=f"合作订单({{id}})的官方仲裁({{dispute_id}})已结束,订单继续履行,期限按剩余时间恢复计时(IX-30):{zh}。",
            en=f"The official arbitration ({{dispute_id}}) on cooperation order {{id}} is over and the order goes on "
            f"with the time left (IX-30): {en}.",
        )
    return texts


DEADLINE_TEXTS: Mapping[str, Text] = _of_deadlines() | _of_resumptions()
