"""Serves the application in this process."""

import gc
import logging

import uvicorn

from luyue.api.app import create_app
from luyue.api.settings import ApiSettings


def run_api() -> None:
    """Serves the API as the environment says, until SIGTERM or SIGINT."""
    serve(ApiSettings())


def serve(settings: ApiSettings) -> None:
    """Serves the API until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app(settings)
    # By default a fifth of a request's work is looking for garbage, most of it in what stays for good.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
    # Uvicorn's own access log would repeat, without the request's id, what the application logs.
    uvicorn.run(
        app,
        host=settings.api_host,
        port=settings.api_port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
    )
