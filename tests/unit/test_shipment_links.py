"""What a shipment tells the order or request that it is to meet (SH-06, IX-09), and that these understand it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from luyue.domain import shipment_told as news
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.links import Told
from luyue.domain.messages import Command
from luyue.domain.process import Kind, fold
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import messages as m
from luyue.domain.shipment.links import LINKS
from tests.unit.given_when_then import Process, hours
from tests.unit.shipment_stories import (
    DELIVERY,
    PARCEL,
    PICKUP,
    PUT_RIGHT_UNTIL,
    SHANGHAI,
    TRANSIT,
    WHY,
    corrected,
    delivered,
    in_transit,
    registration,
    scan,
    scanned,
    tracks,
    violated,
    warned,
)

STREAM = "shipment/sh_sr_1"


def told(shipment: Process) -> Sequence[tuple[str, Command]]:
    """What others are told of each of its events, in order."""
    found: list[Told] = []
    for place, happened in enumerate(shipment.history):
        if isinstance(happened.event, LINKS.events):
            before = fold(shipment.kind, shipment.history[:place])
            found += LINKS.tell(STREAM, before, happened.event, happened.at)
    assert {one.process for one in found} <= {shipment.state.obligation}
    return [(one.name, one.command) for one in found]


WARNING = ("shipment-warned", news.ShipmentWarned(shipment=STREAM, rule="SH-04", due_at=PUT_RIGHT_UNTIL))
VIOLATION = ("shipment-violated", news.ShipmentViolated(shipment=STREAM, rule="SH-04"))
DELIVERED = ("shipment-delivered", news.ShipmentDelivered(shipment=STREAM, delivered_at=DELIVERY.at))


def cleared(*, by_a_new_number: bool) -> tuple[str, Command]:
    return ("shipment-cleared", news.ShipmentCleared(shipment=STREAM, corrected=by_a_new_number))


def _withdrawn() -> Process:
    shipment = warned()
    shipment.platform.report(PARCEL, tracks(TRANSIT), shipment.seen_at)
    return shipment


def _cleared_by_ops() -> Process:
    shipment = violated()
    shipment.issue(m.Clear(reason=WHY), shipment.seen_at)
    return shipment


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (in_transit, []),
        (delivered, [DELIVERED]),
        (warned, [WARNING]),
        (corrected, [WARNING, cleared(by_a_new_number=True)]),
        (_withdrawn, [WARNING, cleared(by_a_new_number=False)]),
        (violated, [WARNING, VIOLATION]),
        (_cleared_by_ops, [WARNING, VIOLATION, cleared(by_a_new_number=False)]),
    ],
)
def test_ix_09_an_order_or_request_learns_what_becomes_of_its_parcel(
    standing: Callable[[], Process], expected: list[tuple[str, Command]]
) -> None:
    assert told(standing()) == expected


def test_ix_09_what_arrives_under_a_warning_has_not_arrived_until_it_is_cleared() -> None:
    elsewhere = scan("delivered", DELIVERY.at - hours(1), SHANGHAI)
    shipment = scanned(PICKUP, TRANSIT, elsewhere)
    assert [name for name, _ in told(shipment)] == ["shipment-warned"]
    shipment.platform.report(PARCEL, tracks(DELIVERY), shipment.seen_at + hours(1))
    assert [name for name, _ in told(shipment)] == ["shipment-warned", "shipment-cleared", "shipment-delivered"]


@pytest.mark.parametrize("kind", [SAMPLE_REQUEST, CONSUMER_ORDER], ids=lambda kind: kind.name)
def test_what_they_are_told_is_a_command_of_theirs(kind: Kind[Any]) -> None:
    for standing in (delivered, corrected, violated):
        for name, command in told(standing()):
            theirs = kind.command_type(name)
            assert theirs is not None
            theirs.model_validate(command.model_dump(mode="json"))


def test_a_shipment_is_linked_with_what_it_is_to_meet() -> None:
    shipment = scanned(command=registration(obligation="consumer-order/uo_1"))
    assert SHIPMENT.belonging("sh_uo_1", shipment.state) == ("consumer-order/uo_1",)
