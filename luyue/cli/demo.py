"""`luyue demo`: plays the stories on a real stack and shows what became of them; a wrong outcome exits with 1."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any
from urllib.parse import quote

import httpx
from rich.console import Console
from temporalio.client import Client
from typer import Exit

from luyue.cli.demonstration import (
    account_stories,
    consumer_stories,
    entry_stories,
    order_stories,
    sample_stories,
    shipment_stories,
    true_timer,
)
from luyue.cli.demonstration.order_outcomes import DELIVERED_BY_ITSELF
from luyue.cli.demonstration.outcomes import Became, Expected, judge
from luyue.cli.demonstration.platform import DemonstrationFailed, Platform
from luyue.cli.demonstration.sample_outcomes import PROMOTED_BY_VIDEO, UNANSWERED
from luyue.cli.demonstration.story import Story
from luyue.cli.demonstration.tables import print_outcomes
from luyue.cli.demonstration.true_timer import Fired
from luyue.cli.output import console, duration, moment
from luyue.cli.show import print_timeline, read_timeline
from luyue.cli.surroundings import give_up, jwt_secret, layout
from luyue.devstack.console import Steps
from luyue.devstack.environment_file import read_environment_file
from luyue.devstack.foreground import run_with_stack
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.stack import Stack
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.journal import Journal
from luyue.worker.worker import connect

STORIES: Mapping[str, Sequence[Story]] = {
    "Sample requests": sample_stories.STORIES,
    "Cooperation orders and a dispute": order_stories.STORIES,
    "Campaign entries": entry_stories.STORIES,
    "Consumer orders": consumer_stories.STORIES,
    "Shipments, with sample or order": shipment_stories.STORIES,
    "Merchant accounts": account_stories.STORIES,
}
"""Each table's title and the stories that it tells of."""
SHOWN = (PROMOTED_BY_VIDEO, DELIVERED_BY_ITSELF)
"""Whose processes are shown with all that happened to them."""


@dataclass(frozen=True)
class Target:
    """The stack that the stories are played on."""

    api_url: str
    temporal_address: str
    temporal_ui_url: str
    database_url: str
    jwt_secret: str


def run() -> None:
    """Plays on the running stack, or starts one for as long as it takes."""
    place = layout()
    running = read_environment_file(place.environment_file)
    try:
        if running is None:
            code = run_with_stack(place, _on_stack, echo=Steps())
        else:
            code = asyncio.run(_play(target_of(running), console()))
    except (StackUnavailableError, DemonstrationFailed) as error:
        give_up(str(error))
    except httpx.TransportError as error:
        give_up(f"The API at {error.request.url} does not answer: {error!r}")
    raise Exit(code)


async def _on_stack(stack: Stack) -> int:
    output = console()
    code = await _play(target_of(stack.environment | {"LUYUE_API_URL": stack.api_url}), output)
    output.print("To look around, start the stack again with `luyue dev`: it finds all of this.")
    return code


def target_of(values: dict[str, str]) -> Target:
    return Target(
        api_url=values["LUYUE_API_URL"],
        temporal_address=values["LUYUE_TEMPORAL_ADDRESS"],
        temporal_ui_url=values["LUYUE_TEMPORAL_UI_URL"],
        database_url=values["LUYUE_DATABASE_URL"],
        jwt_secret=values.get("LUYUE_JWT_SECRET") or jwt_secret(),
    )


async def _play(target: Target, output: Console) -> int:
    journal = await Journal.open(target.database_url, size=4)
    client = await connect(target.temporal_address)
    try:
        async with httpx.AsyncClient(base_url=target.api_url, trust_env=False, timeout=30) as http:
            platform = Platform(http, target.jwt_secret, tag=secrets.token_hex(4))
            return await _show(platform, journal, client, target, output)
    finally:
        await journal.close()


async def _show(platform: Platform, journal: Journal, client: Client, target: Target, output: Console) -> int:
    await platform.introduce()
    timed = SAMPLE_REQUEST.stream(await true_timer.apply_with_short_window(platform, journal))
    output.print(f"{timed}: approval_window = {duration(true_timer.WINDOW)} of real time, nobody answers …")
    played = await asyncio.gather(*(_play_all(stories, platform, output) for stories in STORIES.values()))
    became = [[await _became(journal, *one) for one in of_title] for of_title in played]
    for shown in SHOWN:
        output.print()
        await _print_one(journal, shown.kind, _stream_of(shown, chain(*became)), output)
    for title, of_title in zip(STORIES, became, strict=True):
        output.print()
        print_outcomes(f"{title}, as recorded in Postgres, in virtual time", of_title, output)

    await true_timer.wait_until_closed(journal, timed)
    by_timer = await _became(journal, UNANSWERED, timed)
    timers = await true_timer.fired_timers(client, timed)
    _print_timers(by_timer, timers, output)

    page = quote(timed, safe="")
    output.print()
    output.print(f"In Temporal's UI  {target.temporal_ui_url}/namespaces/default/workflows/{page}", soft_wrap=True)
    for shown in SHOWN:
        output.print(f"In the terminal   luyue show {_stream_of(shown, chain(*became))}", soft_wrap=True)
    return verdict([*chain(*became), by_timer], timers, output)


async def _play_all(stories: Sequence[Story], platform: Platform, output: Console) -> list[tuple[Expected, str]]:
    """Plays stories at once and returns the stream of each process that something is expected of."""

    async def play(story: Story) -> list[tuple[Expected, str]]:
        ids = await story.play(platform)
        played = [(expected, expected.kind.stream(id)) for expected, id in zip(story.expected, ids, strict=True)]
        for expected, stream in played:
            output.print(f"✓ {expected.rule} {expected.story}: {stream}", soft_wrap=True)
        return played

    return list(chain(*await asyncio.gather(*(play(story) for story in stories))))


async def _became(journal: Journal, expected: Expected, stream: str) -> Became:
    """The outcome as Postgres has it."""
    row = await journal.processes.find(stream)
    if row is None:
        raise DemonstrationFailed(f"there is no {stream} in Postgres")
    policy = await journal.policies.version(row.policy_version)
    state = await journal.processes.state(expected.kind, row)
    events = await journal.streams.history(stream)
    details = expected.kind.details(state, policy)
    return judge(expected, stream, events, row.status, state.closed_reason, details, policy)


def _stream_of(expected: Expected, became: Iterable[Became]) -> str:
    return next(one.stream for one in became if one.expected is expected)


async def _print_one(journal: Journal, kind: Kind[Any], stream: str, output: Console) -> None:
    timeline = await read_timeline(journal, kind, stream, now=datetime.now(UTC))
    if timeline is None:
        raise DemonstrationFailed(f"there is no {stream} in Postgres")
    print_timeline(timeline, output)


def _print_timers(became: Became, timers: Sequence[Fired], output: Console) -> None:
    output.print()
    output.print(f"Without a test clock: {became.stream} is {became.status} ({became.closed_reason})", soft_wrap=True)
    for timer in timers:
        output.print(f"  Temporal's history: event {timer.event_id} TimerFired {moment(timer.at)} “{timer.summary}”")


def verdict(became: Sequence[Became], timers: Sequence[Fired], output: Console) -> int:
    """Prints whatever is wrong; returns the exit code."""
    wrong = [f"{one.expected.rule} {one.stream}: {what}" for one in became for what in one.wrong]
    if not any(timer.summary.startswith("approval_window") for timer in timers):
        wrong.append("Temporal's history shows no TimerFired for approval_window")
    output.print()
    for what in wrong:
        output.print(f"✗ {what}", style="red", soft_wrap=True)
    if not wrong:
        output.print("✓ every deadline fired when it should, and every process is as it should be", style="green")
    return 1 if wrong else 0
