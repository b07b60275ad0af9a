"""A worker process that runs one subscription and writes down what is delivered to it. Ends when it is killed.

Usage: subscriber.py DATABASE_URL NAME
"""

import asyncio
import os
import sys

import asyncpg

from luyue.journal.delivery import Pace
from luyue.journal.streams import Recorded
from luyue.journal.subscriptions import Subscription

DELIVERIES = """
create table deliveries (
  number bigint generated always as identity, process integer not null, stream text not null, version integer not null
)
"""


async def main(database_url: str, name: str) -> None:
    connection = await asyncpg.connect(database_url)
    writing = asyncio.Lock()

    async def deliver(event: Recorded) -> None:
        async with writing:
            await connection.execute(
                "insert into deliveries (process, stream, version) values ($1, $2, $3)",
                os.getpid(),
                event.stream,
                event.version,
            )

    pace = Pace(batch=20, idle_pause=0.02, takeover_pause=0.05)
    await Subscription(database_url, name, deliver, pace).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
