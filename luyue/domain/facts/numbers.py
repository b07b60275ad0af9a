"""Numbers as facts and policies hold them: whole ones that canonical JSON can hold, exact decimals sent as strings."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

MOST = 2**53 - 1
"""The largest whole number that canonical JSON can hold."""

Count = Annotated[int, Field(ge=0, le=MOST)]
Yuan = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
"""Money in yuan, to the fen."""
Ratio = Annotated[Decimal, Field(ge=0, le=1, max_digits=12, decimal_places=10)]
"""A share from 0 to 1, exact: 0.85 is 85 %."""
Score = Annotated[Decimal, Field(ge=0, le=5, max_digits=7, decimal_places=6)]
"""A platform score from 0 to 5, exact."""
