"""Luyue's HTTP contract for Python: `Luyue` and `AsyncLuyue`, the models that they take and give, and what they raise.

Webhooks are verified by the package `standardwebhooks`, which needs nothing of this one.
"""

from luyue_client import models
from luyue_client.client import AsyncLuyue, Luyue
from luyue_client.errors import (
    LuyueError,
    NotAllowedError,
    NotFoundError,
    OutdatedError,
    ProblemError,
    RefusedError,
    UnansweredError,
)
from luyue_client.patience import Patience

__all__ = [
    "AsyncLuyue",
    "Luyue",
    "LuyueError",
    "NotAllowedError",
    "NotFoundError",
    "OutdatedError",
    "Patience",
    "ProblemError",
    "RefusedError",
    "UnansweredError",
    "models",
]
