"""Temporal's remote codec protocol over HTTP: `POST …/decode` and `…/encode`, for operators only.

Who asked for how many payloads is logged; what they say is not.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from google.protobuf import json_format
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from temporalio.api.common.v1 import Payload, Payloads

from luyue.api.authentication import Authentication
from luyue.api.jwks import KeysUnavailableError
from luyue.api.tokens import Caller, InvalidTokenError
from luyue.codec.settings import CodecSettings
from luyue.temporal.encryption import Encryption
from luyue.temporal.payload_keys import PayloadKeys
from luyue.workflows.payloads import UndecryptableError

logger = logging.getLogger("luyue.codec")

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes: as much as Temporal puts into one answer."""
BROWSERS_REMEMBER = 600
"""Seconds that a browser remembers what it may ask."""

Codec = Callable[[Sequence[Payload]], Awaitable[list[Payload]]]


def create_app(settings: CodecSettings) -> Starlette:
    """The application."""
    authentication = Authentication.of(settings)
    encryption = Encryption(PayloadKeys.read(settings.payload_keys))

    def carried_out(name: str, codec: Codec) -> list[Route]:
        async def answer(request: Request) -> Response:
            operator = await _operator(request, authentication)
            _check_namespace(request, settings.temporal_namespace)
            payloads = _payloads(await _body(request))
            try:
                changed = await codec(payloads.payloads)
            except UndecryptableError as error:
                raise HTTPException(400, str(error)) from None
            logger.info("%s %s %d payloads", operator.actor, name, len(changed))
            return JSONResponse(json_format.MessageToDict(Payloads(payloads=changed)))

        return [
            Route(f"/{name}", answer, methods=["POST"]),
            # Temporal's command asks `//decode` where it is not told the namespace.
            Route(f"/{{namespace:path}}/{name}", answer, methods=["POST"]),
        ]

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        reading = asyncio.create_task(authentication.keep_current())
        yield
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading

    return Starlette(
        routes=[
            Route("/healthz", _alive),
            *carried_out("decode", encryption.decode),
            *carried_out("encode", encryption.encode),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=settings.origins,
                allow_methods=["POST"],
                allow_headers=["Authorization", "Content-Type", "X-Namespace"],
                max_age=BROWSERS_REMEMBER,
            )
        ],
        exception_handlers={HTTPException: _refused},
        lifespan=lifespan,
    )


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    logger.warning("refused: %d %s %s", error.status_code, request.method, request.scope["raw_path"].decode("latin-1"))
    return JSONResponse({"message": error.detail}, error.status_code, error.headers)


async def _operator(request: Request, authentication: Authentication) -> Caller:
    """Who asks; raises HTTPException unless that is an operator."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise InvalidTokenError("no bearer token")
        caller = await authentication.caller(token.strip())
    except InvalidTokenError:
        raise HTTPException(401, "a bearer token is wanted", {"WWW-Authenticate": "Bearer"}) from None
    except KeysUnavailableError:
        raise HTTPException(503, "the keys that prove tokens cannot be read", {"Retry-After": "2"}) from None
    if caller.role != "ops":
        raise HTTPException(403, "only operators (role ops) may read payloads")
    return caller


def _check_namespace(request: Request, served: str) -> None:
    asked = request.path_params.get("namespace") or request.headers.get("x-namespace")
    if asked and asked != served:
        raise HTTPException(404, "the namespace is not served here")


async def _body(request: Request) -> bytes:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BODY:
            raise HTTPException(413, f"more than {LARGEST_BODY} bytes")
    return content


def _payloads(body: bytes) -> Payloads:
    try:
        return json_format.Parse(body, Payloads())
    except (json_format.ParseError, UnicodeDecodeError, RecursionError):
        raise HTTPException(400, "the body is no list of payloads in JSON") from None
