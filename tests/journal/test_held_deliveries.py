"""What fails holds back its own stream only, is tried again in order, is parked in the end, and can be replayed."""

import asyncio
import time
from dataclasses import replace
from itertools import pairwise
from typing import NoReturn

from luyue.journal.delivery import DeliveryFailed, Pace, TargetAway
from luyue.journal.held_deliveries import parked, replay
from luyue.journal.journal import Journal
from tests.conftest import Eventually
from tests.journal.delivered import NAME, QUICK, Target, running
from tests.journal.ledger import Ledger

PATIENT = replace(QUICK, attempts=10_000)


async def fail() -> NoReturn:
    raise DeliveryFailed("the address does not answer")


async def away() -> NoReturn:
    raise TargetAway


async def held(journal: Journal) -> int:
    return int(await journal.pool.fetchval("select count(*) from held_deliveries"))


async def test_a_failing_delivery_holds_back_only_its_own_stream(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()
    target.refused["note/bad"] = fail
    async with running(database_url, target.deliver, PATIENT):
        for number in range(5):
            await ledger.append("note/bad", number)
            await ledger.append("note/good", number)
        await eventually(lambda: target.versions("note/good") == [1, 2, 3, 4, 5])
        await eventually(lambda: target.tried.count(("note/bad", 1)) > 3)
        assert {version for stream, version in target.tried if stream == "note/bad"} == {1}
        await ledger.append("note/bad", 5)
        await ledger.append("note/good", 5)
        await eventually(lambda: target.versions("note/good") == [1, 2, 3, 4, 5, 6])
        del target.refused["note/bad"]
        await eventually(lambda: len(target.versions("note/bad")) == 6)
        assert target.versions("note/bad") == [1, 2, 3, 4, 5, 6]

        async def nothing_is_held() -> bool:
            return await held(journal) == 0

        await eventually(nothing_is_held)
        await ledger.append("note/bad", 6)
        await eventually(lambda: target.versions("note/bad")[-1] == 7)
    assert target.versions("note/good") == [1, 2, 3, 4, 5, 6]


async def test_what_is_held_back_survives_the_worker(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()
    target.refused["note/bad"] = fail
    await ledger.append("note/bad", 1, 2, 3)

    async def three_are_held() -> bool:
        return await held(journal) == 3

    async with running(database_url, target.deliver, PATIENT):
        await eventually(three_are_held)
    target.refused.clear()
    await ledger.append("note/bad", 4)
    async with running(database_url, target.deliver, PATIENT):
        await eventually(lambda: len(target.got) == 4)
    assert target.versions("note/bad") == [1, 2, 3, 4]


async def test_what_keeps_failing_is_parked_then_later_events_go_on_and_ops_replay_it(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()
    await ledger.append("note/bad", 1, 2, 3)
    broken = {1, 2}

    async def deliver(event: object) -> None:
        target.refused = {"note/bad": fail} if getattr(event, "version", 0) in broken else {}
        await target.deliver(event)  # type: ignore[arg-type]

    async with running(database_url, deliver):
        await eventually(lambda: target.got == [("note/bad", 3)])
        given_up = await parked(journal.pool, NAME)
        assert [(one.event.version, one.attempts, one.error) for one in given_up] == [
            (1, QUICK.attempts, "the address does not answer"),
            (2, QUICK.attempts, "the address does not answer"),
        ]
        assert target.tried.count(("note/bad", 1)) == target.tried.count(("note/bad", 2)) == QUICK.attempts
        broken.clear()
        assert await replay(journal.pool, NAME, [given_up[1].event.position]) == 1
        await eventually(lambda: target.got == [("note/bad", 3), ("note/bad", 2)])
        assert [one.event.version for one in await parked(journal.pool, NAME)] == [1]
        assert await replay(journal.pool, NAME) == 1
        await eventually(lambda: target.got == [("note/bad", 3), ("note/bad", 2), ("note/bad", 1)])
        assert await parked(journal.pool, NAME) == []
        assert await replay(journal.pool, NAME) == 0


async def test_the_pauses_between_tries_grow(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    tried: list[float] = []

    async def deliver(_event: object) -> None:
        tried.append(time.monotonic())
        await fail()

    await ledger.append("note/bad", 1)
    async with running(database_url, deliver, replace(QUICK, first_backoff=0.1, longest_backoff=0.2, attempts=4)):

        async def is_parked() -> bool:
            return bool(await parked(journal.pool, NAME))

        await eventually(is_parked)
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert [pause >= least for pause, least in zip(pauses, (0.1, 0.2, 0.2), strict=True)] == [True] * 3


async def test_a_delivery_that_hangs_is_given_up_and_held(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()

    async def hang() -> None:
        await asyncio.Event().wait()

    target.refused["note/hangs"] = hang
    await ledger.append("note/hangs", 1)
    await ledger.append("note/good", 1)
    async with running(database_url, target.deliver, replace(QUICK, delivery_patience=0.1, attempts=2)):

        async def is_parked() -> bool:
            return bool(await parked(journal.pool, NAME))

        await eventually(is_parked)
        assert (await parked(journal.pool, NAME))[0].error == "TimeoutError"
        assert target.got == [("note/good", 1)]


async def test_words_of_an_unforeseen_error_are_not_kept(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()

    async def quote() -> NoReturn:
        raise ValueError("13800000000 is not a number")

    target.refused["note/bad"] = quote
    await ledger.append("note/bad", 1)

    async def is_parked() -> bool:
        return [one.error for one in await parked(journal.pool, NAME)] == ["ValueError"]

    async with running(database_url, target.deliver):
        await eventually(is_parked)


async def test_a_target_that_is_away_is_waited_for_and_no_event_is_blamed(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()
    target.refused = {"note/1": away, "note/2": away}
    await ledger.append("note/1", 1, 2)
    await ledger.append("note/2", 1)
    async with running(database_url, target.deliver):
        await eventually(lambda: len(target.tried) > 4 * QUICK.attempts)
        assert await held(journal) == 0
        assert ("note/1", 2) not in target.tried
        target.refused.clear()
        await eventually(lambda: len(target.got) == 3)
    assert target.versions("note/1") == [1, 2]


async def test_a_target_that_goes_away_while_something_is_held_does_not_get_it_parked(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    target = Target()
    target.refused["note/1"] = fail
    await ledger.append("note/1", 1)

    async def is_held() -> bool:
        return await held(journal) == 1

    async with running(database_url, target.deliver, replace(QUICK, attempts=1_000_000)):
        await eventually(is_held)
    target.refused["note/1"] = away
    async with running(database_url, target.deliver):
        seen = len(target.tried)
        await eventually(lambda: len(target.tried) > seen + 2 * QUICK.attempts)
        assert await parked(journal.pool, NAME) == []
        target.refused.clear()
        await eventually(lambda: target.got == [("note/1", 1)])


def test_pauses_double_up_to_the_longest() -> None:
    pace = Pace()
    assert [pace.backoff(attempts) for attempts in (1, 2, 3, 7, 8, 12, 10_000)] == [0.5, 1, 2, 32, 60, 60, 60]
    assert [pace.outage_backoff(tries) for tries in (1, 2, 5, 10_000)] == [0.5, 1, 5, 5]
