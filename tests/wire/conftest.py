"""The API of the stack that the programs of other languages reach, to see what they did."""

from collections.abc import AsyncIterator

import httpx
import pytest

from luyue.devstack.stack import Stack


@pytest.fixture(scope="session")
async def http(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stack.api_url, trust_env=False, timeout=60) as http:
        yield http
