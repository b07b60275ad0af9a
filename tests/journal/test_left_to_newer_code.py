"""Events that only newer code knows are held, however long, until a worker of that code delivers them."""

from dataclasses import replace

import pytest

from luyue.journal.delivery import LeftToNewerCode
from luyue.journal.held_deliveries import parked
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from luyue.worker.newer_code import EventsOfNewerCode
from tests.conftest import Eventually
from tests.journal.delivered import NAME, QUICK, Target, running
from tests.journal.ledger import Ledger
from tests.workflow.newer_toy_kind import NEWER_CODE, OLDER_CODE

LOAN = "loan/ln_1"
IMPATIENT = replace(QUICK, attempts=2)


def concerns_nobody(_event: Recorded) -> bool:
    return False


async def known(journal: Journal) -> list[Recorded]:
    """The ledger's events as a loan's: borrowed, and insured, which is known to newer code only."""
    first, second = await journal.streams.history(LOAN)
    return [replace(first, type="BookBorrowed"), replace(second, type="BookInsured")]


async def test_they_are_tried_again_for_longer_than_any_other_and_then_delivered(
    database_url: str, journal: Journal, ledger: Ledger, eventually: Eventually
) -> None:
    async def leave() -> None:
        raise LeftToNewerCode("BookInsured v1 is known to newer code only")

    older, newer = Target(), Target()
    older.refused[LOAN] = leave
    await ledger.append(LOAN, 1, 2)
    async with running(database_url, older.deliver, IMPATIENT):
        await eventually(lambda: older.tried.count((LOAN, 1)) > 2 * IMPATIENT.attempts)
    assert await parked(journal.pool, NAME) == []
    async with running(database_url, newer.deliver, IMPATIENT):
        await eventually(lambda: newer.versions(LOAN) == [1, 2])


async def test_a_worker_holds_what_it_does_not_know_although_it_cannot_tell_whom_it_concerns(
    journal: Journal, ledger: Ledger
) -> None:
    target = Target()
    await ledger.append(LOAN, 1, 2)
    borrowed, insured = await known(journal)
    of_a_later_version = replace(borrowed, schema_version=2)
    elsewhere = replace(insured, stream="outage/1")
    older, newer = EventsOfNewerCode(OLDER_CODE), EventsOfNewerCode(NEWER_CODE)
    for event in (insured, of_a_later_version):
        assert older.concerning(concerns_nobody)(event)
        said = f"{event.type} v{event.schema_version} is known to newer code only"
        with pytest.raises(LeftToNewerCode, match=said):
            await older.kept_from(target.deliver)(event)
    assert target.got == []
    for event in (borrowed, elsewhere):
        assert not older.concerning(concerns_nobody)(event)
        await older.kept_from(target.deliver)(event)
    assert not newer.concerning(concerns_nobody)(insured)
    await newer.kept_from(target.deliver)(insured)
    assert target.got == [(LOAN, 1), ("outage/1", 2), (LOAN, 2)]
