"""One try to deliver an event: to a checked network address, without redirects, within a few seconds."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from luyue.journal.streams import Recorded
from luyue.journal.webhook_endpoints import Endpoint
from luyue.webhooks.addresses import Addresses, AddressRefused, Destination, IPAddress, LookUpFailed
from luyue.webhooks.envelope import CONTENT_TYPE, envelope, signed_headers

PATIENCE = 5.0
"""Seconds that a try may take in all, from the name's resolution to the receiver's answer."""

MOST_ADDRESSES = 3
"""Of a host that stands for several network addresses, as many are tried."""

GONE = 410


@dataclass(frozen=True)
class Answered:
    """The outcome of a try. `status` is the receiver's, None without an answer; `error` is None where it got through.

    The words are the receiver's owner's to read; they hold nothing that the receiver sent, and no secret.
    """

    status: int | None
    error: str | None


def wall_clock() -> datetime:
    """Now; what is signed is always dated by it."""
    return datetime.now(UTC)


class Sender:
    """Delivers events. Each try has a connection of its own, as one address may stand for hosts of several owners."""

    def __init__(
        self,
        addresses: Addresses,
        *,
        patience: float = PATIENCE,
        now: Callable[[], datetime] = wall_clock,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._addresses = addresses
        self._patience = patience
        self._now = now
        self._trust = trust or httpx.create_ssl_context()

    async def send(self, endpoint: Endpoint, event: Recorded) -> Answered:
        """Tries to deliver an event to an endpoint; only a status between 200 and 299 means that it got through."""
        body, now = envelope(event, endpoint.role), self._now()
        headers = {
            "content-type": CONTENT_TYPE,
            "user-agent": "Luyue-Webhooks/1",
            **signed_headers(body, event, endpoint.secrets_at(now), now),
        }
        try:
            async with asyncio.timeout(self._patience):
                destination = await self._addresses.check(endpoint.url)
                status = await self._post(destination, body, headers)
        except AddressRefused as refused:
            return Answered(None, f"address refused: {refused}")
        except LookUpFailed:
            return Answered(None, "its host could not be looked up")
        except TimeoutError:
            return Answered(None, f"no answer within {self._patience:g} s")
        except httpx.ConnectError as error:
            failed = "TLS handshake failed" if isinstance(_root(error), ssl.SSLError) else "no connection"
            return Answered(None, failed)
        except httpx.HTTPError:
            return Answered(None, "the connection ended without a valid answer")
        return Answered(status, None if 200 <= status <= 299 else f"status {status}")

    async def _post(self, destination: Destination, body: bytes, headers: dict[str, str]) -> int:
        first_failure: httpx.ConnectError | None = None
        for ip in destination.ips[:MOST_ADDRESSES]:
            try:
                return await self._post_to(destination, ip, body, headers)
            except httpx.ConnectError as error:
                first_failure = first_failure or error
        assert first_failure is not None, "a destination has an address"
        raise first_failure

    async def _post_to(self, destination: Destination, ip: IPAddress, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer; its body is not read, whatever its size."""
        request = httpx.Request(
            "POST",
            destination.url.copy_with(host=str(ip)),
            content=body,
            headers={"host": destination.url.netloc.decode("ascii"), **headers},
            # The certificate must be the name's, though the connection is to the address.
            extensions={"sni_hostname": destination.host},
        )
        async with httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False) as transport:
            response = await transport.handle_async_request(request)
            await response.aclose()
            return response.status_code


def _root(error: BaseException) -> BaseException:
    """What an error comes from in the end."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error
