"""The clients themselves: they carry calls out, each until its outcome is known."""

import inspect
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Literal, Self, TypeVar, Unpack

import httpx

from luyue_client.calls import Call
from luyue_client.feed import AsyncFeed, Feed, Wanted
from luyue_client.operations import AsyncCollections, Collections
from luyue_client.patience import AsyncClock, AsyncSystemClock, Clock, Patience, SystemClock
from luyue_client.tries import Answered, Pause, Tries

Answer = TypeVar("Answer")
Language = Literal["zh-CN", "en"]
Token = str | Callable[[], str]
AsyncToken = Token | Callable[[], Awaitable[str]]


class Luyue(Collections):
    """A caller of the service: `Luyue("https://luyue.example", token).sample_requests.list()`.

    `token` may be a function, which is asked before each try. Calls are tried again, within `patience`, where the
    service is away or busy. `language` is that of messages. `http` may bring proxies, certificates or a pool of your
    own, and is then yours to close.
    """

    def __init__(
        self,
        base_url: str,
        token: Token,
        *,
        language: Language = "en",
        patience: Patience | None = None,
        http: httpx.Client | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self._address = base_url.rstrip("/")
        self._token = token
        self._language: Language = language
        self._patience = patience or Patience()
        self._http = http or httpx.Client()
        self._closes = http is None
        self._collect(self)

    def send(self, call: Call[Answer]) -> Answer:
        """Carries a call out; raises `ProblemError` or `UnansweredError`."""
        tries = Tries(call, self._address, self._patience, self.clock.now())
        while True:
            token = self._token if isinstance(self._token, str) else self._token()
            try:
                response = self._http.request(**tries.request(_headers(token, self._language), self.clock.now()))
            except httpx.TransportError as error:
                judged: Answered[Answer] | Pause = tries.judge_failure(error, self.clock.now())
            else:
                judged = tries.judge(response, self.clock.now())
            if isinstance(judged, Answered):
                return judged.value
            self.clock.sleep(judged.seconds)

    def feed(self, after: str = "", *, poll_every: float = 1.0, **wanted: Unpack[Wanted]) -> Feed:
        """The events after a cursor, or from the beginning; seconds between two looks for new ones."""
        return Feed(self, after, poll_every, **wanted)

    def close(self) -> None:
        if self._closes:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncLuyue(AsyncCollections):
    """The same for asyncio: `await AsyncLuyue(address, token).sample_requests.get(id)`; `token` may be awaited too."""

    def __init__(
        self,
        base_url: str,
        token: AsyncToken,
        *,
        language: Language = "en",
        patience: Patience | None = None,
        http: httpx.AsyncClient | None = None,
        clock: AsyncClock | None = None,
    ) -> None:
        self.clock = clock or AsyncSystemClock()
        self._address = base_url.rstrip("/")
        self._token = token
        self._language: Language = language
        self._patience = patience or Patience()
        self._http = http or httpx.AsyncClient()
        self._closes = http is None
        self._collect(self)

    async def send(self, call: Call[Answer]) -> Answer:
        """Carries a call out; raises `ProblemError` or `UnansweredError`."""
        tries = Tries(call, self._address, self._patience, self.clock.now())
        while True:
            token = self._token if isinstance(self._token, str) else self._token()
            if inspect.isawaitable(token):
                token = await token
            try:
                request = tries.request(_headers(token, self._language), self.clock.now())
                response = await self._http.request(**request)
            except httpx.TransportError as error:
                judged: Answered[Answer] | Pause = tries.judge_failure(error, self.clock.now())
            else:
                judged = tries.judge(response, self.clock.now())
            if isinstance(judged, Answered):
                return judged.value
            await self.clock.sleep(judged.seconds)

    def feed(self, after: str = "", *, poll_every: float = 1.0, **wanted: Unpack[Wanted]) -> AsyncFeed:
        """The events after a cursor, or from the beginning; seconds between two looks for new ones."""
        return AsyncFeed(self, after, poll_every, **wanted)

    async def close(self) -> None:
        if self._closes:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _headers(token: str, language: Language) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept-Language": language, "User-Agent": "luyue-client"}
