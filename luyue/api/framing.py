"""What surrounds every request: its id, limits of size and pace, who asks, all before its body is read; a log line."""

import logging
import re
import time
import traceback
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luyue.api import request_log
from luyue.api.authentication import Authentication
from luyue.api.jwks import KeysUnavailableError
from luyue.api.limits import CallerLimits
from luyue.api.problems import Problem, response
from luyue.api.tokens import InvalidTokenError

logger = logging.getLogger("luyue.api")

LARGEST_BODY = 1024 * 1024
LONGEST_ADDRESS = 8 * 1024
LARGEST_HEADERS = 32 * 1024
REQUEST_ID = re.compile(r"(?!.*(?<!\d)1[3-9]\d{9}(?!\d))[A-Za-z0-9._:-]{1,128}")
"""What callers may name their requests, for the log: nothing with a mobile phone's number in it."""


class Framing:
    """Outermost of the application: also what it could not handle gets an answer here."""

    def __init__(self, app: ASGIApp, authentication: Authentication, limits: CallerLimits) -> None:
        self._app = app
        self._authentication = authentication
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request = Request(scope)
        given = headers.get("x-request-id", "")
        request.state.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        # For good: the server handles each request in a task of its own, and may log something of it afterwards.
        request_log.current.set(request.state.request_id)
        status = 0
        started = time.perf_counter()

        async def framed_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answered = MutableHeaders(scope=message)
                answered["X-Request-Id"] = request.state.request_id
                if "content-language" in answered and "accept-language" not in answered.get("vary", "").lower():
                    answered.add_vary_header("Accept-Language")
            await send(message)

        try:
            await self._answer(request, headers, _limited(receive), framed_send)
        except Exception as error:
            # Errors quote the values that they were about, which may be personal: the place says enough.
            place = "".join(traceback.format_tb(error.__traceback__))
            logger.error("failed: %s\n%s", type(error).__name__, place)
            if status:
                raise
            await response(request, Problem("internal"))(scope, receive, framed_send)
        finally:
            milliseconds = (time.perf_counter() - started) * 1000
            logger.info("%s %s %d %.1f ms", *request_log.described(scope, status), status, milliseconds)

    async def _answer(self, request: Request, headers: Headers, receive: Receive, send: Send) -> None:
        problem = _oversized(request)
        if problem is None and request.scope["path"].startswith("/v1/"):
            problem = await self._authenticate(request, headers) or self._limit(request)
        if problem is None and _declared_length(headers) > LARGEST_BODY:
            problem = Problem("too-large")
        if problem is not None:
            await response(request, problem)(request.scope, receive, send)
        else:
            await self._app(request.scope, receive, send)

    async def _authenticate(self, request: Request, headers: Headers) -> Problem | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return Problem("unauthenticated")
        try:
            request.state.caller = await self._authentication.caller(token.strip())
        except InvalidTokenError:
            return Problem("unauthenticated")
        except KeysUnavailableError:
            return Problem("unavailable")
        return None

    def _limit(self, request: Request) -> Problem | None:
        seconds = self._limits.admit(request.state.caller.actor)
        return Problem.after(seconds, "too-many-requests") if seconds else None


def _oversized(request: Request) -> Problem | None:
    scope = request.scope
    if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return Problem("address-too-long")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
        return Problem("headers-too-large")
    return None


def _declared_length(headers: Headers) -> int:
    declared = headers.get("content-length", "0")
    return int(declared) if declared.isdecimal() else 0


def _limited(receive: Receive) -> Receive:
    read = 0

    async def limited_receive() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            raise Problem("too-large")
        return message

    return limited_receive
