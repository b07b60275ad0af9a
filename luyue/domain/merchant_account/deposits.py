"""The shop's deposit by category (MA-03). Buyer protection's is another, and a fact of the merchant's (IX-29)."""

from collections.abc import Iterable
from decimal import Decimal

from luyue.domain.policy import Policy


def deposit_required(categories: Iterable[str], policy: Policy) -> Decimal:
    """The deposit, in yuan, of a shop that sells in these categories: the highest of theirs, not the sum. MA-03"""
    return max(policy.shop_deposits.get(category, policy.shop_deposit_otherwise) for category in categories)


def severe_deduction(balance: Decimal, policy: Policy) -> Decimal:
    """What a severe delisting takes from a deposit of this balance, in yuan. MA-05"""
    return min(policy.severe_delisting_deduction, balance)
