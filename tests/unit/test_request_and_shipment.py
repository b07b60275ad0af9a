"""IX-09 where messages cross: a sample request and its shipment, each decided by its own rules, and word in between."""

from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from luyue.domain.facts import Track
from luyue.domain.links import Links
from luyue.domain.messages import Command, Refusal
from luyue.domain.process import fold
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.links import LINKS as OF_REQUESTS
from luyue.domain.sample_request.links import shipment_of
from luyue.domain.shipment.links import LINKS as OF_SHIPMENTS
from luyue.domain.shipment.messages import Clear
from tests.unit import sample_request_stories as requests
from tests.unit import shipment_stories as shipments
from tests.unit.given_when_then import Process, hours

FAKE, GOOD = "SF1234567890123", "SF1234567890124"
WARNED = requests.SHIPPED + hours(5)
ENDS = WARNED + hours(24)
"""When the time to put it right is over; judged an hour later."""
LAST = ENDS + hours(1)


class Pair:
    """A shipped sample and its parcel, whose number the carrier does not know; word goes round when it is let."""

    def __init__(self, warned_at: datetime = WARNED, *scans: Track) -> None:
        self.stage = requests.platform()
        self.request = requests.approved(self.stage)
        self.request.issue(m.Ship(carrier="SF", tracking_no=FAKE), requests.SHIPPED)
        self.shipment = shipments.new_shipment(self.stage)
        self.shipment.stream = shipment_of(self.request.stream.partition("/")[2])
        self._told = {self.request.stream: 0, self.shipment.stream: 0}
        self.spread(requests.SHIPPED)
        for scan in scans:
            self.stage.report(f"parcel/SF:{FAKE}", shipments.tracks(scan), scan.at)
        self.stage.report(f"parcel/SF:{FAKE}", shipments.tracks(finding="number_abnormal"), warned_at)

    def send(self, command: Command, at: datetime) -> str | None:
        """The rule or status that refuses a command, if any; nobody else hears of it yet."""
        try:
            self.request.issue(command, at)
        except Refusal as refusal:
            return refusal.violations[0].rule
        return None

    def spread(self, at: datetime) -> None:
        """Word goes round until there is no more news; what is refused changes nothing, as with signals."""
        while self._carry(self.request, OF_REQUESTS, self.shipment, at) or self._carry(
            self.shipment, OF_SHIPMENTS, self.request, at
        ):
            pass

    def time_to(self, at: datetime) -> None:
        for one in (self.shipment, self.request):
            one.time_to(at)

    def _carry(self, of: Process, links: Links[Any], to: Process, at: datetime) -> bool:
        number = self._told[of.stream]
        if number == len(of.history):
            return False
        self._told[of.stream] = number + 1
        happened = of.history[number]
        if isinstance(happened.event, links.events):
            before = fold(of.kind, of.history[:number])
            for told in links.tell(of.stream, before, happened.event, happened.at):
                assert told.process == to.stream
                with suppress(Refusal):
                    to.issue(told.command, max(at, to.seen_at))
        return True

    @property
    def statuses(self) -> tuple[str, str]:
        return self.request.status, self.shipment.status


CORRECT = m.CorrectShipment(carrier="SF", tracking_no=GOOD)


def test_ix_09_put_right_in_time() -> None:
    pair = Pair()
    pair.spread(WARNED)
    assert pair.request.deadlines == {}
    assert pair.send(CORRECT, WARNED + hours(3)) is None
    pair.spread(WARNED + hours(3))
    assert pair.statuses == ("SHIPPED", "REGISTERED")
    assert pair.request.deadlines == {"receipt_window": WARNED + hours(3 + 168)}


def test_ix_09_not_put_right() -> None:
    pair = Pair()
    pair.spread(WARNED)
    pair.time_to(LAST + hours(1))
    pair.spread(LAST + hours(1))
    assert pair.statuses == ("CANCELLED", "VIOLATION")
    assert pair.request.state.closed_reason == "fake_shipment"
    record = pair.shipment.summary.record
    assert record is not None
    assert (record.party, record.what, pair.request.summary.record) == ("merchant", "fake_shipment", None)


def test_ix_09_a_correction_that_crosses_the_violation_comes_too_late() -> None:
    pair = Pair()
    pair.spread(WARNED)
    pair.shipment.time_to(LAST + hours(1))
    assert pair.send(CORRECT, LAST + hours(1)) is None
    pair.spread(LAST + hours(1))
    assert pair.statuses == ("CANCELLED", "VIOLATION")


def test_ix_09_a_correction_that_crosses_the_warning_puts_it_right() -> None:
    pair = Pair()
    assert pair.send(CORRECT, WARNED + hours(1)) is None
    pair.spread(WARNED + hours(1))
    assert pair.statuses == ("SHIPPED", "REGISTERED")
    assert pair.request.deadlines == {"receipt_window": WARNED + hours(1 + 168)}


def test_ix_09_another_fake_number_is_not_effective() -> None:
    pair = Pair()
    pair.spread(WARNED)
    pair.send(CORRECT, WARNED + hours(3))
    pair.spread(WARNED + hours(3))
    pair.stage.report(f"parcel/SF:{GOOD}", shipments.tracks(finding="number_abnormal"), WARNED + hours(4))
    pair.spread(WARNED + hours(4))
    assert pair.statuses == ("SHIPPED", "WARNED")
    assert pair.request.deadlines == {}
    pair.time_to(LAST + hours(1))
    pair.spread(LAST + hours(1))
    assert pair.statuses == ("CANCELLED", "VIOLATION")


@pytest.mark.parametrize("violated", [False, True])
def test_ix_09_a_receipt_that_the_creator_confirms_stands_whatever_crosses_it(violated: bool) -> None:
    pair = Pair()
    pair.spread(WARNED)
    if violated:
        pair.shipment.time_to(LAST + hours(1))
    at = LAST + hours(1)
    assert pair.send(m.ConfirmReceipt(), at) is None
    pair.spread(at)
    assert pair.request.status == "CONTENT_PENDING"
    assert pair.request.deadlines["promotion_window"] == at + hours(360)


def test_ix_09_a_warning_that_crosses_the_automatic_receipt_leaves_it() -> None:
    due = requests.SHIPPED + hours(168)
    scanned = (Track(kind=kind, at=requests.SHIPPED + hours(1)) for kind in ("pickup", "transit_centre"))
    pair = Pair(due, *scanned)
    pair.request.time_to(due + hours(1))
    pair.spread(due + hours(1))
    assert pair.request.status == "CONTENT_PENDING"
    assert pair.request.state.warning is None


def test_ix_09_what_ops_clear_lets_the_clock_go_on() -> None:
    pair = Pair()
    pair.spread(WARNED)
    pair.shipment.issue(Clear(reason=shipments.WHY), WARNED + hours(10))
    pair.spread(WARNED + hours(10))
    assert pair.statuses == ("SHIPPED", "REGISTERED")
    assert pair.request.deadlines == {"receipt_window": requests.SHIPPED + hours(178)}
