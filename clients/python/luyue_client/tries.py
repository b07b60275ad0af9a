"""The tries of one call: what is sent, what becomes of what comes back, and when to give up. Sends nothing itself."""

import email.utils
import time
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import httpx

from luyue_client.calls import Call
from luyue_client.errors import UnansweredError, problem_error, problem_in
from luyue_client.models import ProblemAnswer
from luyue_client.patience import Patience

Answer = TypeVar("Answer")
# What gateways say for a service that is away belongs to it: its outcome is as unknown.
_NOT_FINAL = frozenset({429, 502, 503, 504})
# With less time than this a last try would only be for show. Seconds.
_SHORTEST_TRY = 1.0
_NEVER_CURED = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)


@dataclass(frozen=True)
class Answered(Generic[Answer]):
    """A good answer, read."""

    value: Answer


@dataclass(frozen=True)
class Pause:
    """Seconds after which to try again."""

    seconds: float


class Tries(Generic[Answer]):
    """One call from its first try, at `started` by the client's clock, to its answer or error."""

    def __init__(self, call: Call[Answer], address: str, patience: Patience, started: float) -> None:
        self._call = call
        self._address = address
        self._patience = patience
        self._ends = started + patience.total
        self._tries = 0
        self._may_be_done = False
        self._problem: ProblemAnswer | None = None

    def request(self, headers: dict[str, str], now: float) -> dict[str, Any]:
        """The next try, as arguments of httpx's `request`."""
        self._tries += 1
        return {
            "method": self._call.method,
            "url": self._address + self._call.path,
            "params": self._call.parameters,
            "content": self._call.content,
            "headers": {**headers, **self._call.headers},
            "timeout": min(self._patience.a_try, max(_SHORTEST_TRY, self._ends - now)),
        }

    def judge(self, response: httpx.Response, now: float) -> Answered[Answer] | Pause:
        """What an answer means; raises `ProblemError`, or `UnansweredError` when there is no time for another try."""
        if response.is_success:
            return Answered(self._call.read(response.content))
        problem = problem_in(response)
        if self._is_final(response, problem):
            if response.status_code == 404 and self._call.method == "DELETE" and self._may_be_done:
                # An earlier try has removed it, and nobody heard.
                return Answered(self._call.read(b""))
            raise problem_error(problem)
        self._problem = problem
        self._may_be_done |= response.status_code != 429
        return self._pause(_retry_after(response), now, None)

    def judge_failure(self, error: httpx.TransportError, now: float) -> Pause:
        """What to do when nothing came back; raises `UnansweredError`, or the error itself if it will come again."""
        if isinstance(error, _NEVER_CURED):
            raise error
        self._may_be_done = True
        return self._pause(0.0, now, error)

    def _is_final(self, response: httpx.Response, problem: ProblemAnswer) -> bool:
        return response.status_code not in _NOT_FINAL and problem.code != "still-running"

    def _pause(self, retry_after: float, now: float, cause: Exception | None) -> Pause:
        seconds = self._patience.pause(self._tries, retry_after)
        if now + seconds >= self._ends:
            what = f"{self._call.method} {self._call.path}"
            raise UnansweredError(what, self._call.idempotency_key, self._problem) from cause
        return Pause(seconds)


def _retry_after(response: httpx.Response) -> float:
    """Seconds, from a number of them or a date; 0 without either."""
    value = response.headers.get("retry-after", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0
