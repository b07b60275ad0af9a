"""Disputes (DS-01 to DS-04): a party asks for arbitration, ops rule, either party may appeal once."""

from luyue.domain.dispute.kind import DISPUTE

__all__ = ["DISPUTE"]
