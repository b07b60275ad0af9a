"""Operations on contacts. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call, quoted

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Contacts:
    """Operations on contacts."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def put(self, id: str, body: models.ContactBody) -> models.ContactAnswer:
        """Stores a contact; the same content again changes nothing.

        The contact with a creator's own id is the creator's: its `phone` is where SMS go to (CO-02), if a
        gateway is set up. It is looked up each time one is sent, so that a changed number counts at once and an
        erased one gets nothing. Give consignees other ids.

        What parcels are checked against (SH-02, SH-03) is kept apart, for good: keyed digests of who and where
        it is, and the province.
        """
        return self._luyue.send(Call("PUT", f"/v1/contacts/{quoted(id)}", models.ContactAnswer, body=body))

    def get(self, id: str) -> models.ContactAnswer:
        """The newest version of a contact."""
        return self._luyue.send(Call("GET", f"/v1/contacts/{quoted(id)}", models.ContactAnswer))

    def delete(self, id: str) -> None:
        """Erases every version of a contact. The digests that parcels were checked against stay: alone they say
        nothing.
        """
        self._luyue.send(Call("DELETE", f"/v1/contacts/{quoted(id)}", type(None)))


class AsyncContacts:
    """Operations on contacts."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def put(self, id: str, body: models.ContactBody) -> models.ContactAnswer:
        """Stores a contact; the same content again changes nothing.

        The contact with a creator's own id is the creator's: its `phone` is where SMS go to (CO-02), if a
        gateway is set up. It is looked up each time one is sent, so that a changed number counts at once and an
        erased one gets nothing. Give consignees other ids.

        What parcels are checked against (SH-02, SH-03) is kept apart, for good: keyed digests of who and where
        it is, and the province.
        """
        return await self._luyue.send(Call("PUT", f"/v1/contacts/{quoted(id)}", models.ContactAnswer, body=body))

    async def get(self, id: str) -> models.ContactAnswer:
        """The newest version of a contact."""
        return await self._luyue.send(Call("GET", f"/v1/contacts/{quoted(id)}", models.ContactAnswer))

    async def delete(self, id: str) -> None:
        """Erases every version of a contact. The digests that parcels were checked against stay: alone they say
        nothing.
        """
        await self._luyue.send(Call("DELETE", f"/v1/contacts/{quoted(id)}", type(None)))
