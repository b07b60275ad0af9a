"""How a commission is split, and where a creator's part of it is seen and withdrawn (CA-08). Money is in yuan."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from luyue.domain.facts.numbers import FEN
from luyue.domain.facts.products import Source
from luyue.domain.messages import Refusal, Text, Value
from luyue.domain.policy import Policy

WithdrawnIn = Literal["platform", "shop", "taobao_tmall", "jd", "kaola", "vip", "suning"]

_WITHDRAWN_IN: Mapping[Source, WithdrawnIn] = {
    "alliance": "platform",
    "own_shop": "shop",
    "taobao_tmall": "taobao_tmall",
    "jd": "jd",
    "kaola": "kaola",
    "vip": "vip",
    "suning": "suning",
}


class CommissionSplit(Value):
    """A commission and its parts, which add up to it; each to the fen. CA-08"""

    commission: Decimal
    platform_share: Decimal
    """What the platform keeps, taxes paid on the creator's behalf included."""
    technical_service_fee: Decimal
    creator_income: Decimal
    withdrawn_in: WithdrawnIn
    """Where the creator's income is seen and withdrawn; `shop` is the back office of the creator's own shop."""


def split(source: Source, amount: Decimal, rate: Decimal, policy: Policy) -> CommissionSplit:
    """The commission on an `amount` sold, in yuan, at a `rate` from 0 to 1, and its parts; halves of a fen go up. CA-08

    Raises `Refusal` where the technical service fee is due and the policy states no rate. A product of the creator's
    own shop, of Kaola, VIP or Suning has nothing deducted: the source names a deduction for the others only.
    """
    commission = _to_the_fen(amount * rate)
    platform_share = technical_service_fee = Decimal("0.00")
    if source == "alliance":
        platform_share = _to_the_fen(commission * policy.alliance_platform_share)
    elif source in ("taobao_tmall", "jd"):
        technical_service_fee = _to_the_fen(commission * _fee_rate(policy))
    return CommissionSplit(
        commission=commission,
        platform_share=platform_share,
        technical_service_fee=technical_service_fee,
        creator_income=commission - platform_share - technical_service_fee,
        withdrawn_in=_WITHDRAWN_IN[source],
    )


def _to_the_fen(yuan: Decimal) -> Decimal:
    return yuan.quantize(FEN, rounding=ROUND_HALF_UP)


def _fee_rate(policy: Policy) -> Decimal:
    if policy.technical_service_fee is None:
        raise Refusal.of(
            "rule",
            "CA-08",
            "平台政策尚未设定技术服务费率(technical_service_fee),无法计算该佣金。",
            "The policy states no rate of the technical service fee (technical_service_fee) yet.",
            observed={"missing": ["policy.technical_service_fee"]},
            remedy=Text(
                zh="请联系平台运营,在新版政策中设定 technical_service_fee。",
                en="Ask operations for a policy version that states technical_service_fee.",
            ),
            policy_version=policy.version,
        )
    return policy.technical_service_fee
