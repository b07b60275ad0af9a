"""A stream that is not begun yet is loaded with the policy that would govern it from a moment on."""

from datetime import UTC, datetime, timedelta

from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.journal import Journal

NEW_YEAR = datetime(2040, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


async def test_the_policy_in_force_at_the_moment(journal: Journal) -> None:
    await journal.policies.add(DEFAULT_POLICY.model_copy(update={"version": "2040"}), NEW_YEAR)
    before = await journal.streams.load("note/none", None, NEW_YEAR - TICK)
    since = await journal.streams.load("note/none", None, NEW_YEAR)
    assert (before.policy_in_force, since.policy_in_force) == (DEFAULT_POLICY.version, "2040")
