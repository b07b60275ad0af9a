"""One command shows every panel of the dashboard with real data; drawn from whatever Prometheus answers."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import httpx
import pytest

from luyue.devstack.dashboard_page import page
from luyue.devstack.dashboard_panels import Line, read_panels
from luyue.devstack.layout import free_port
from luyue.devstack.prometheus import query

SECTION = re.compile(r'<section data-series="(\d+)"[^>]*><h2 title="[^"]*">([^<]*)</h2>')


def test_every_panel_is_drawn_in_its_place() -> None:
    panels = read_panels()
    drawn = page([(panel, [Line("<one>", ((0.0, 1.0), (10.0, 0.002)))]) for panel in panels], "a test")
    assert [title for _, title in SECTION.findall(drawn)] == [panel.title for panel in panels]
    assert "<one>" not in drawn
    assert "&lt;one&gt;: 2 ms" in drawn
    assert drawn.count("<polyline") == sum(panel.shows == "timeseries" for panel in panels)


def test_a_panel_without_series_says_so() -> None:
    [first, *_] = read_panels()
    assert "nothing to show" in page([(first, [])], "a test")


def test_a_value_over_its_threshold_is_seen() -> None:
    overdue = next(panel for panel in read_panels() if panel.title == "Oldest overdue deadline")
    shades = [
        re.findall(r"color: (#\w+)", page([(overdue, [Line("", ((0.0, value),))])], "")) for value in (0, 100, 1e6)
    ]
    assert len({shade[-1] for shade in shades}) == 3


def test_a_panel_of_a_type_that_is_not_drawn_is_an_error(tmp_path: Path) -> None:
    dashboard = tmp_path / "dashboard.json"
    dashboard.write_text('{"panels": [{"type": "heatmap", "title": "Appends"}]}')
    with pytest.raises(ValueError, match="Appends: a panel of type heatmap is not drawn"):
        read_panels(dashboard)


async def test_what_prometheus_says_is_wrong_is_told() -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"status": "error", "error": "parse error"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(ValueError, match="parse error"):
            await query("http://127.0.0.1:1", client, "query", query="(")


@pytest.mark.release
async def test_one_command_shows_all_panels_with_data(tmp_path: Path, eventually) -> None:
    base = next(base for base in iter(free_port, None) if base <= 65532)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "luyue.cli.main",
        "dashboard",
        env={**os.environ, "LUYUE_STATE_DIR": str(tmp_path / "state"), "LUYUE_PORT_BASE": str(base)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(600):
            while not (found := re.match(rb"Dashboard\s+(\S+)", await process.stdout.readline())):
                assert process.returncode is None
        address = found[1].decode()
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            empty: list[str] = []

            async def every_panel_has_data() -> bool:
                answer = await client.get(address)
                sections = SECTION.findall(answer.text)
                assert len(sections) == len(read_panels()), answer.text
                empty[:] = [title for series, title in sections if series == "0"]
                return not empty

            try:
                await eventually(every_panel_has_data, within=300)
            except AssertionError as error:
                raise AssertionError(f"without data: {empty}") from error
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 60) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
