"""What the command line asks of the API in the name of ops, patiently: busy and away are tried again."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from luyue.api.kinds import address_of

PATIENCE = 60.0
LONGEST_PAUSE = 5.0


@dataclass(frozen=True)
class Refused:
    """What was not done, and why."""

    what: str
    why: str


class OpsClient:
    def __init__(self, api_url: str, token: str, *, patience: float = PATIENCE) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        self._http = httpx.AsyncClient(base_url=api_url, headers=headers, timeout=30)
        self._patience = patience

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def extend(
        self, stream: str, deadline: str, until: datetime, reason: str, key: str
    ) -> list[tuple[str, datetime]] | Refused:
        """Extends a deadline; answers with the names and due times of all that run then, or why it was refused."""
        body = {"deadline": deadline, "until": until.isoformat(), "reason": reason}
        answer = await self._post(f"{address_of(stream)}/extend", body, key)
        if isinstance(answer, str):
            return Refused(f"{stream} {deadline}", answer)
        return [(one["name"], datetime.fromisoformat(one["due_at"])) for one in answer["deadlines"]]

    async def _post(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any] | str:
        """The answer, or what refuses it."""
        give_up_at = time.monotonic() + self._patience
        while True:
            try:
                answer = await self._http.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError as error:
                again, why = 1.0, f"the API is away: {type(error).__name__}"
            else:
                if answer.is_success:
                    content: dict[str, Any] = answer.json()
                    return content
                again, why = float(answer.headers.get("Retry-After", 1)), _told(answer)
                if answer.status_code not in (429, 503) and not _still_running(answer):
                    return why
            if time.monotonic() + again > give_up_at:
                return why
            await asyncio.sleep(min(again, LONGEST_PAUSE))


def _still_running(answer: httpx.Response) -> bool:
    return answer.status_code == 409 and "still-running" in answer.text


def _told(answer: httpx.Response) -> str:
    """What a problem says; of an answer that is none, its status."""
    try:
        problem = answer.json()
        violations = [f"{one['rule']}: {one['message']}" for one in problem["violations"]]
        return "; ".join(violations) or str(problem["detail"])
    except (ValueError, LookupError, TypeError):
        return f"{answer.status_code} {answer.reason_phrase}"
