"""Merchant accounts (MA-03 to MA-05, MA-07): opening checklist, deposit, monthly statements, closing the shop."""

from luyue.domain.merchant_account.kind import MERCHANT_ACCOUNT

__all__ = ["MERCHANT_ACCOUNT"]
