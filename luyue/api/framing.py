"""What surrounds every request: its id, authentication before anything of it is read, a log line, and a size limit."""

import logging
import re
import time
import traceback
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luyue.api.problems import Problem, response
from luyue.api.tokens import InvalidTokenError, verify

logger = logging.getLogger("luyue.api")

LARGEST_BODY = 1024 * 1024
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class Framing:
    """Outermost of the application: also what it could not handle gets an answer here."""

    def __init__(self, app: ASGIApp, jwt_secret: str) -> None:
        self._app = app
        self._jwt_secret = jwt_secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request = Request(scope)
        given = headers.get("x-request-id", "")
        request.state.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        status = 0
        started = time.perf_counter()

        async def framed_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request.state.request_id
            await send(message)

        try:
            await self._answer(request, headers, _limited(receive), framed_send)
        except Exception as error:
            # Errors quote the values that they were about, which may be personal: the place says enough.
            place = "".join(traceback.format_tb(error.__traceback__))
            logger.error("%s failed: %s\n%s", request.state.request_id, type(error).__name__, place)
            if status:
                raise
            await response(request, Problem("internal"))(scope, receive, framed_send)
        finally:
            milliseconds = (time.perf_counter() - started) * 1000
            # Paths hold ids, never personal data.
            logger.info(
                "%s %s %s %d %.1f ms",
                request.state.request_id,
                scope["method"],
                scope["raw_path"].decode("latin-1"),
                status,
                milliseconds,
            )

    async def _answer(self, request: Request, headers: Headers, receive: Receive, send: Send) -> None:
        problem: Problem | None = None
        if request.scope["path"].startswith("/v1/"):
            problem = self._authenticate(request, headers)
        if problem is None and _declared_length(headers) > LARGEST_BODY:
            problem = Problem("too-large")
        if problem is not None:
            await response(request, problem)(request.scope, receive, send)
        else:
            await self._app(request.scope, receive, send)

    def _authenticate(self, request: Request, headers: Headers) -> Problem | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return Problem("unauthenticated")
        try:
            request.state.caller = verify(self._jwt_secret, token.strip())
        except InvalidTokenError:
            return Problem("unauthenticated")
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
