"""Which processes a caller may see. Whom a process is between never changes: what was read once is remembered."""

from luyue.api.authorisation import may_see
from luyue.api.problems import Problem
from luyue.api.tokens import Caller
from luyue.journal.journal import Journal
from luyue.journal.processes import ProcessRow

MOST_REMEMBERED = 20_000


class Visibility:
    """Knows the creator and the merchant of each process that was lately asked for."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str | None, str | None]] = {}

    async def check(self, journal: Journal, stream: str, caller: Caller) -> None:
        """Raises `Problem` where there is no such process that the caller may see."""
        if stream not in self._known:
            await self.row(journal, stream, caller)
        elif not self._visible(stream, caller):
            raise Problem("not-found")

    async def row(self, journal: Journal, stream: str, caller: Caller) -> ProcessRow:
        """A process's row as it is now; raises `Problem` where there is none that the caller may see."""
        row = await journal.processes.find(stream)
        if row is None:
            raise Problem("not-found")
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[stream] = (row.creator_id, row.merchant_id)
        if not self._visible(stream, caller):
            raise Problem("not-found")
        return row

    def _visible(self, stream: str, caller: Caller) -> bool:
        creator_id, merchant_id = self._known[stream]
        return may_see(caller, creator_id=creator_id, merchant_id=merchant_id)
