"""`luyue demo`: plays the stories on a real stack and shows what became of them; a wrong outcome exits with 1."""

import asyncio
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text
from temporalio.client import Client
from typer import Exit

from luyue.cli.demonstration import true_timer
from luyue.cli.demonstration.outcomes import EXPECTED, Became, Expected, judge
from luyue.cli.demonstration.platform import DemonstrationFailed, Platform
from luyue.cli.demonstration.stories import STORIES
from luyue.cli.demonstration.true_timer import Fired
from luyue.cli.output import console, duration, moment
from luyue.cli.show import print_timeline, read_timeline
from luyue.cli.surroundings import give_up, jwt_secret, layout
from luyue.devstack.console import Steps
from luyue.devstack.environment_file import read_environment_file
from luyue.devstack.foreground import run_with_stack
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.stack import Stack
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.journal.journal import Journal
from luyue.worker.worker import connect


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
            code = asyncio.run(_play(_target(running), console()))
    except (StackUnavailableError, DemonstrationFailed) as error:
        give_up(str(error))
    except httpx.TransportError as error:
        give_up(f"The API at {error.request.url} does not answer: {error!r}")
    raise Exit(code)


async def _on_stack(stack: Stack) -> int:
    output = console()
    code = await _play(_target(stack.environment | {"LUYUE_API_URL": stack.api_url}), output)
    output.print("To look around, start the stack again with `luyue dev`: it finds all of this.")
    return code


def _target(values: dict[str, str]) -> Target:
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
    streams = await _play_stories(platform, output)
    became = [await _became(journal, expected, streams[expected.rule]) for expected in EXPECTED]
    output.print()
    await _print_one(journal, streams["SR-12"], output)
    output.print()
    _print_outcomes(became, output)

    await true_timer.wait_until_closed(journal, timed)
    by_timer = await _became(journal, EXPECTED[0], timed)
    timers = await true_timer.fired_timers(client, timed)
    _print_timers(by_timer, timers, output)

    page = quote(timed, safe="")
    output.print()
    output.print(f"In Temporal's UI  {target.temporal_ui_url}/namespaces/default/workflows/{page}", soft_wrap=True)
    output.print(f"In the terminal   luyue show {streams['SR-12']}", soft_wrap=True)
    return verdict([*became, by_timer], timers, output)


async def _play_stories(platform: Platform, output: Console) -> dict[str, str]:
    """Plays all stories at once and returns the stream of each by its rule."""

    async def play(expected: Expected) -> tuple[str, str]:
        stream = SAMPLE_REQUEST.stream(await STORIES[expected.rule](platform))
        output.print(f"✓ {expected.rule} {expected.story}: {stream}", soft_wrap=True)
        return expected.rule, stream

    return dict(await asyncio.gather(*(play(expected) for expected in EXPECTED)))


async def _became(journal: Journal, expected: Expected, stream: str) -> Became:
    """The outcome as Postgres has it."""
    row = await journal.processes.find(stream)
    if row is None:
        raise DemonstrationFailed(f"there is no {stream} in Postgres")
    policy = await journal.policies.version(row.policy_version)
    return judge(expected, stream, await journal.streams.history(stream), row.status, json.loads(row.state), policy)


async def _print_one(journal: Journal, stream: str, output: Console) -> None:
    timeline = await read_timeline(journal, SAMPLE_REQUEST, stream)
    if timeline is None:
        raise DemonstrationFailed(f"there is no {stream} in Postgres")
    print_timeline(timeline, output, now=datetime.now(UTC))


def _print_outcomes(became: Sequence[Became], output: Console) -> None:
    table = Table(title="Deadlines, as recorded in Postgres", title_justify="left")
    for column in ("", "Rule", "Request", "Deadline that fired", "At (virtual time, UTC)", "After", "Status then"):
        table.add_column(column, no_wrap=column != "Request", overflow="fold")
    for one in became:
        status = f"{one.status} ({one.closed_reason})" if one.closed_reason else one.status
        table.add_row(
            Text("✗", "red") if one.wrong else Text("✓", "green"),
            one.expected.rule,
            one.stream.partition("/")[2],
            one.expected.deadline if one.fired_at else "none",
            moment(one.fired_at) if one.fired_at else "",
            duration(one.after) if one.after else "",
            ", ".join([status, *(name for name, _ in one.expected.details)]),
        )
    output.print(table)


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
        output.print("✓ every deadline fired when it should and did what it should", style="green")
    return 1 if wrong else 0
