"""Serves the codec server in this process."""

import logging

import uvicorn

from luyue.codec.app import create_app
from luyue.codec.settings import CodecSettings
from luyue.telemetry.json_log import JsonLines


def serve(settings: CodecSettings) -> None:
    """Serves it until SIGTERM or SIGINT."""
    handler = logging.StreamHandler()
    as_text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines(absent="") if settings.environment == "production" else as_text)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvicorn.run(
        create_app(settings),
        host=settings.codec_host,
        port=settings.codec_port,
        # Unlike the faster one it bounds a request's head.
        http="h11",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
