"""A client that writes down everything it asks and is answered, before it does anything with it; and retries as told.

The log is append-only, a JSON document a line: what the checker later takes for the truth about what was promised.
"""

import asyncio
import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx

from luyue.api.token_keys import development_keys
from tests.chaos.town import Town

PATIENCE = 15.0
"""Seconds until a client takes an answer for lost."""
LONGEST_PAUSE = 2.0
SHARE_GIVING_UP, SHARE_ASKING_AGAIN = 0.05, 0.1


class GaveUp(Exception):
    """The outcome of a request stays unknown to whoever sent it."""


class Refused(Exception):
    """The answer is no: for good, as far as this request goes."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Log:
    """Where clients write down what they see."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self.acknowledged = self.refused = self.lost = self.given_up = 0

    def write(self, what: str, **entry: Any) -> None:
        line = {"at": datetime.now(UTC).isoformat(), "what": what, **entry}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class Sender:
    """Sends for any role. `finish` is when nobody tries on whose outcome is not known."""

    def __init__(self, town: Town, log: Log, chance: Random) -> None:
        self._town, self._log, self._chance = town, log, chance
        limits = httpx.Limits(max_connections=200)
        self._http = httpx.AsyncClient(base_url=town.api_url, trust_env=False, timeout=PATIENCE, limits=limits)
        self._keys = development_keys(town.keys.jwt_secret)
        self._tokens: dict[tuple[str, str | None], tuple[str, str]] = {}

    async def close(self) -> None:
        await self._http.aclose()

    async def command(self, role: str, party: str | None, path: str, body: Any = None) -> dict[str, Any]:
        """A command for a process, until its outcome is known; raises Refused or GaveUp."""
        return await self._insist(role, party, "POST", path, body, is_command=True)

    async def report(self, method: str, path: str, body: Any, role: str = "service") -> dict[str, Any]:
        """Anything else that changes something."""
        return await self._insist(role, None, method, path, body, is_command=False)

    async def read(self, path: str, **parameters: str | int) -> dict[str, Any] | None:
        """What services read; None where nothing came."""
        token, _ = self._who("service", None)
        try:
            answer = await self._http.get(path, params=parameters, headers={"Authorization": f"Bearer {token}"})
        except httpx.TransportError:
            return None
        content: dict[str, Any] | None = answer.json() if answer.status_code == 200 else None
        return content

    async def _insist(
        self, role: str, party: str | None, method: str, path: str, body: Any, *, is_command: bool
    ) -> dict[str, Any]:
        token, actor = self._who(role, party)
        key = uuid.UUID(int=self._chance.getrandbits(128), version=4).hex
        slot = {"actor": actor, "method": method, "path": path, "key": key, "is_command": is_command}
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if method == "POST" else {})
        # Drawn once, so that what is drawn later does not hang on how often this had to be sent.
        gives_up, again = self._chance.random() < SHARE_GIVING_UP, self._chance.random() < SHARE_ASKING_AGAIN
        pause = 0.1
        while True:
            self._log.write("request", **slot, **({} if is_command else {"body": body}))
            try:
                answer = await self._http.request(method, path, json=body, headers=headers)
            except httpx.TransportError as error:
                self._log.write("lost", **slot, why=type(error).__name__)
                self._log.lost += 1
            else:
                content = answer.json() if answer.content else {}
                self._log.write("answer", **slot, answer=_noted(answer.status_code, content))
                if answer.is_success and again:
                    again = False
                    continue
                if answer.is_success:
                    self._log.acknowledged += 1
                    return dict(content)
                if answer.status_code not in (429, 503) and content.get("code") != "still-running":
                    self._log.refused += 1
                    raise Refused(answer.status_code, str(content.get("code")))
            if gives_up:
                self._log.given_up += 1
                raise GaveUp(f"{method} {path}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _who(self, role: str, party: str | None) -> tuple[str, str]:
        if (role, party) not in self._tokens:
            token = self._town.token(role, party)
            self._tokens[role, party] = (token, self._keys.caller(token).actor)
        return self._tokens[role, party]


def _noted(status: int, content: Mapping[str, Any]) -> dict[str, Any]:
    """What of an answer is kept: of a process what it shows, of a report its version, of a refusal why."""
    if status < 300 and {"kind", "id", "version", "status"} <= content.keys():
        shown = {name: content[name] for name in ("kind", "id", "version")}
        return {"status": status, **shown, "process_status": content["status"]}
    names = ("version",) if status < 300 else ("code", "id")
    return {"status": status, **{name: content[name] for name in names if name in content}}


class FeedReader:
    """Follows the feed from its beginning, and writes down what it read."""

    def __init__(self, sender: Sender, log: Log) -> None:
        self._sender, self._log = sender, log
        self._after = ""
        self.is_at_end = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            page = await self._sender.read("/v1/events", after=self._after, page_size=200)
            if page is None:
                await asyncio.sleep(0.5)
                continue
            events: Sequence[Mapping[str, Any]] = page["items"]
            if events:
                read = [(event["stream"], event["version"], event["id"]) for event in events]
                self._log.write("feed", events=read)
            self._after = page["next_cursor"]
            self.is_at_end = not page["has_more"]
            if self.is_at_end:
                await asyncio.sleep(0.3)
