"""Carries what an event of one process means for another to that other, such as a ruling to the order it is about."""

from collections.abc import Sequence

from luyue.domain.links import Told
from luyue.journal.canonical import digest
from luyue.journal.connection import UNAVAILABLE, Pool
from luyue.journal.delivery import LeftToNewerCode, TargetAway
from luyue.journal.streams import Recorded, Streams, UnknownEvent, fold_recorded, happened
from luyue.worker.kinds import Declared
from luyue.worker.signals import Signals


class Linking:
    """Delivers events of the kinds that declare links, as commands with the event's own actor and time."""

    def __init__(self, signals: Signals, pool: Pool, kinds: Sequence[Declared]) -> None:
        self._signals = signals
        self._streams = Streams(pool)
        self._kinds = {
            (declared.kind.name, event.type_name()): declared
            for declared in kinds
            if declared.links is not None
            for event in declared.links.events
        }

    def concerns(self, event: Recorded) -> bool:
        """Whether an event may mean something for another process."""
        return (event.stream.partition("/")[0], event.type) in self._kinds

    async def deliver(self, event: Recorded) -> None:
        """Signals each process that is told of an event; a repeat is told by its command id."""
        declared = self._kinds[event.stream.partition("/")[0], event.type]
        assert declared.links is not None
        try:
            history = await self._streams.history(event.stream, up_to=event.version - 1)
            before = fold_recorded(declared.kind, history)
            news = happened(declared.kind, event)
            told = declared.links.tell(event.stream, before, news.event, news.at)
        except UNAVAILABLE as error:
            raise TargetAway("Postgres") from error
        except UnknownEvent as error:
            raise LeftToNewerCode(str(error)) from error
        at = before.wall_time(event.occurred_at).isoformat()
        for one in told:
            signed = {"actor": event.actor, "at": at, "command_id": _command_id(event, one)}
            await self._signals.send(one.process, one.name, {**one.payload, **signed})


def _command_id(event: Recorded, told: Told) -> str:
    return digest([event.id, told.process, told.name]).hex()
