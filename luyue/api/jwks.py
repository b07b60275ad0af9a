"""The issuer's keys: read from a JWKS file or address, kept, and read again as they change.

Requests only ever wait for keys that are not known yet: the first ones, and a new one that a token names.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from luyue.api.token_keys import Key, KeySet, Terms, UnknownKeyError, keys_in
from luyue.api.tokens import Caller

logger = logging.getLogger("luyue.api")

READ_EVERY = 300.0
"""Seconds. A key that the issuer has removed proves nothing any more after this and `PATIENCE`, if it answers."""

READ_AT_MOST_EVERY = 10.0
"""Seconds: so often tokens with unknown keys can make us read."""

LONGEST_UNCONFIRMED = 24 * 3600.0
"""Seconds. Keys are kept while they cannot be read anew, but no longer than this."""

PATIENCE = 5.0
"""Seconds that an address may take."""

LARGEST = 256 * 1024
"""Bytes."""

Read = Callable[[], Awaitable[bytes]]


class KeysUnavailableError(Exception):
    """Nobody knows whether the token is good: the keys that would say so cannot be read."""


def check_place(place: str, *, is_production: bool) -> None:
    """Raises ValueError unless keys may come from this place: an https address, or a file that has some now."""
    address = urlsplit(place)
    if address.scheme == "https" and address.hostname:
        return
    if address.scheme == "http":
        if is_production or address.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("must be an https address; plain http is for loopback outside production")
        return
    if "://" in place:
        raise ValueError("must be an https address or the path of a file")
    try:
        keys_in(_read_file(place))
    except OSError as error:
        raise ValueError(f"the file with the JWKS cannot be read: {error.strerror}") from None


def reader(place: str, patience: float = PATIENCE) -> Read:
    """Reads a file or an address, anew each time; raises whatever prevents it."""
    if urlsplit(place).scheme not in ("http", "https"):
        return lambda: asyncio.to_thread(_read_file, place)

    async def read() -> bytes:
        async with asyncio.timeout(patience):
            return await _read_address(place)

    return read


def _read_file(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return _bounded(file.read(LARGEST + 1))


async def _read_address(address: str) -> bytes:
    # Only loopback is asked in plain http, and no proxy leads there.
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    client = httpx.AsyncClient(trust_env=address.startswith("https:"), headers=headers)
    async with client, client.stream("GET", address) as answer:
        if answer.status_code != 200:
            raise ValueError(f"the answer is {answer.status_code}")
        content = b""
        async for chunk in answer.aiter_raw():
            content = _bounded(content + chunk)
        return content


def _bounded(content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST} bytes")
    return content


class Jwks:
    """Proves tokens by the issuer's keys as they were last read. `clock` gives seconds and never goes back."""

    def __init__(self, read: Read, terms: Terms, clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._terms = terms
        self._clock = clock
        self._known: dict[str | None, Key] = {}
        self._keys: KeySet | None = None
        self._confirmed_at = self._tried_at = float("-inf")
        self._is_failing = False
        self._reading: asyncio.Task[None] | None = None

    async def caller(self, token: str) -> Caller:
        """The caller that a token names; raises `InvalidTokenError` or `KeysUnavailableError`."""
        keys = self._current() or await self._read_unless_lately()
        try:
            return keys.caller(token)
        except UnknownKeyError:
            keys = await self._read_unless_lately()
        try:
            return keys.caller(token)
        except UnknownKeyError:
            if self._is_failing:
                raise KeysUnavailableError from None
            raise

    async def keep_reading(self) -> None:
        """Reads the keys now and again and again."""
        while True:
            await self.read()
            await asyncio.sleep(READ_EVERY)

    async def read(self) -> None:
        """Reads the keys, together with whoever else is waiting for them. Where that fails the old ones stay."""
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_once())
            self._reading.add_done_callback(self._done)
        # One that does not want to wait any more must not leave the others without keys.
        await asyncio.shield(self._reading)

    def _done(self, _reading: asyncio.Task[None]) -> None:
        self._reading = None

    async def _read_unless_lately(self) -> KeySet:
        if self._reading is not None or self._clock() - self._tried_at >= READ_AT_MOST_EVERY:
            await self.read()
        keys = self._current()
        if keys is None:
            raise KeysUnavailableError
        return keys

    async def _read_once(self) -> None:
        self._tried_at = tried_at = self._clock()
        try:
            known = keys_in(await self._read())
        # Whatever it is, the keys that were read before stay, and it is tried again.
        except Exception as error:
            self._is_failing = True
            logger.warning("The keys that prove tokens could not be read: %s", str(error) or type(error).__name__)
            return
        self._confirmed_at, self._is_failing = tried_at, False
        if known != self._known:
            self._known, self._keys = known, KeySet(known, self._terms)
            logger.info("Tokens are proven by the keys %s", ", ".join(sorted(map(str, known))))

    def _current(self) -> KeySet | None:
        if self._clock() - self._confirmed_at > LONGEST_UNCONFIRMED:
            return None
        return self._keys
