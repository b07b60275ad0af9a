"""A whole stack for the programs of other languages to reach, and the API to see what they did."""

from collections.abc import AsyncIterator

import httpx
import pytest

from luyue.devstack.console import Silent
from luyue.devstack.layout import Layout, Ports, free_port
from luyue.devstack.stack import Stack, running_stack


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """A ready stack: Postgres, Temporal, worker and API, each a process of its own."""
    directory = tmp_path_factory.mktemp("wire").resolve() / "state"
    layout = Layout(directory, Ports(free_port(), free_port(), free_port(), free_port()))
    async with running_stack(layout, echo=Silent()) as stack:
        yield stack


@pytest.fixture(scope="session")
async def http(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stack.api_url, trust_env=False, timeout=30) as http:
        yield http
