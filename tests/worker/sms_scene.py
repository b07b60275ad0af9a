"""Offers in a journal and the contacts of those they are made to, for tests of SMS; the clock is the test's."""

from datetime import UTC, datetime, timedelta
from typing import Any

from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.journal.held_deliveries import Parked, parked
from luyue.journal.journal import Journal
from luyue.journal.streams import Draft, Recorded
from luyue.journal.view import view_row
from luyue.worker.kinds import KINDS
from luyue.worker.sms import Gateway, SmsWriter
from tests.journal.ledger import command_row
from tests.unit import cooperation_order_stories as stories


class SmsScene:
    """`late` is how much later than by the real clock the writer believes it is."""

    def __init__(self, journal: Journal) -> None:
        self.late = timedelta()
        self._journal = journal

    def writer(self, url: str, *, patience: float = 5.0, token: str | None = None, **options: Any) -> SmsWriter:
        """What tells by SMS, as a worker that has just been started has it."""
        gateway = Gateway(url, token, patience=patience)
        return SmsWriter(self._journal.pool, KINDS, gateway, now=lambda: datetime.now(UTC) + self.late, **options)

    async def contact(self, id: str, phone: str) -> None:
        lines = {"name": "欧阳思远", "phone": phone, "region": "浙江省杭州市", "address": "余杭区文一西路969号"}
        await self._journal.personal_data.put_contact(id, lines)

    async def erase(self, id: str) -> None:
        assert await self._journal.personal_data.erase_contact(id)

    async def offered(self, id: str = "co_1", creator: str = "c1", form: str = "live") -> Recorded:
        """An offer as the feed carries it."""
        order = stories.proposed(command=stories.offer(creator_id=creator, form=form))
        stream = COOPERATION_ORDER.stream(id)
        await self._journal.streams.append(
            stream,
            await self._journal.streams.load(stream, None),
            [Draft(happened, "merchant:m1", id) for happened in order.history],
            view_row(COOPERATION_ORDER, id, COOPERATION_ORDER.state(), order.state, order.policy),
            command_row(id, 1, len(order.history), "propose"),
        )
        [event] = await self._journal.streams.history(stream)
        return event

    async def held(self) -> int:
        """How many deliveries wait to be tried again."""
        return int(await self._journal.pool.fetchval("select count(*) from held_deliveries where not parked"))

    async def parked(self) -> list[Parked]:
        return await parked(self._journal.pool, "test")

    async def is_carried(self, event: Recorded) -> bool:
        """Whether the subscription has passed an event."""
        cursor = await self._journal.pool.fetchval("select position from subscriptions where name = 'test'")
        return cursor is not None and int(cursor) >= event.position

    async def kept(self) -> str:
        """All that the journal keeps of events and deliveries."""
        rows = [
            row["row"]
            for table in ("events", "commands", "processes", "held_deliveries", "subscriptions", "inbox")
            for row in await self._journal.pool.fetch(f"select to_jsonb(t)::text as row from {table} t")
        ]
        return "\n".join(rows)
