"""The partner carriers, whose tracks come by themselves, and how their numbers look as is well known (SH-07)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from luyue.domain.facts import plain_number
from luyue.domain.messages import Text

Caution = Literal["other_carrier", "odd_number"]
"""Worth a second look when a number is uploaded: tracks may not show, or it does not look like the carrier's."""


@dataclass(frozen=True)
class Carrier:
    """`number` matches its waybill numbers, upper case and without hyphens; those of new services may differ."""

    zh: str
    en: str
    number: str


PARTNERS: Mapping[str, Carrier] = {
    "JD": Carrier("京东物流", "JD Logistics", r"JD[A-Z0-9]{10,16}"),
    "SF": Carrier("顺丰速运", "SF Express", r"SF[0-9]{10,13}|[0-9]{12}"),
    "ZTO": Carrier("中通速递", "ZTO", r"[0-9]{12,15}|ZTO[0-9]{9,12}"),
    "YUNDA": Carrier("韵达速递", "Yunda", r"[0-9]{13,15}"),
    "YTO": Carrier("圆通快递", "YTO", r"YT[0-9]{13,15}|[A-Z]?[0-9]{9,12}"),
    "DEPPON": Carrier("德邦物流", "Deppon", r"DPK[0-9]{9,13}|[0-9]{8,12}"),
    "STO": Carrier("申通快递", "STO", r"[0-9]{12,15}"),
    "JT": Carrier("极兔快递", "J&T", r"JT[0-9]{12,14}"),
}
"""By code."""


def carrier_name(code: str) -> Text:
    """What a carrier is called; one that is no partner by its code."""
    partner = PARTNERS.get(code)
    return Text(zh=partner.zh, en=partner.en) if partner else Text(zh=code, en=code)


def caution(carrier: str, tracking_no: str) -> Caution | None:
    """What is odd about a number on its upload; None where nothing is. SH-07"""
    partner = PARTNERS.get(carrier)
    if partner is None:
        return "other_carrier"
    return None if re.fullmatch(partner.number, plain_number(tracking_no)) else "odd_number"
