"""Versions of the policy: dated, never changed, found by name and by moment."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


async def test_the_version_in_force_is_the_newest_that_had_come_into_effect(journal: Journal) -> None:
    second = DEFAULT_POLICY.model_copy(update={"version": "2", "approval_window": timedelta(hours=24)})
    third = DEFAULT_POLICY.model_copy(update={"version": "3", "approval_window": timedelta(hours=12)})
    await journal.policies.add(third, NEW_YEAR + timedelta(days=1))
    await journal.policies.add(second, NEW_YEAR)
    assert await journal.policies.in_force(NEW_YEAR - TICK) == DEFAULT_POLICY
    assert await journal.policies.in_force(NEW_YEAR) == second
    assert await journal.policies.in_force(NEW_YEAR + timedelta(days=1) - TICK) == second
    assert await journal.policies.in_force(NEW_YEAR + timedelta(days=1)) == third
    assert await journal.policies.version("2") == second


async def test_of_two_versions_of_one_moment_the_later_added_is_in_force(journal: Journal) -> None:
    for version in ("2", "3"):
        await journal.policies.add(DEFAULT_POLICY.model_copy(update={"version": version}), NEW_YEAR)
    assert (await journal.policies.in_force(NEW_YEAR)).version == "3"


async def test_a_version_is_never_replaced(journal: Journal) -> None:
    with pytest.raises(asyncpg.UniqueViolationError):
        await journal.policies.add(DEFAULT_POLICY.model_copy(update={"due_soon": timedelta(0)}), NEW_YEAR)
    assert await journal.policies.version(DEFAULT_POLICY.version) == DEFAULT_POLICY


async def test_an_unknown_version_is_told(journal: Journal) -> None:
    with pytest.raises(LookupError, match="no policy version 9"):
        await journal.policies.version("9")
