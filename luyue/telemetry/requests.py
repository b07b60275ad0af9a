"""HTTP requests as metrics and spans see them: by the route's template, never by the address that was asked for."""

import time

from opentelemetry.context import Context
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luyue.telemetry import tracing
from luyue.telemetry.metrics import HTTP_REQUESTS, HTTP_SECONDS

NO_ROUTE = "(none)"
"""What was answered without a route: addresses that are not there, and callers who are turned away."""
OTHER = "other"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})


class ObservedRequests:
    """Outermost of an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = method_of(scope)
        status, answered_after = 0, 0.0
        started = time.perf_counter()

        async def observed_send(message: Message) -> None:
            nonlocal status, answered_after
            if message["type"] == "http.response.start":
                status, answered_after = message["status"], time.perf_counter() - started
            await send(message)

        with tracing.span(
            method, kind="server", attributes={"http.request.method": method}, parent=_caller_of(scope)
        ) as span:
            try:
                await self._app(scope, receive, observed_send)
            finally:
                route = route_of(scope)
                HTTP_REQUESTS.labels(method, route, str(status)).inc()
                if status:
                    HTTP_SECONDS.labels(method, route).observe(answered_after)
                if span is not None:
                    span.update_name(f"{method} {route}")
                    span.set_attributes({"http.route": route, "http.response.status_code": status})
                    if status >= 500:
                        tracing.failed(span, str(status))


def method_of(scope: Scope) -> str:
    """A request's method, if it is one of HTTP's."""
    return scope["method"] if scope["method"] in _METHODS else OTHER


def route_of(scope: Scope) -> str:
    """The template of the route that a request was answered by."""
    route: str = getattr(scope.get("route"), "path", NO_ROUTE)
    return route


def _caller_of(scope: Scope) -> Context | None:
    """The trace that the caller says the request belongs to."""
    if not tracing.is_on():
        return None
    return tracing.received(Headers(scope=scope))
