"""The words of a shipment's notices, by message key, in Chinese and English."""

from collections.abc import Mapping

from luyue.domain.messages import Text

_DEADLINES = {
    "pickup_window": Text(zh="揽收期限", en="the time to hand the parcel over"),
    "transit_window": Text(zh="揽收后进入转运中心的期限", en="the time from pickup to a transit centre"),
    "reasonable_delivery": Text(zh="合理送达期限", en="the reasonable time of delivery"),
    "warning_window": Text(zh="虚假发货预警", en="the warning of a fake shipment"),
}

_FAKE_BY_THEN = Text(
    zh="逾期无相应物流记录将视为疑似虚假发货", en="without such a scan by then it looks like a fake shipment"
)
_DUE_SOON = {
    **{f"{name}.warn": _FAKE_BY_THEN for name in _DEADLINES if name != "warning_window"},
    **{f"{name}.add_finding": _FAKE_BY_THEN for name in _DEADLINES if name != "warning_window"},
    "reasonable_delivery.release": Text(
        zh="届时仍无物流轨迹的,平台不再跟踪此包裹(SH-07)",
        en="without any scan by then the parcel is watched no longer (SH-07)",
    ),
    "warning_window.violate": Text(
        zh="届时情况未变将认定为违规并生成罚单(SH-06)",
        en="if nothing has changed by then, it becomes a violation with a penalty ticket (SH-06)",
    ),
}


def _texts() -> dict[str, Text]:
    texts = {
        "caution.other_carrier": Text(
            zh="发货({id})使用的 {parcel} 不是平台合作物流公司的包裹,物流轨迹可能无法展示,"
            "也可能因此被判为虚假发货,请谨慎使用(SH-07)。",
            en="Shipment {id} goes by {parcel}, which is of no partner carrier: its tracks may not show, and may then "
            "be taken for a fake shipment (SH-07).",
        ),
        "caution.odd_number": Text(
            zh="发货({id}):{parcel} 不像该物流公司的单号,请核对物流公司和单号(SH-07)。",
            en="Shipment {id}: {parcel} does not look like a number of that carrier: please check both (SH-07).",
        ),
        "slow.pickup_to_transit": Text(
            zh="包裹({parcel},{id})自 {since:time} 揽收后长时间未到达转运中心,请尽快联系物流公司(SH-08)。",
            en="Parcel {parcel} ({id}) was picked up at {since:time} and has reached no transit centre since: please "
            "ask the carrier (SH-08).",
        ),
        "slow.transit_to_delivery": Text(
            zh="包裹({parcel},{id})自 {since:time} 进入转运后长时间未送达,请尽快联系物流公司(SH-08)。",
            en="Parcel {parcel} ({id}) has been in transit since {since:time} and was not delivered yet: please ask "
            "the carrier (SH-08).",
        ),
        "warned": Text(
            zh="发货({id},{parcel})疑似虚假发货:{reasons:list}请在 {due_at:time} 前整改,如更正物流公司和单号,"
            "逾期未整改或整改无效将认定为违规并生成罚单(SH-06)。",
            en="Shipment {id} ({parcel}) looks fake: {reasons:list} Put it right until {due_at:time}, such as by "
            "correcting carrier and number; otherwise it becomes a violation with a penalty ticket (SH-06).",
        ),
        "warned-again": Text(
            zh="发货({id},{parcel})整改无效:{reasons:list}不再另给整改时间,仍以首次预警的整改期限为准;"
            "如 {due_at:time} 前没有物流轨迹表明其并无异常,将认定为违规并生成罚单(SH-06)。",
            en="Shipment {id} ({parcel}) was not put right effectively: {reasons:list} There is no new time for it: "
            "that of the first warning counts. Unless tracks show by {due_at:time} that nothing is wrong, it becomes a "
            "violation with a penalty ticket (SH-06).",
        ),
        "still-fake": Text(
            zh="发货({id},{parcel})仍疑似虚假发货:{reasons:list}整改期限不变(SH-06)。",
            en="Shipment {id} ({parcel}) still looks fake: {reasons:list} The time to put it right stays as it was "
            "(SH-06).",
        ),
        "corrected-too-late": Text(
            zh="发货({id})的单号已更正为 {parcel},但整改期限已过,不能解除预警(SH-06)。",
            en="The number of shipment {id} is {parcel} from now on, but the time to put it right is over: the "
            "warning stands (SH-06).",
        ),
        "cleared.number": Text(
            zh="发货({id})的单号已更正为 {parcel},预警解除;新单号的物流轨迹将继续核查(SH-06)。",
            en="The number of shipment {id} was corrected to {parcel} and the warning is over; the new number is "
            "watched in turn (SH-06).",
        ),
        "cleared.tracks": Text(
            zh="物流轨迹表明发货({id},{parcel})并无异常,预警解除(SH-06)。",
            en="The tracks show that nothing is wrong with shipment {id} ({parcel}): the warning is withdrawn (SH-06).",
        ),
        "cleared.receipt": Text(
            zh="收货人已确认收到包裹({parcel},{id}),预警解除(SH-06)。",
            en="The consignee has confirmed receipt of parcel {parcel} ({id}): the warning is over (SH-06).",
        ),
        "cleared.ops": Text(
            zh="平台核实后撤销了发货({id},{parcel})的预警或违规,相应罚单作废(SH-06)。",
            en="The platform has withdrawn the warning or violation of shipment {id} ({parcel}); any penalty ticket "
            "is void (SH-06).",
        ),
        "violated": Text(
            zh="发货({id},{parcel})认定为虚假发货:{reasons:list}已生成罚单 {ticket},扣 {points} 分(SH-06)。",
            en="Shipment {id} ({parcel}) is a fake shipment: {reasons:list} Penalty ticket {ticket}, {points} points "
            "(SH-06).",
        ),
        "doubted": Text(
            zh="发货({id},{parcel})被认定违规后收到的物流轨迹表明其并无异常,待平台运营核实(SH-06)。",
            en="Tracks that came after the violation show that nothing was wrong with shipment {id} ({parcel}): the "
            "platform will look into it (SH-06).",
        ),
    }
    for due, words in _DUE_SOON.items():
        name = _DEADLINES[due.partition(".")[0]]
        texts[f"due-soon.{due}"] = Text(
            zh=f"发货({{id}},{{parcel}}):{name.zh}将于 {{due_at:time}} 届满,{words.zh}。",
            en=f"Shipment {{id}} ({{parcel}}): {name.en} ends at {{due_at:time}}; {words.en}.",
        )
    for deadline, name in _DEADLINES.items():
        texts[f"extended.{deadline}"] = Text(
            zh=f"发货({{id}},{{parcel}}):{name.zh}由 {{due_at:time}} 延长至 {{until:time}}。",
            en=f"Shipment {{id}} ({{parcel}}): {name.en} was extended from {{due_at:time}} to {{until:time}}.",
        )
    return {f"shipment.{key}": Text(zh=_named(text.zh), en=_named(text.en)) for key, text in texts.items()}


def _named(text: str) -> str:
    """`{parcel}` is the carrier's name and the number."""
    return text.replace("{parcel}", "{carrier_name:words} {tracking_no}")


TEXTS: Mapping[str, Text] = _texts()
