"""Houses for other kinds of process beside a house: with its clock, its worker and its journal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from temporalio.service import RPCError

from tests.workflow.virtual_house import VirtualHouse


@asynccontextmanager
async def of_kind(house: VirtualHouse, kind: str) -> AsyncIterator[VirtualHouse]:
    """A house of another kind; what is still open at its end would hold up the one clock, and is ended."""
    neighbour = replace(house, kind=kind, started=set())
    yield neighbour
    for name in neighbour.started:
        with suppress(RPCError):
            await neighbour.terminate(name)
