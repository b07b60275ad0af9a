"""Idempotency of POSTs: the same key and body again gives the first answer again, also while the first is running."""

import asyncio
import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from fastapi import Request, Response
from pydantic import BaseModel

from luyue.api import identifiers, request_log
from luyue.api.backends import Backends
from luyue.api.problems import Problem, response
from luyue.api.tokens import Caller
from luyue.journal.canonical import digest
from luyue.journal.connection import UNAVAILABLE
from luyue.journal.idempotency import Receipt, Slot, StoredAnswer

KEPT = timedelta(hours=48)
_PRINTABLE = re.compile(r"[ -~]{1,255}")
_QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"')


@dataclass(frozen=True)
class Received:
    """A request as it was first received: when, by the wall clock, and the id that its command has for good."""

    at: datetime
    command_id: str


Act = Callable[[Received], Awaitable[Response]]
"""Carries a request out. What it raises as a `Problem` is the answer too."""


@dataclass(frozen=True)
class _Carried:
    """What is answered; `is_kept` says whether the key is stored, so that a repeat under it will be known for one."""

    answer: StoredAnswer
    is_kept: bool = True
    is_replayed: bool = False


@dataclass(frozen=True)
class _Running:
    body_digest: bytes
    carried: asyncio.Task[_Carried]


class Idempotency:
    """Carries each request out once; a repeat of one without a stored answer is carried out again under the same id."""

    def __init__(self, backends: Backends, digest_key: str, patience: timedelta) -> None:
        self._backends = backends
        self._digest_key = digest_key
        self._patience = patience
        self._running: dict[Slot, _Running] = {}

    async def answer(self, request: Request, caller: Caller, body: BaseModel | None, act: Act) -> Response:
        """The first answer to this request's key, from the store, from the one that is running, or from `act`."""
        given = request.headers.getlist("idempotency-key")
        key = _key(given)
        slot = Slot(caller.actor, request.scope["path"], key or str(uuid.uuid4()))
        request_log.command.set(identifiers.command_id(slot))
        content = body.model_dump(mode="json", exclude_defaults=True) if body is not None else {}
        body_digest = identifiers.keyed_digest(self._digest_key, digest(content))
        running = self._running.get(slot)
        if running is None:
            task = asyncio.create_task(self._carry_out(request, slot, body_digest, act, made_up=key is None))
            self._running[slot] = _Running(body_digest, task)
            task.add_done_callback(lambda _done: self._running.pop(slot))
            # A client that goes away must not leave a command half carried out.
            carried = await asyncio.shield(task)
        elif running.body_digest != body_digest:
            raise Problem("idempotency-key-reused")
        else:
            done, _ = await asyncio.wait([running.carried], timeout=self._patience.total_seconds())
            if not done:
                raise Problem("still-running")
            carried = replace(running.carried.result(), is_replayed=True)
        headers = dict(carried.answer.headers)
        # A key made up that could not be stored is not told: a repeat under it would be a command of its own.
        if given or carried.is_kept:
            headers["Idempotency-Key"] = given[0] if given else slot.key
        if carried.is_replayed:
            headers["Idempotent-Replayed"] = "true"
        return Response(carried.answer.body, carried.answer.status, headers)

    async def _carry_out(
        self, request: Request, slot: Slot, body_digest: bytes, act: Act, *, made_up: bool
    ) -> _Carried:
        receipt = Receipt(body_digest, datetime.now(UTC), None)
        try:
            keys = (await self._backends.journal()).idempotency_keys
            # Nobody can repeat a key that nobody knows yet.
            if not made_up:
                receipt = await keys.receive(slot, body_digest, receipt.received_at)
            if receipt.body_digest != body_digest:
                return _Carried(_stored(response(request, Problem("idempotency-key-reused"))))
            if receipt.answer is not None:
                return _Carried(receipt.answer, is_replayed=True)
            received = Received(receipt.received_at, identifiers.command_id(slot))
            try:
                answer = _stored(await act(received))
            except Problem as problem:
                answer = _stored(response(request, problem))
            if _is_final(answer):
                return _Carried(await keys.answer(slot, receipt, answer))
        except UNAVAILABLE:
            answer = _stored(response(request, Problem("unavailable")))
        return _Carried(answer, is_kept=not made_up or await self._keep(slot, receipt))

    async def _keep(self, slot: Slot, receipt: Receipt) -> bool:
        """Stores the receipt of a key made up whose answer is not the last word; returns whether that went well."""
        try:
            keys = (await self._backends.journal()).idempotency_keys
            await keys.receive(slot, receipt.body_digest, receipt.received_at)
        except UNAVAILABLE:
            return False
        return True

    async def forget_old_keys(self) -> None:
        """Removes keys that nobody may still repeat."""
        await (await self._backends.journal()).idempotency_keys.forget(datetime.now(UTC) - KEPT)

    async def settle(self) -> None:
        """Waits for what is still being carried out."""
        await asyncio.gather(*(running.carried for running in self._running.values()), return_exceptions=True)


def _key(given: list[str]) -> str | None:
    if not given:
        return None
    if len(given) > 1:
        raise Problem("idempotency-key-invalid")
    quoted = _QUOTED.fullmatch(given[0].strip())
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else given[0].strip()
    if not _PRINTABLE.fullmatch(key):
        raise Problem("idempotency-key-invalid")
    return key


def _is_final(answer: StoredAnswer) -> bool:
    """Whether the outcome is known: what was turned away or is unknown may be tried again under its key."""
    return answer.status < 500 and answer.status != 429


def _stored(answer: Response) -> StoredAnswer:
    kept = {"content-type", "content-language", "etag", "location", "retry-after"}
    headers = {name: value for name, value in answer.headers.items() if name in kept}
    return StoredAnswer(answer.status_code, headers, bytes(answer.body))
