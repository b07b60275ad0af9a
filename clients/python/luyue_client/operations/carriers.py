"""Operations on carriers. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call
from luyue_client.pages import AsyncPages, Pages

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Carriers:
    """Operations on carriers."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def list(self) -> Pages[models.CarrierAnswer]:
        """The partner carriers (SH-07)."""
        return Pages(self._luyue, Call("GET", "/v1/carriers", models.CarrierAnswerPage))


class AsyncCarriers:
    """Operations on carriers."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    def list(self) -> AsyncPages[models.CarrierAnswer]:
        """The partner carriers (SH-07)."""
        return AsyncPages(self._luyue, Call("GET", "/v1/carriers", models.CarrierAnswerPage))
