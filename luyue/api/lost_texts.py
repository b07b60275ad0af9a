"""Texts whose command never happened: removed once it cannot happen any more."""

from datetime import UTC, datetime, timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from luyue.api.backends import Backends
from luyue.workflows.search_attributes import ATTENTION

PAGE = 500
_PATIENCE = timedelta(seconds=3)


class LostTexts:
    """Looks through the old texts, the oldest first; what was looked through is not looked at again."""

    def __init__(self, backends: Backends) -> None:
        self._backends = backends
        self._place = (datetime.fromtimestamp(0, UTC), "")

    async def erase(self, before: datetime) -> None:
        """Erases texts written before a moment that no event of their process refers to.

        A command left behind waits in Temporal for as long as no worker takes it: the texts of a process with work left
        to do stay, and are looked at the next time. So does everything while Temporal is away.
        """
        personal_data = (await self._backends.journal()).personal_data
        client = await self._backends.temporal()
        place, is_decided, page = self._place, True, await personal_data.old_texts(self._place, before, PAGE)
        while page:
            lost = [text for text in page if not text.is_referred]
            try:
                working = {stream for stream in {text.stream for text in lost} if await _has_work(client, stream)}
            except (RPCError, RuntimeError):
                return
            await personal_data.erase_lost_texts([text.id for text in lost if text.stream not in working], before)
            place = (page[-1].written_at, page[-1].id)
            is_decided = is_decided and not working
            if is_decided:
                self._place = place
            page = await personal_data.old_texts(place, before, PAGE)


async def _has_work(client: Client, stream: str) -> bool:
    """Whether a process may still carry out a command that it was sent: no worker took it, or `handle` fails."""
    try:
        description = await client.get_workflow_handle(stream).describe(rpc_timeout=_PATIENCE)
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    is_failing = description.typed_search_attributes.get(ATTENTION) is not None
    return is_failing or description.raw_description.HasField("pending_workflow_task")
