"""What can be found fake about a shipment, by the rule that says so (SH-01 to SH-05)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import StringConstraints

from luyue.domain.messages import Text

Finding = Literal[
    "number_abnormal",
    "duplicate_track",
    "number_unknown",
    "number_reused",
    "region_mismatch",
    "no_transit_centre",
    "picked_up_early",
    "not_shipped",
    "not_received",
]
"""In the order in which they weigh: a warning and a ticket name the rule of the first."""

RuleId = Annotated[str, StringConstraints(pattern=r"^SH-0[1-5]$")]


@dataclass(frozen=True)
class Meaning:
    """The rule behind a finding, what it says, and what helps against it."""

    rule: str
    wording: Text
    remedy: Text


MEANINGS: Mapping[Finding, Meaning] = {
    "number_abnormal": Meaning(
        "SH-01",
        Text(zh="物流公司称该单号异常。", en="The carrier calls the number abnormal."),
        Text(
            zh="请向物流公司核实该单号;如填写有误,请更正物流公司和单号。",
            en="Ask the carrier about the number; if it was mistyped, correct carrier and number.",
        ),
    ),
    "duplicate_track": Meaning(
        "SH-01",
        Text(
            zh="物流公司称该单号的物流轨迹与其他单号重复。", en="The carrier says that the track is another number's."
        ),
        Text(
            zh="请核对是否误填了其他包裹的单号,并更正为实际发货的单号。",
            en="See whether it is another parcel's number, and correct it to the one that was shipped.",
        ),
    ),
    "number_unknown": Meaning(
        "SH-01",
        Text(
            zh="单号不符合该物流公司的格式,且一直没有物流轨迹。",
            en="The number does not look like the carrier's, and nothing was ever scanned by it.",
        ),
        Text(
            zh="请核对物流公司和单号,并更正为实际发货的单号。",
            en="Check carrier and number, and correct them to those of the parcel that was shipped.",
        ),
    ),
    "number_reused": Meaning(
        "SH-02",
        Text(
            zh="该单号在规定期间内已用于其他收货人或其他收货地址。",
            en="The number was used for another consignee or address not long before.",
        ),
        Text(
            zh="请更正为实际寄给该收货人的包裹的单号。",
            en="Correct it to the number of the parcel that goes to this consignee.",
        ),
    ),
    "region_mismatch": Meaning(
        "SH-03",
        Text(zh="物流轨迹与收货地址所在省份不符。", en="The track ends in another province than the consignee's."),
        Text(
            zh="请核对该单号是否属于此收货人,如填写有误请更正;如属错发,请联系物流公司。",
            en="See whether the number is this consignee's and correct it if it is not; if the parcel went astray, "
            "ask the carrier.",
        ),
    ),
    "no_transit_centre": Meaning(
        "SH-04",
        Text(
            zh="首次揽收后规定时间内没有转运中心的物流记录。",
            en="No transit centre has scanned the parcel in time after its first pickup.",
        ),
        Text(
            zh="请联系物流公司核实包裹去向;如单号有误,请更正为实际发货的单号。",
            en="Ask the carrier where the parcel is; if the number is wrong, correct it to the one that was shipped.",
        ),
    ),
    "picked_up_early": Meaning(
        "SH-05",
        Text(
            zh="揽收时间早于订单支付或样品申请通过的时间。",
            en="The parcel was picked up before the order was paid or the sample approved.",
        ),
        Text(
            zh="请更正为支付或申请通过之后实际发出的包裹的单号。",
            en="Correct it to the number of a parcel that was shipped after the payment or approval.",
        ),
    ),
    "not_shipped": Meaning(
        "SH-05",
        Text(zh="上传单号后一直没有物流轨迹。", en="Nothing was ever scanned by the number that was uploaded."),
        Text(
            zh="请尽快将包裹交给物流公司;如单号有误,请更正物流公司和单号。",
            en="Hand the parcel over to the carrier; if the number is wrong, correct carrier and number.",
        ),
    ),
    "not_received": Meaning(
        "SH-05",
        Text(zh="未在合理时间内送达。", en="The parcel was not delivered within a reasonable time."),
        Text(
            zh="请联系物流公司尽快送达;如单号有误,请更正物流公司和单号。",
            en="Ask the carrier to deliver it; if the number is wrong, correct carrier and number.",
        ),
    ),
}

ABSENCES: frozenset[Finding] = frozenset({"number_unknown", "no_transit_centre", "not_shipped", "not_received"})
"""What only time can tell: that something has not come."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, the weightiest first."""
    found = set(findings)
    return tuple(one for one in get_args(Finding) if one in found)


def rule_of(findings: tuple[Finding, ...]) -> str:
    """The rule that a warning or a ticket names."""
    return MEANINGS[findings[0]].rule
