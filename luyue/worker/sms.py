"""SMS: tells creators of what a kind declares to be told so (CO-02), through an HTTP gateway, best effort.

The number is looked up when it is sent to, and goes nowhere but to the gateway.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import httpx

from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import DeliveryFailed, Pace, TargetAway
from luyue.journal.inbox import Inbox
from luyue.journal.personal_data import PersonalData
from luyue.journal.streams import Recorded, UnknownEvent, happened
from luyue.webhooks.sending import wall_clock
from luyue.worker.kinds import Declared

Language: TypeAlias = Literal["zh-CN", "en"]

SENT_WITHIN = timedelta(hours=24)
"""From when an event was recorded; what could not be sent by then is in the inbox, and an SMS would only surprise."""

PATIENCE = 5.0
"""Seconds for a gateway's answer."""

CONNECTING_PATIENCE = 3.0
MOST_REMEMBERED = 10_000

BEST_EFFORT = Pace(batch=40, idle_pause=0.5, first_backoff=5, longest_backoff=300, attempts=8)
"""Eight tries in about ten minutes. The batch is small, so that a gateway that answers nothing can't hang a lease."""


@dataclass(frozen=True)
class Sms:
    """A message to a number, as stored without its spaces; `key` is the same on every try."""

    key: str
    to: str
    text: str
    language: Language

    def __repr__(self) -> str:
        # The number must not get into a traceback.
        return f"Sms({self.key})"


class Gateway:
    """Sends by `POST {to, text, language}` with an `Idempotency-Key`. Each message has a connection of its own."""

    def __init__(self, url: str, token: str | None = None, *, patience: float = PATIENCE) -> None:
        self._url = httpx.URL(url)
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        self._patience = patience
        self._trust = httpx.create_ssl_context()

    async def send(self, sms: Sms) -> None:
        """One try. Raises `TargetAway` where nobody could have got it, `DeliveryFailed` where it may or may not have.

        The words of both have nothing of the message, nor of the gateway's answer, which may quote it.
        """
        request = httpx.Request(
            "POST",
            self._url,
            json={"to": sms.to, "text": sms.text, "language": sms.language},
            headers={"idempotency-key": sms.key, "user-agent": "Luyue-SMS/1", **self._headers},
            extensions={"timeout": httpx.Timeout(self._patience, connect=CONNECTING_PATIENCE).as_dict()},
        )
        try:
            async with asyncio.timeout(self._patience):
                status = await self._status(request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise TargetAway(f"the SMS gateway, {type(error).__name__}") from None
        except (TimeoutError, httpx.TimeoutException):
            raise DeliveryFailed(f"the SMS gateway gave no answer within {self._patience:g} s") from None
        except (httpx.HTTPError, OSError) as error:
            raise DeliveryFailed(f"the SMS gateway gave no valid answer: {type(error).__name__}") from None
        if not 200 <= status <= 299:
            raise DeliveryFailed(f"the SMS gateway answered {status}")

    async def _status(self, request: httpx.Request) -> int:
        # Unlike a client, a transport logs no address, follows no redirect and reads no answer's body.
        async with httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False) as transport:
            response = await transport.handle_async_request(request)
            await response.aclose()
            return response.status_code


class SmsWriter:
    """Delivers events by SMS to those creators whose number is known: the contact that has the creator's own id."""

    def __init__(
        self,
        pool: Pool,
        kinds: Sequence[Declared],
        gateway: Gateway,
        *,
        language: Language = "zh-CN",
        now: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._inbox = Inbox(pool)
        self._personal_data = PersonalData(pool)
        self._gateway = gateway
        self._language = language
        self._now = now
        self._kinds = {declared.kind.name: declared for declared in kinds}
        self._told = {
            (declared.kind.name, event.type_name())
            for declared in kinds
            if declared.notices is not None
            for event in declared.notices.sms
        }
        self._sent: dict[str, None] = {}

    def concerns(self, event: Recorded) -> bool:
        """Whether somebody is told of an event by SMS."""
        return (event.stream.partition("/")[0], event.type) in self._told

    async def deliver(self, event: Recorded) -> None:
        """Sends what is told of an event, to each recipient once; nothing where it is too old or has no number."""
        if self._now() - event.recorded_at > SENT_WITHIN:
            return
        try:
            messages = await self._messages(event)
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error
        except (UnknownEvent, LookupError) as error:
            raise DeliveryFailed(str(error)) from error
        for sms in messages:
            if sms.key not in self._sent:
                await self._gateway.send(sms)
                self._remember(sms.key)

    async def _messages(self, event: Recorded) -> list[Sms]:
        declared = self._kinds[event.stream.partition("/")[0]]
        if declared.notices is None:
            return []
        parties = await self._inbox.parties(event.stream)
        messages = []
        for recipient, text in declared.notices.by_sms(happened(declared.kind, event), parties).items():
            number = await self._number(recipient)
            if number is not None:
                words = text.zh if self._language == "zh-CN" else text.en
                messages.append(Sms(f"{event.id}:{recipient}", number, words, self._language))
        return messages

    def _remember(self, key: str) -> None:
        """An outage has what was delivered together carried again, which must not be sent again."""
        if len(self._sent) >= MOST_REMEMBERED:
            del self._sent[next(iter(self._sent))]
        self._sent[key] = None

    async def _number(self, recipient: str) -> str | None:
        role, _, id = recipient.partition(":")
        if role != "creator":
            raise DeliveryFailed(f"only creators are told by SMS, not {recipient}")
        kept = await self._personal_data.contact(id)
        if kept is None:
            return None
        return re.sub(r"[^0-9+]", "", kept.contact.get("phone", "")) or None
