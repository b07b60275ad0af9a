"""The `eventsourcing` package inserting one event a transaction: threads over its own pool, by its own recorder.

`python -m bench.rivals.eventsourcing_writers DATABASE_URL WRITERS SECONDS yes|no`, the last one for its database
functions; speaks as `bench.turn` says. It keeps no view row: it has less to write.
"""

import json
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from uuid import uuid4

from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.postgres import PostgresFactory
from eventsourcing.utils import Environment

from bench import turn
from bench.append_story import Step, steps


def environment(database_url: str, writers: int, functions: str) -> Mapping[str, str]:
    """The package's settings: a connection a writer, otherwise its defaults."""
    address = urlsplit(database_url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": address.path.lstrip("/"),
        "POSTGRES_HOST": str(address.hostname),
        "POSTGRES_PORT": str(address.port),
        "POSTGRES_USER": str(address.username),
        "POSTGRES_PASSWORD": "",
        "POSTGRES_POOL_SIZE": str(writers),
        "POSTGRES_MAX_OVERFLOW": "0",
        "POSTGRES_ENABLE_DB_FUNCTIONS": functions,
        "CREATE_TABLE": "no",
    }


def prepare(database_url: str) -> None:
    """Makes the package's tables, once for all writers."""
    settings = {**environment(database_url, 1, "yes"), "CREATE_TABLE": "yes"}
    with InfrastructureFactory.construct(Environment("bench", settings)) as factory:
        factory.application_recorder()


def write(database_url: str, writers: int, seconds: float, functions: str) -> None:
    """Warms up, waits to be told to go on, writes, and tells how many events were inserted."""
    factory = InfrastructureFactory.construct(Environment("bench", environment(database_url, writers, functions)))
    assert isinstance(factory, PostgresFactory)
    recorder = factory.application_recorder()
    bodies = [(step.draft.happened.event.type_name(), body(step)) for step in steps()]

    def writer(until: float) -> int:
        count = 0
        while True:
            id = uuid4()
            for version, (topic, state) in enumerate(bodies, start=1):
                recorder.insert_events([StoredEvent(id, version, topic, state)])
                count += 1
                if time.perf_counter() >= until:
                    return count

    with factory, ThreadPoolExecutor(writers) as threads:
        list(threads.map(writer, [0.0] * writers))
        cpu_before = turn.ready()
        until = time.perf_counter() + seconds
        count = sum(threads.map(writer, [until] * writers))
        turn.done(count, time.perf_counter() - until + seconds, cpu_before)


def body(step: Step) -> bytes:
    """The event with all that its row of ours holds, in bytes."""
    draft = step.draft
    kept = {
        "data": draft.happened.event.model_dump(mode="json"),
        "actor": draft.actor,
        "command_id": f"{uuid4().hex}:{draft.command_id}",
        "occurred_at": draft.happened.at.isoformat(),
        "seen": {},
        "hash": "5a" * 32,
    }
    return json.dumps(kept).encode()


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
