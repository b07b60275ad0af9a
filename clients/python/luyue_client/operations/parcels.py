"""Operations on parcels. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Parcels:
    """Operations on parcels."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def add_tracks(
        self, carrier: str, tracking_no: str, body: models.TracksBody, *, idempotency_key: str | None = None
    ) -> models.ReportedAnswer:
        """Reports scans of a parcel. They reach every process that waits for it by themselves.

        Of a scan's `place` the province is kept with its time, where the place begins with its name (SH-03).
        """
        return self._luyue.send(
            Call(
                "POST",
                f"/v1/parcels/{quoted(carrier)}/{quoted(tracking_no)}/tracks",
                models.ReportedAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )

    def get_tracks(self, carrier: str, tracking_no: str, *, at: datetime | None = None) -> models.TracksAnswer:
        """All that is known of a parcel."""
        return self._luyue.send(
            Call(
                "GET",
                f"/v1/parcels/{quoted(carrier)}/{quoted(tracking_no)}/tracks",
                models.TracksAnswer,
                query={"at": at},
            )
        )

    def delete_tracks(self, carrier: str, tracking_no: str) -> None:
        """Erases the places and words of all scans of a parcel. Their times, kinds and provinces stay."""
        self._luyue.send(Call("DELETE", f"/v1/parcels/{quoted(carrier)}/{quoted(tracking_no)}/tracks", type(None)))


class AsyncParcels:
    """Operations on parcels."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def add_tracks(
        self, carrier: str, tracking_no: str, body: models.TracksBody, *, idempotency_key: str | None = None
    ) -> models.ReportedAnswer:
        """Reports scans of a parcel. They reach every process that waits for it by themselves.

        Of a scan's `place` the province is kept with its time, where the place begins with its name (SH-03).
        """
        return await self._luyue.send(
            Call(
                "POST",
                f"/v1/parcels/{quoted(carrier)}/{quoted(tracking_no)}/tracks",
                models.ReportedAnswer,
                body=body,
                idempotency_key=idempotency_key,
            )
        )

    async def get_tracks(self, carrier: str, tracking_no: str, *, at: datetime | None = None) -> models.TracksAnswer:
        """All that is known of a parcel."""
        return await self._luyue.send(
            Call(
                "GET",
                f"/v1/parcels/{quoted(carrier)}/{quoted(tracking_no)}/tracks",
                models.TracksAnswer,
                query={"at": at},
            )
        )

    async def delete_tracks(self, carrier: str, tracking_no: str) -> None:
        """Erases the places and words of all scans of a parcel. Their times, kinds and provinces stay."""
        await self._luyue.send(
            Call("DELETE", f"/v1/parcels/{quoted(carrier)}/{quoted(tracking_no)}/tracks", type(None))
        )
