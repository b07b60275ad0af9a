"""What a kind of process declares: its decider, and how it is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from luyue.domain.chart import Transition
from luyue.domain.facts import Facts, Needs, RecordEntry
from luyue.domain.messages import Command, Event, Value
from luyue.domain.policy import Policy
from luyue.domain.process_state import Deadline, State
from luyue.domain.shared_messages import SHARED_COMMANDS, SHARED_EVENTS

Role = Literal["creator", "merchant", "service", "ops"]


class Summary(Value):
    """What lists, search and the database need of a state.

    `claim` is what may exist only once; `subjects` are those whose reports concern the process; `record` is what it
    leaves on a party's record.
    """

    closed: bool
    creator_id: str | None = None
    merchant_id: str | None = None
    product_id: str | None = None
    claim: str | None = None
    subjects: frozenset[str] = frozenset()
    record: RecordEntry | None = None


S = TypeVar("S", bound=State)


@dataclass(frozen=True)
class Kind(Generic[S]):
    """One kind of process: its decider and how it is shown. `name` is the stream's and the workflow id's first part.

    `reconsider` is what an extension leads to besides, in the state after it, on the facts that `needs` names for it.
    `latest_due` is up to when an extension may go at all, by the deadline's name, where the rules bound it.
    `beside` names, by a process's id, those that begin with it by themselves, such as the shipment of an order.
    `transitions` are its state chart: for people and tests, never asked at run time.
    `state_shape` is raised with the state's fields, and with each new type of event, so that older code sees that it
    knows less; `oldest_shape` is the first whose rows are still what folding gives, by default no earlier one.
    """

    name: str
    id_prefix: str
    state: type[S]
    state_shape: int
    commands: Mapping[str, type[Command]]
    events: tuple[type[Event], ...]
    decide: Callable[[S, Command, Facts, Policy, datetime], Sequence[Event]]
    evolve: Callable[[S, Event, datetime], S]
    deadlines: Callable[[S, Policy], Sequence[Deadline]]
    needs: Callable[[S, Command], Needs]
    summary: Callable[[S], Summary]
    allowed_actions: Callable[[S, Role], Sequence[str]]
    details: Callable[[S, Policy], Mapping[str, Any]]
    reconsider: Callable[[S, Facts, Policy, datetime], Sequence[Event]] | None = None
    latest_due: Callable[[S, str], datetime | None] | None = None
    beside: Callable[[str, S], Sequence[str]] | None = None
    transitions: tuple[Transition, ...] = ()
    oldest_shape: int | None = None

    def reads(self, state_shape: int) -> bool:
        """Whether a row's state of a shape can be taken as it is, without a look at the events."""
        return (self.oldest_shape or self.state_shape) <= state_shape <= self.state_shape

    @property
    def title(self) -> str:
        """The name as one capitalised word, as schemas are named after."""
        return self.name.replace("-", " ").title().replace(" ", "")

    def command_type(self, name: str) -> type[Command] | None:
        return self.commands.get(name) or SHARED_COMMANDS.get(name)

    def event_type(self, name: str) -> type[Event] | None:
        return next((event for event in (*self.events, *SHARED_EVENTS) if event.type_name() == name), None)

    def stream(self, id: str) -> str:
        """The stream's name, which is the workflow's id."""
        return f"{self.name}/{id}"

    def belonging(self, id: str, state: S) -> tuple[str, ...]:
        """The streams of the processes that belong together with one."""
        return (*state.linked, *(self.beside(id, state) if self.beside is not None else ()))
