"""`luyue dashboard`: the whole stack under steady traffic of every kind, and the dashboard on its metrics."""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain

import httpx
from typer import Exit

from luyue.cli.demo import STORIES
from luyue.cli.demonstration.platform import DemonstrationFailed, Platform
from luyue.cli.demonstration.story import Story
from luyue.cli.surroundings import give_up, layout
from luyue.devstack.console import Steps
from luyue.devstack.dashboard import Metrics, dashboard_served, prometheus_beside
from luyue.devstack.foreground import INTERRUPTED, run_with_stack
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.stack import Stack

AT_ONCE = 3
"""How many stories are played at a time."""


def run() -> None:
    """Starts it all and stays until a signal ends it."""
    steps, metrics = Steps(), Metrics.on_free_ports()

    async def main(stack: Stack) -> int:
        directory = stack.layout.state_directory / "prometheus"
        async with (
            prometheus_beside(metrics, directory, steps) as prometheus_url,
            dashboard_served(prometheus_url) as address,
        ):
            steps.say(
                f"\nDashboard      {address}\nPrometheus     {prometheus_url}   (a server of queries, without pages)"
            )
            steps.say("Stories of every kind are played over and over. Ctrl-C stops everything.")
            await play_for_ever(stack)
        return 0

    try:
        code = run_with_stack(layout(), main, echo=steps, settings=metrics.settings)
    except StackUnavailableError as error:
        give_up(str(error))
    raise Exit(0 if code == INTERRUPTED else code)


async def play_for_ever(stack: Stack) -> None:
    """Plays every story again and again, a few at a time; one that fails is no reason to stop."""
    stories = asyncio.Queue[Story]()
    async with httpx.AsyncClient(base_url=stack.api_url, trust_env=False, timeout=30) as http:
        await asyncio.gather(*(_player(http, stack.secrets.jwt_secret, stories) for _ in range(AT_ONCE)))


async def _player(http: httpx.AsyncClient, jwt_secret: str, stories: asyncio.Queue[Story]) -> None:
    every: Sequence[Story] = tuple(chain.from_iterable(STORIES.values()))
    while True:
        platform = Platform(http, jwt_secret, tag=secrets.token_hex(4))
        with suppress(DemonstrationFailed, httpx.TransportError):
            await platform.introduce()
        if stories.empty():
            for story in every:
                stories.put_nowait(story)
        while not stories.empty():
            with suppress(DemonstrationFailed, httpx.TransportError):
                await stories.get_nowait().play(platform)
