"""The subscriptions that every worker process offers to run; of each, one process at a time delivers."""

import asyncio
from collections.abc import Sequence

from temporalio.client import Client

from luyue.journal.delivery import Pace
from luyue.journal.journal import Journal
from luyue.journal.subscriptions import Subscription
from luyue.worker.inbox import InboxWriter
from luyue.worker.kinds import Declared
from luyue.worker.router import Router, is_routed

ROUTER, SECOND_LOOK, INBOX = "router", "router-second-look", "inbox"


async def run_subscriptions(
    client: Client, journal: Journal, database_url: str, kinds: Sequence[Declared], task_queue: str
) -> None:
    """Carries facts to the processes they concern and notices to inboxes, until cancelled."""
    router = Router(client, journal.pool, task_queue)
    inbox = InboxWriter(journal.pool, kinds)
    async with asyncio.TaskGroup() as running:
        # A look costs the same whatever it finds, and a fact counts from its own time.
        soon = Pace(idle_pause=0.25)
        running.create_task(Subscription(database_url, ROUTER, router.deliver, soon, is_routed).run())
        # It waits for decisions to end before it calls.
        unhurried = Pace(idle_pause=1.0, delivery_patience=30)
        second_look = Subscription(database_url, SECOND_LOOK, router.look_again, unhurried, is_routed)
        running.create_task(second_look.run())
        # Messages written together cost a fraction, and nobody reads an inbox within half a second.
        together = Pace(streams_at_once=100, idle_pause=0.5)
        running.create_task(Subscription(database_url, INBOX, inbox.deliver, together).run())
