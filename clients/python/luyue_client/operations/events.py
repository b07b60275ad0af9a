"""Operations on events. Made by `make client`: not to be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from luyue_client import models
from luyue_client.calls import Call

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Events:
    """Operations on events."""

    def __init__(self, luyue: Luyue) -> None:
        self._luyue = luyue

    def get(
        self,
        *,
        after: str | None = None,
        kinds: Sequence[str] | None = None,
        creator_id: str | None = None,
        merchant_id: str | None = None,
        page_size: int | None = None,
    ) -> models.FeedAnswer:
        """The events that the caller may see, in one order in which nothing ever appears behind a cursor.

        Events of one process come in the order of their versions. Poll with `next_cursor` as the next `after`;
        or ask with `Accept: text/event-stream` for new events as they come, and go on after a break with the
        last id seen as `Last-Event-ID`. A stream ends when the token does, and when the service stops; a number
        of streams may be open at once for a caller (429). Creators and merchants get what belongs to their own
        processes. Unknown types of events must be ignored: there will be new ones.
        """
        return self._luyue.send(
            Call(
                "GET",
                "/v1/events",
                models.FeedAnswer,
                query={
                    "after": after,
                    "kinds": kinds,
                    "creator_id": creator_id,
                    "merchant_id": merchant_id,
                    "page_size": page_size,
                },
            )
        )


class AsyncEvents:
    """Operations on events."""

    def __init__(self, luyue: AsyncLuyue) -> None:
        self._luyue = luyue

    async def get(
        self,
        *,
        after: str | None = None,
        kinds: Sequence[str] | None = None,
        creator_id: str | None = None,
        merchant_id: str | None = None,
        page_size: int | None = None,
    ) -> models.FeedAnswer:
        """The events that the caller may see, in one order in which nothing ever appears behind a cursor.

        Events of one process come in the order of their versions. Poll with `next_cursor` as the next `after`;
        or ask with `Accept: text/event-stream` for new events as they come, and go on after a break with the
        last id seen as `Last-Event-ID`. A stream ends when the token does, and when the service stops; a number
        of streams may be open at once for a caller (429). Creators and merchants get what belongs to their own
        processes. Unknown types of events must be ignored: there will be new ones.
        """
        return await self._luyue.send(
            Call(
                "GET",
                "/v1/events",
                models.FeedAnswer,
                query={
                    "after": after,
                    "kinds": kinds,
                    "creator_id": creator_id,
                    "merchant_id": merchant_id,
                    "page_size": page_size,
                },
            )
        )
