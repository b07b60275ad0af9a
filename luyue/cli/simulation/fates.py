"""What each entry and each order of a simulated campaign is to come to. The same seed gives the same campaign.

What is owed is worked out here anew from the rule's words (SH-09), not by the code that is simulated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Literal

Fate = Literal[
    "in_time",
    "late",
    "refunded_at_once",
    "refunded_by_merchant",
    "late_and_refunded",
    "never_shipped",
    "force_majeure",
    "fake",
]

_FATES: dict[Fate, int] = {
    "in_time": 70,
    "late": 12,
    "refunded_at_once": 5,
    "refunded_by_merchant": 3,
    "late_and_refunded": 3,
    "never_shipped": 2,
    "force_majeure": 2,
    "fake": 3,
}
"""Of a hundred orders."""

EntryFate = Literal["active", "refused", "rejected", "left"]
_ENTRY_FATES: dict[EntryFate, int] = {"active": 85, "refused": 6, "rejected": 5, "left": 4}
"""Of a hundred entries; who leaves does so once all orders are placed (IX-26)."""

WITHIN = (timedelta(hours=24), timedelta(hours=48), timedelta(days=7))
"""CE-05, SH-08: in stock, or a presale."""

_BOUNDARIES = ("3.00", "3.01", "299.99", "300.00", "300.01", "300.50", "3000.00", "3000.01")
_AT_ONCE_UP_TO = Decimal(300)


@dataclass(frozen=True)
class Order:
    """An order's fate and what it is to come to. Money is in yuan."""

    number: int
    fate: Fate
    paid: Decimal
    within: timedelta

    @property
    def late(self) -> bool:
        return self.fate in ("late", "late_and_refunded", "never_shipped", "force_majeure")

    @property
    def compensation(self) -> Decimal:
        """SH-09: nothing up to 3 yuan and under force majeure, 3 yuan below 300, then 1 %, at most 30."""
        if self.fate not in ("late", "late_and_refunded", "never_shipped", "fake") or self.paid <= 3:
            return Decimal("0.00")
        if self.paid < 300:
            return Decimal("3.00")
        return min((self.paid / 100).quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal("30.00"))

    @property
    def refund(self) -> Decimal:
        """Everything, for whoever does not get what was ordered."""
        kept = ("in_time", "late", "force_majeure")
        return Decimal("0.00") if self.fate in kept else self.paid

    @property
    def status(self) -> str:
        return "REFUNDED" if self.refund else "COMPLETED"

    @property
    def is_refunded_at_once(self) -> bool:
        """CE-09: up to 300 yuan inclusive the merchant is not asked."""
        return self.paid <= _AT_ONCE_UP_TO


def orders(count: int, seed: int) -> Sequence[Order]:
    """The orders of a campaign."""
    chance = Random(seed)
    fates = chance.choices(list(_FATES), weights=list(_FATES.values()), k=count)
    return [_order(number, fate, chance) for number, fate in enumerate(fates)]


def _order(number: int, fate: Fate, chance: Random) -> Order:
    amounts = [Decimal(one) for one in _BOUNDARIES if chance.random() < 0.1]
    paid = amounts[0] if amounts else Decimal(chance.randint(50, 500_000)) / 100
    if fate == "refunded_at_once":
        paid = min(paid, _AT_ONCE_UP_TO)
    elif fate == "refunded_by_merchant":
        paid = max(paid, _AT_ONCE_UP_TO + Decimal("0.01"))
    return Order(number, fate, paid.quantize(Decimal("0.01")), chance.choice(WITHIN))


def entries(count: int, seed: int) -> Sequence[EntryFate]:
    """What the entries come to; the first one takes part, so that there is something to order."""
    chosen = Random(seed).choices(list(_ENTRY_FATES), weights=list(_ENTRY_FATES.values()), k=count)
    return ["active", *chosen[1:]]
