"""Serves the application in this process."""

import gc
import socket
import sys
from contextlib import suppress

import uvicorn

from luyue.api import request_log
from luyue.api.app import create_app
from luyue.api.event_stream import EventStreams
from luyue.api.protocol import BoundedHead
from luyue.api.settings import ApiSettings
from luyue.telemetry import sdk_runtime, tracing

STARTUP_FAILED = 3
"""The exit code that uvicorn's own command has for it."""


class Server(uvicorn.Server):
    """Ends the event streams before it waits for what is under way: they would never end by themselves."""

    def __init__(self, config: uvicorn.Config, streams: EventStreams) -> None:
        super().__init__(config)
        self._streams = streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends what the server does."""
        self._streams.end()
        await super().shutdown(sockets)


def run_api() -> None:
    """Serves the API as the environment says, until SIGTERM or SIGINT."""
    serve(ApiSettings())


def serve(settings: ApiSettings) -> None:
    """Serves the API until SIGTERM or SIGINT."""
    request_log.set_up(as_json=settings.environment == "production")
    tracing.set_up("luyue-api")
    sdk_runtime.set_up()
    app = create_app(settings)
    # By default a fifth of a request's work is looking for garbage, most of it in what stays for good.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
    # Uvicorn's own access log would repeat, without the request's id, what the application logs.
    config = uvicorn.Config(
        app,
        host=settings.api_host,
        port=settings.api_port,
        loop="uvloop",
        http=BoundedHead,
        access_log=False,
        log_config=None,
        server_header=False,
        # Long enough for any command under way; who does not even read is not waited for.
        timeout_graceful_shutdown=round(settings.answer_patience.total_seconds()) + 2,
    )
    server = Server(config, app.state.event_streams)
    with suppress(KeyboardInterrupt):
        server.run()
    tracing.shut_down()
    if not server.started:
        sys.exit(STARTUP_FAILED)
