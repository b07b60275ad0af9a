"""An order and its dispute on the domain, between which crossing messages are sent; word goes round when it is let."""

from collections.abc import Sequence
from typing import Any

from luyue.domain.cooperation_order.links import LINKS as OF_ORDERS
from luyue.domain.dispute.links import LINKS as OF_DISPUTES
from luyue.domain.links import Told
from luyue.domain.messages import Command, Refusal, Value
from luyue.domain.process import fold
from tests import eligible
from tests.crossing.pairs import TEXT, Message, Pair, answered, filled
from tests.unit.cooperation_order_stories import OFFERED, WHY, platform, proposed
from tests.unit.dispute_stories import new_dispute
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.sample_request_stories import live, stay

_HTTP = {"status": 409, "rule": 422, "invalid": 422}


class OnDomain:
    """Merchant m1's order with creator c1, offered at `start`; a message comes an hour after the one before.

    Where a live session is reported, it began at `live_at`, before the messages cross.
    """

    def __init__(self) -> None:
        self.start = self.now = self.live_at = OFFERED
        self.stage = platform()
        self.order = proposed(self.stage)
        self.dispute: Process | None = None
        self._untold: list[Told] = []
        self._unrouted: list[str] = []

    def stand(self, pair: Pair) -> None:
        """The order comes to where the messages cross: where a deadline is one of them, to its due time exactly."""
        for message in pair.stands:
            self.now += hours(1)
            if message.sender == "time":
                self.now = self._process(message).deadlines[message.name]
            assert self.send(message) == "200", message
            self.spread()
        self.live_at = self.now
        if pair.deadline is not None:
            self.now = self._process(pair.deadline).deadlines[pair.deadline.name]
            self._process(pair.deadline).time_to(self.now)
        else:
            self.now += hours(1)

    def send(self, message: Message) -> str:
        """Sends a message and returns the answer; nobody else hears of it yet.

        Time passes for what is closed as well, but nobody can move its clock.
        """
        if message.to == "facts":
            self._report(message)
            return "200"
        process = self._process(message)
        before = len(process.history)
        try:
            if message.sender == "time":
                self.now += TICK
                answer = "409" if process.summary.closed else "200"
                process.time_to(self.now)
                return answer
            process.issue(self._command(message, process), self.now)
        except Refusal as refusal:
            return answered(_HTTP[refusal.code], [one.rule for one in refusal.violations])
        finally:
            self._untold += self._told(process, before)
        return "200"

    def spread(self) -> None:
        """Everybody hears of everything, in the order in which it happened."""
        while self._unrouted:
            self.stage.route(self._unrouted.pop(0), self.now)
        while self._untold:
            self._hear(self._untold.pop(0))

    def seen(self) -> dict[str, Any]:
        """Order and dispute as they are shown."""
        return {name: _shown(process) for name, process in (("order", self.order), ("dispute", self.dispute))}

    def _process(self, message: Message) -> Process:
        if message.to == "order":
            return self.order
        assert self.dispute is not None, "there is no dispute yet"
        return self.dispute

    def _command(self, message: Message, process: Process) -> Command:
        command = process.kind.command_type(message.name)
        assert command is not None, message.name
        body = filled(message.body, self.start, "l1")
        fields = {name: WHY if value == TEXT else value for name, value in body.items()}
        if "by" in command.model_fields:
            fields["by"] = message.sender
        if "dispute_id" in command.model_fields:
            fields["dispute_id"] = f"ds_{len(self.stage.processes) + 1}"
        return command.model_validate(fields)

    def _report(self, message: Message) -> None:
        reported: dict[str, tuple[str, Value]] = {
            "live": ("live-session/l1", live(stay(self.live_at))),
            "ended": ("live-session/l1", live(stay(self.live_at), ended=self.now)),
            "merchant-left": ("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": False})),
            "merchant-back": ("merchant/m1", eligible.MERCHANT),
        }
        stream, fact = reported[message.name]
        self.stage.report(stream, fact, self.now, routed=False)
        self._unrouted.append(stream)

    def _told(self, process: Process, before: int) -> Sequence[Told]:
        """What the news of a process mean for the other."""
        links = OF_ORDERS if process is self.order else OF_DISPUTES
        told: list[Told] = []
        for number, one in enumerate(process.history[before:], start=before):
            told += links.tell(process.stream, fold(process.kind, process.history[:number]), one.event, one.at)
        return told

    def _hear(self, told: Told) -> None:
        if told.process.startswith("dispute/") and self.dispute is None:
            self.dispute = new_dispute(self.stage)
        process = self.order if told.process == self.order.stream else self.dispute
        assert process is not None
        assert process.stream == told.process
        before = len(process.history)
        process.issue(told.command, self.now)
        self._untold += self._told(process, before)


def _shown(process: Process | None) -> dict[str, Any] | None:
    if process is None:
        return None
    state = process.state
    details = process.kind.details(state, process.policy)
    return {**details, "status": state.status, "closed_reason": state.closed_reason}
