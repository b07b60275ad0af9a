"""Lists, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from luyue_client.calls import Call

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue

Item = TypeVar("Item", covariant=True)


class Page(Protocol[Item]):
    """One page; the token is None at the end."""

    @property
    def items(self) -> Sequence[Item]: ...
    @property
    def next_page_token(self) -> str | None: ...


class Pages(Generic[Item]):
    """A list: iterating over it gives every item, each page asked for when it is reached."""

    def __init__(self, luyue: Luyue, call: Call[Page[Item]]) -> None:
        self._luyue = luyue
        self._call = call

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[Item]]:
        """The pages themselves; `next_page_token` of one is where a list called with it as `page_token` goes on."""
        token: str | None = None
        while True:
            page = self._luyue.send(self._call if token is None else self._call.asking(page_token=token))
            yield page
            token = page.next_page_token
            if token is None:
                return


class AsyncPages(Generic[Item]):
    """A list: iterating over it gives every item, each page asked for when it is reached."""

    def __init__(self, luyue: AsyncLuyue, call: Call[Page[Item]]) -> None:
        self._luyue = luyue
        self._call = call

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[Item]]:
        """The pages themselves; `next_page_token` of one is where a list called with it as `page_token` goes on."""
        token: str | None = None
        while True:
            page = await self._luyue.send(self._call if token is None else self._call.asking(page_token=token))
            yield page
            token = page.next_page_token
            if token is None:
                return
