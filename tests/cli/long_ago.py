"""Plays processes of any kind straight on the journal, long ago: what the router would carry, the test says itself."""

import itertools
from datetime import timedelta
from typing import Any

from luyue.activities.handle import Handle
from luyue.journal.journal import Journal
from luyue.worker.kinds import KINDS
from luyue.workflows.messages import HandleCall, Issued, Outcome
from tests.cli.conftest import Player

numbers = itertools.count(1)


class LongAgo(Player):
    """The clock is the test's own; it begins so long ago that months can pass before today."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self.now -= timedelta(days=120)
        self._of_any_kind = Handle(journal, [declared.kind for declared in KINDS], test_clock=True)

    async def tell(self, stream: str, name: str, *, actor: str = "service:test", **payload: Any) -> Outcome:
        self.now += timedelta(seconds=1)
        kind, _, id = stream.partition("/")
        command = Issued(
            name=name, payload=payload, actor=actor, at=self.now, command_id=f"{stream}:{name}:{next(numbers)}"
        )
        return await self._of_any_kind.handle(HandleCall(kind=kind, id=id, now=self.now, command=command))

    async def wait(self, stream: str, by: timedelta) -> Outcome:
        self.now += by
        return await self.look(stream)

    async def look(self, stream: str) -> Outcome:
        """What time has brought, up to now."""
        kind, _, id = stream.partition("/")
        return await self._of_any_kind.handle(HandleCall(kind=kind, id=id, now=self.now))
