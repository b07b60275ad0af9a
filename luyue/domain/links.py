"""What an event of one process means for another: a command that the router gives to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from luyue.domain.messages import Command, Event, Value
from luyue.domain.process import S


class Told(Value):
    """A command for the process whose stream is `process`."""

    process: str
    name: str
    command: Command

    @property
    def payload(self) -> dict[str, Any]:
        return self.command.model_dump(mode="json")


@dataclass(frozen=True)
class Links(Generic[S]):
    """A kind's links: which of its events others are told of, and how.

    Given are the stream, the state before, the event, and the process time at which it happened.
    """

    events: tuple[type[Event], ...]
    tell: Callable[[str, S, Event, datetime], Sequence[Told]]
