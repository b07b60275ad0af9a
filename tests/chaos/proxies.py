"""Toxiproxy between the parts: each connection can be cut, slowed, reset, or left hanging.

Run as a program, it builds toxiproxy where this machine has none.
"""

import asyncio
import signal
from collections.abc import Mapping
from pathlib import Path

import httpx

from luyue.devstack.child import Child, ready_or_dead
from luyue.devstack.console import Steps
from luyue.devstack.go_tools import GoTool, go_tool
from luyue.devstack.layout import LOOPBACK, free_port
from tests.chaos.waiting import until

TOXIPROXY = GoTool("toxiproxy", "github.com/Shopify/toxiproxy/v2/cmd/server", "v2.12.0")


class Proxies:
    """One server with a proxy for each connection, called by its name."""

    def __init__(self, program: Path, port: int) -> None:
        self._program = program
        self._port = port
        self._ports: dict[str, int] = {}
        self._client = httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{port}", trust_env=False)

    async def start(self, log: Path) -> None:
        command = [str(self._program), "-host", LOOPBACK, "-port", str(self._port)]
        self._child = await Child.start(command, log=log, environment={"LOG_LEVEL": "error"})
        await ready_or_dead(self._child, lambda: until(self._answers), "toxiproxy", log)

    async def stop(self) -> None:
        await self._client.aclose()
        await self._child.stop(signal.SIGTERM, within=5)

    async def add(self, name: str, upstream: int) -> None:
        self._ports[name] = free_port()
        listen, to = f"{LOOPBACK}:{self._ports[name]}", f"{LOOPBACK}:{upstream}"
        await self._post("/proxies", {"name": name, "listen": listen, "upstream": to, "enabled": True})

    def port(self, name: str) -> int:
        """Where the proxy listens."""
        return self._ports[name]

    async def cut(self, name: str) -> None:
        """Open connections end, and no new one can be made, until `heal`."""
        await self._post(f"/proxies/{name}", {"enabled": False})

    async def slow(self, name: str, milliseconds: int) -> None:
        """Whatever is answered comes so much later."""
        attributes = {"latency": milliseconds, "jitter": milliseconds // 2}
        await self._toxic(name, "latency", attributes)

    async def hang(self, name: str) -> None:
        """Nothing comes back any more, and nobody is told."""
        await self._toxic(name, "timeout", {"timeout": 0})

    async def reset(self, name: str) -> None:
        """Connections are reset by the peer as soon as they say anything."""
        await self._toxic(name, "reset_peer", {"timeout": 0})

    async def heal(self, name: str) -> None:
        """As if nothing had been."""
        answer = await self._client.get(f"/proxies/{name}/toxics")
        for toxic in answer.raise_for_status().json():
            (await self._client.delete(f"/proxies/{name}/toxics/{toxic['name']}")).raise_for_status()
        await self._post(f"/proxies/{name}", {"enabled": True})

    async def _toxic(self, name: str, kind: str, attributes: dict[str, int]) -> None:
        body = {"name": kind, "type": kind, "stream": "downstream", "attributes": attributes}
        await self._post(f"/proxies/{name}/toxics", body)

    async def _post(self, path: str, body: Mapping[str, object]) -> None:
        (await self._client.post(path, json=body)).raise_for_status()

    async def _answers(self) -> bool:
        try:
            return (await self._client.get("/version")).is_success
        except httpx.TransportError:
            return False


if __name__ == "__main__":
    asyncio.run(go_tool(Steps(), TOXIPROXY))
