"""The subscriptions that every worker process offers to run; of each, one process at a time delivers."""

import asyncio
from collections.abc import Sequence

from temporalio.client import Client

from luyue.journal.carried import ROUTER
from luyue.journal.delivery import Pace
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded
from luyue.journal.subscriptions import Subscription
from luyue.worker.inbox import InboxWriter
from luyue.worker.kinds import Declared
from luyue.worker.linking import Linking
from luyue.worker.newer_code import EventsOfNewerCode
from luyue.worker.releases import Releases, is_release
from luyue.worker.router import Router, is_routed
from luyue.worker.signals import Signals
from luyue.worker.sms import BEST_EFFORT, SmsWriter
from luyue.worker.webhooks import FanOut

SECOND_LOOK, INBOX, SMS, WEBHOOKS = "router-second-look", "inbox", "sms", "webhooks"


async def run_subscriptions(
    client: Client,
    journal: Journal,
    database_url: str,
    kinds: Sequence[Declared],
    task_queue: str,
    sms: SmsWriter | None = None,
) -> None:
    """Carries facts to the processes they concern, links between processes, and notices to inboxes, until cancelled.

    Without `sms` nobody is told by SMS.
    """
    signals = Signals(client, task_queue)
    router, linking = Router(signals, journal.pool), Linking(signals, journal.pool, kinds)
    inbox, releases = InboxWriter(journal.pool, kinds), Releases(signals, journal.pool, kinds)
    newer = EventsOfNewerCode(kinds)

    def is_carried(event: Recorded) -> bool:
        return is_routed(event) or is_release(event) or linking.concerns(event)

    async def route(event: Recorded) -> None:
        carrier = router if is_routed(event) else releases if is_release(event) else linking
        await carrier.deliver(event)

    async def look_again(event: Recorded) -> None:
        await (releases if is_release(event) else router).look_again(event)

    async with asyncio.TaskGroup() as running:
        # A look costs the same whatever it finds, and a fact counts from its own time.
        soon = Pace(idle_pause=0.25)
        running.create_task(
            Subscription(database_url, ROUTER, newer.kept_from(route), soon, newer.concerning(is_carried)).run()
        )
        # It waits for decisions to end before it calls.
        unhurried = Pace(idle_pause=1.0, delivery_patience=30)
        second_look = Subscription(
            database_url, SECOND_LOOK, look_again, unhurried, lambda event: is_routed(event) or is_release(event)
        )
        running.create_task(second_look.run())
        # Messages written together cost a fraction, and nobody reads an inbox within half a second.
        together = Pace(streams_at_once=100, idle_pause=0.5)
        running.create_task(Subscription(database_url, INBOX, newer.kept_from(inbox.deliver), together).run())
        if sms is not None:
            tell, concerns = newer.kept_from(sms.deliver), newer.concerning(sms.concerns)
            running.create_task(Subscription(database_url, SMS, tell, BEST_EFFORT, concerns).run())
        fan_out = FanOut(journal.pool)
        running.create_task(Subscription(database_url, WEBHOOKS, fan_out.deliver, together).run())
