"""A few faults under load, in the short time that every test run has; `make chaos` does the same at length."""

from pathlib import Path

from luyue.devstack.console import Silent
from tests.chaos.__main__ import summary
from tests.chaos.rage import Plan, rage
from tests.chaos.town import running_town

SHORT = Plan(seconds=16, seed=20, lanes=4, longest_pause=1.0, thorough=False)


async def test_faults_under_load_lose_double_and_delay_nothing(tmp_path: Path) -> None:
    async with running_town(tmp_path.resolve() / "town", Silent()) as town:
        outcome = await rage(town, SHORT)
    assert outcome.wrong == [], "\n".join([f"seed {SHORT.seed}, logs in {tmp_path}", *summary(outcome)])
    # Otherwise it has shown nothing.
    assert len(outcome.struck) >= 3
    assert outcome.log.acknowledged > 20
    assert any(event.command_id.startswith("timer:") for event in outcome.evidence.events)
