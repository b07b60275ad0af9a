"""Crossing messages over HTTP: every pair in both orders and at once comes to what the same pair does on the domain."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import httpx
import pytest

from luyue.devstack.stack import Stack
from tests.crossing.every import OVER_HTTP
from tests.crossing.over_http import OverHttp
from tests.crossing.pairs import Message, Outcome, Pair
from tests.e2e.conftest import Differences
from tests.e2e.orders import OrderScene

PAIRS_AT_A_TIME = 6
PAIRS = {pair.name: pair for pair in OVER_HTTP}
ALWAYS = (
    "CO-03 accept / withdraw",
    "CO-03 accept / expiry",
    "IX-14 the creator cancels alone / the merchant leaves",
    "IX-17 ask to cancel / a live session on record",
    "IX-20 the broadcast's reported end / the ceiling",
    "CO-09 both open a dispute",
    "IX-22 a ruling that resumes / confirm the cancellation",
    "DS-02 appeal / the end of the time to appeal",
)
"""Those that are tested in the short form too: commands, deadlines, facts and disputes. On the domain all are."""
Crossings = Mapping[str, asyncio.Task[None]]


@pytest.fixture(scope="module")
async def crossings(
    request: pytest.FixtureRequest, stack: Stack, http: httpx.AsyncClient, differences: Differences
) -> AsyncIterator[Crossings]:
    """Every pair that is to be tested, under way: while one waits for the router, others go on.

    In the end the journal agrees with every process.
    """
    functions = [one for one in request.session.items if isinstance(one, pytest.Function) and one.path == request.path]
    tested = [pair for pair in OVER_HTTP if any(one.callspec.params["pair"] is pair for one in functions)]
    shared, free = await OrderScene(stack, http).set(), asyncio.Semaphore(PAIRS_AT_A_TIME)

    async def cross(pair: Pair) -> None:
        async with free:
            # A fact concerns every order that its parties have in effect.
            scenes = [await OrderScene(stack, http).set() if pair.facts else shared for _ in range(3)]
            await all_ways(pair, *(OverHttp(scene) for scene in scenes))

    under_way = {pair.name: asyncio.create_task(cross(pair)) for pair in tested}
    yield under_way
    for task in under_way.values():
        task.cancel()
    await asyncio.wait(under_way.values())
    assert await differences() == []


@pytest.mark.parametrize(
    "pair",
    [
        *(pytest.param(PAIRS[name], id=name) for name in ALWAYS),
        *(pytest.param(pair, id=name, marks=pytest.mark.long) for name, pair in PAIRS.items() if name not in ALWAYS),
    ],
)
async def test_messages_cross(pair: Pair, crossings: Crossings) -> None:
    await crossings[pair.name]


async def all_ways(pair: Pair, one: OverHttp, another: OverHttp, third: OverHttp) -> None:
    """In both orders and at once, each on an order of its own."""
    async with asyncio.TaskGroup() as running:
        running.create_task(one_after_another(one, pair, pair.a, pair.b, pair.a_first))
        running.create_task(one_after_another(another, pair, pair.b, pair.a, pair.b_first))
        running.create_task(at_once(third, pair))


async def one_after_another(stage: OverHttp, pair: Pair, first: Message, second: Message, wanted: Outcome) -> None:
    """The second is sent once order and dispute have heard of the first."""
    await stage.stand(pair)
    answers = {first: await stage.send(first)}
    await stage.spread(first)
    answers[second] = await stage.send(second)
    await stage.comes_to((answers[pair.a], answers[pair.b]), wanted)


async def at_once(stage: OverHttp, pair: Pair) -> None:
    """Whichever comes first: it is one of the outcomes."""
    await stage.stand(pair)
    a, b = await asyncio.gather(stage.send(pair.a), stage.send(pair.b))
    await stage.comes_to((a, b), *pair.outcomes)
