"""A stack that tells everything of itself: traces to a collector, metrics on ports, as in production."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from luyue.devstack.console import Silent
from luyue.devstack.layout import Layout, Ports, free_port
from luyue.devstack.stack import Stack, running_stack
from tests.e2e.scene import Scene
from tests.telemetry.collector import Collector, collector

PARTS = ("API", "WORKER", "TEMPORAL")


@dataclass(frozen=True)
class Telling:
    """A stack, where its traces go, and the ports of its metrics."""

    stack: Stack
    collected: Collector
    ports: dict[str, int]


@pytest.fixture(scope="session")
async def telling(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Telling]:
    directory = tmp_path_factory.mktemp("telling").resolve() / "state"
    layout = Layout(directory, Ports(free_port(), free_port(), free_port(), free_port()))
    ports = {part: free_port() for part in PARTS}
    async with collector() as collected:
        settings = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": collected.url,
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            **{f"LUYUE_{part}_METRICS_PORT": str(port) for part, port in ports.items()},
        }
        async with running_stack(layout, echo=Silent(), settings=settings) as stack:
            yield Telling(stack, collected, ports)


@pytest.fixture(scope="session")
async def http(telling: Telling) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=telling.stack.api_url, trust_env=False, timeout=60) as http:
        yield http


@pytest.fixture
async def scene(telling: Telling, http: httpx.AsyncClient) -> Scene:
    return await Scene(telling.stack, http).set()


Samples = Callable[[str], Awaitable[dict[tuple[str, frozenset[tuple[str, str]]], float]]]
Names = Callable[[str], Awaitable[set[str]]]
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
"""What is told of a metric, by its type."""


@pytest.fixture(scope="session")
def samples(telling: Telling) -> Samples:
    """What a part says now: values by name and labels."""

    async def read(part: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in await _families(telling, part)
            for sample in family.samples
        }

    return read


@pytest.fixture(scope="session")
def names(telling: Telling) -> Names:
    """The names that a part tells of, also those that have no value yet because nothing of the kind has happened."""

    async def read(part: str) -> set[str]:
        return {
            f"{family.name}{suffix}"
            for family in await _families(telling, part)
            for suffix in SUFFIXES.get(family.type, ("",))
        }

    return read


async def _families(telling: Telling, part: str) -> list[Metric]:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        answer = await http.get(f"http://127.0.0.1:{telling.ports[part]}/metrics")
    answer.raise_for_status()
    return list(text_string_to_metric_families(answer.text))
