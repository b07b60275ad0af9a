"""HTTP over a socket as uvicorn has it, but with a bound on a request's head, which it would read without end.

What is no HTTP never comes to the application: it is answered here, with a problem, as there.
"""

import logging
import uuid
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from luyue.api.framing import REQUEST_ID
from luyue.api.problems import Problem, response
from luyue.api.request_log import current

LARGEST_HEAD = 64 * 1024
"""Bytes of address and headers after the first piece that comes in; the application's own limits are lower."""

logger = logging.getLogger("luyue.api")


class BoundedHead(HttpToolsProtocol):
    """Closes the connection on a head that does not end, and on what is no HTTP."""

    _in_message = False
    _in_head = False
    _head = 0

    def data_received(self, data: bytes) -> None:
        """Reads on."""
        was_in_head = self._in_head
        super().data_received(data)
        if was_in_head and self._in_head and not self.transport.is_closing():
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                self._refuse("headers-too-large")

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_message, self._in_head, self._head = True, True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head ends, unless its address cannot be read."""
        super().on_headers_complete()
        self._in_head = False

    def on_message_complete(self) -> None:
        """A request ends."""
        self._in_message = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP."""
        self._refuse("malformed")

    def _refuse(self, code: str) -> None:
        """Ends the connection, with a problem unless that would be taken for the answer to another request."""
        in_body = self._in_message and not self._in_head
        cycle = self.cycle
        is_its_own = cycle is None or (not cycle.response_started if in_body else cycle.response_complete)
        if self.pipeline or not is_its_own:
            self.transport.close()
            return
        headers = Headers(raw=self.headers if self._in_message else [])
        given = headers.get("x-request-id", "")
        made = cycle.scope["state"].get("request_id") if in_body and cycle is not None else None
        request_id = made or (given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex)
        scope = {"type": "http", "app": self.config.app, "headers": headers.raw, "state": {"request_id": request_id}}
        answer = response(Request(scope), Problem(code))
        answer.headers["X-Request-Id"] = request_id
        answer.headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}".encode()]
        lines += [name + b": " + value for name, value in answer.raw_headers]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(answer.body)]))
        self.transport.close()
        token = current.set(request_id)
        # Nothing of what came in: it may be anything.
        logger.info("%s %d", code, answer.status_code)
        current.reset(token)
