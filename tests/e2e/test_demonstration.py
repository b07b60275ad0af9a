"""`luyue demo` on a running stack: every story comes out as it should, and nothing of it is left in force."""

from luyue.cli.demo import STORIES
from luyue.devstack.stack import Stack
from luyue.journal.journal import Journal
from tests.e2e.conftest import Differences, Run


async def test_every_story_comes_out_as_it_should(luyue: Run, stack: Stack, differences: Differences) -> None:
    journal = await Journal.open(stack.database_url, size=1)
    before = await journal.policies.in_force()
    played = await luyue("demo")
    after = await journal.policies.in_force()
    await journal.close()
    assert played.code == 0, played.output
    assert "✗" not in played.output
    for stories in STORIES.values():
        for expected in (one for story in stories for one in story.expected):
            assert f"✓ {expected.rule} {expected.story}: {expected.kind.name}/" in played.output
    assert after.approval_window == before.approval_window
    assert await differences() == []
