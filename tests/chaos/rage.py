"""A run of chaos: a steady load, faults by a seeded plan, time to settle, and the checker's judgement."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from temporalio.client import Client

from tests.chaos.checker.check import check
from tests.chaos.checker.evidence import Evidence
from tests.chaos.checker.gathering import gather
from tests.chaos.checker.wrong import Wrong
from tests.chaos.client import FeedReader, GaveUp, Log, Refused, Sender
from tests.chaos.faults import LONGEST, SHORTEST, every, plan
from tests.chaos.scenarios import WINDOWS, Stories
from tests.chaos.town import Town

SETTLES_WITHIN = 240.0
"""Seconds. A worker's poll may hang for 70 after Temporal was killed, and what it had taken waits for that long."""
STAYS_WRONG_AFTER = 100.0
"""Seconds after which what has not changed will not."""
LOG = "clients.jsonl"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How long, in seconds, with how many stories at once; `thorough`: with faults that take long to get over."""

    seconds: float
    seed: int
    lanes: int = 8
    longest_pause: float = 6.0
    thorough: bool = True


@dataclass(frozen=True)
class Struck:
    """A fault as it happened: seconds since the load began, and for how many seconds."""

    at: float
    name: str
    target: str
    lasted: float
    said: str


@dataclass(frozen=True)
class Outcome:
    struck: Sequence[Struck]
    evidence: Evidence
    wrong: Sequence[Wrong]
    log: Log
    settled_after: float


async def rage(town: Town, plan: Plan, say: Say = lambda _line: None) -> Outcome:
    """Lets it rage; returns what was done and what the checker found, once that is nothing or time is up."""
    chance = Random(plan.seed)
    log = Log(town.layout.state_directory / LOG)
    sender = Sender(town, log, Random(chance.random()))
    reader = FeedReader(sender, log)
    following = asyncio.create_task(reader.run())
    try:
        await _bring_policy_into_force(sender)
        ends_at = time.monotonic() + plan.seconds
        lanes = [_lane(sender, Random(chance.random()), f"{plan.seed}-{n}", ends_at) for n in range(plan.lanes)]
        load = asyncio.gather(*lanes)
        struck = await _strike(town, plan, Random(chance.random()), ends_at, say)
        began = time.monotonic()
        unanswered = await _ended(load)
        evidence, wrong = await _settled(town, reader, time.monotonic() + (0 if unanswered else SETTLES_WITHIN))
        wrong += unanswered
        return Outcome(struck, evidence, wrong, log, time.monotonic() - began)
    finally:
        following.cancel()
        await sender.close()
        log.close()


async def _ended(load: "asyncio.Future[list[None]]") -> list[Wrong]:
    """Waits until every story has ended, which takes an answer to each request."""
    try:
        await asyncio.wait_for(load, SETTLES_WITHIN)
    except TimeoutError:
        return [Wrong("never answered", "clients", f"some request has no outcome after {SETTLES_WITHIN:.0f} s")]
    return []


async def _bring_policy_into_force(sender: Sender) -> None:
    parameters = {name: f"PT{seconds:g}S" for name, seconds in WINDOWS.items()}
    await sender.report("POST", "/v1/policies", {"version": "chaos", "parameters": parameters}, role="ops")


async def _lane(sender: Sender, chance: Random, name: str, ends_at: float) -> None:
    stories = Stories(sender, chance, name)
    begun = False
    while time.monotonic() < ends_at:
        try:
            if not begun:
                await stories.begin()
                begun = True
        except (GaveUp, Refused):
            continue
        await stories.next()


async def _strike(town: Town, plan_: Plan, chance: Random, ends_at: float, say: Say) -> list[Struck]:
    """One fault after the other, each healed before the next, so that what it did can be told."""
    began = time.monotonic()
    struck: list[Struck] = []
    for fault in plan(every(town, thorough=plan_.thorough), chance):
        await asyncio.sleep(chance.uniform(0.5, plan_.longest_pause))
        if time.monotonic() > ends_at - LONGEST:
            break
        at = time.monotonic()
        async with fault.strike(town, chance) as said:
            await asyncio.sleep(chance.uniform(SHORTEST, LONGEST))
        one = Struck(at - began, fault.name, fault.target, time.monotonic() - at, said)
        struck.append(one)
        say(line(len(struck), one))
    if town.clock is not None:
        say("the clock stays as it was set")
    return struck


def line(number: int, one: Struck) -> str:
    """A fault in a table."""
    return f"{number:>3}  {one.at:7.1f} s  {one.name:<24} {one.target:<22} {one.lasted:5.1f} s  {one.said}"


async def _settled(town: Town, reader: FeedReader, until: float) -> tuple[Evidence, list[Wrong]]:
    """Looks until nothing is wrong, or time is up: what only needs time is not wrong."""
    client = await Client.connect(town.temporal_address)
    logs = [town.layout.state_directory / LOG]
    before: list[Wrong] = []
    changed_at = time.monotonic()
    while True:
        evidence = await gather(town.database_url, client, logs)
        wrong = check(evidence)
        if wrong != before:
            before, changed_at = wrong, time.monotonic()
        now = time.monotonic()
        if (not wrong and reader.is_at_end) or now > until or (wrong and now - changed_at > STAYS_WRONG_AFTER):
            return evidence, wrong
        await asyncio.sleep(2)
