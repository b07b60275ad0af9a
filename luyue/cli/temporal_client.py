"""Connects a command to Temporal, as the environment says or to the running stack's."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.service import RPCError

from luyue.cli.surroundings import give_up, settings_explained, temporal_address, temporal_namespace
from luyue.temporal.connection import UnreachableError, connect, data_converter, explained
from luyue.temporal.settings import TemporalSettings


def temporal_settings() -> TemporalSettings:
    """Ends the command where the environment does not say how to connect."""
    with settings_explained():
        return TemporalSettings(temporal_address=temporal_address(), temporal_namespace=temporal_namespace())


def payload_converter() -> DataConverter:
    """What reads payloads; ends the command where the environment names keys that cannot be read."""
    with settings_explained():
        return data_converter(TemporalSettings())


async def temporal_client() -> Client:
    """Ends the command where Temporal cannot be reached."""
    try:
        return await connect(temporal_settings())
    except UnreachableError as error:
        give_up(str(error))


@contextmanager
def temporal_explained() -> Iterator[None]:
    """Ends the command where a call to Temporal fails, with the setting that is probably to blame."""
    failed: BaseException | None = None
    try:
        yield
    # Of many calls at once one says enough.
    except* RPCError as errors:
        failed = errors
        while isinstance(failed, BaseExceptionGroup):
            failed = failed.exceptions[0]
    if failed is not None:
        give_up(explained(failed, temporal_settings()))
