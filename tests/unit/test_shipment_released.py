"""CE-09: a parcel whose order was refunded may be intercepted, and is not a violation for never arriving."""

import pytest

from luyue.domain.process import Extend
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import Process, hours
from tests.unit.shipment_stories import (
    DAY,
    DELIVERY,
    PARCEL,
    PICKED_UP,
    PICKUP,
    TRANSIT,
    UPLOADED,
    WHY,
    delivered,
    in_transit,
    picked_up,
    platform,
    refused,
    registered,
    told,
    tracks,
    warned,
)

RELEASE = m.Release()


def released(shipment: Process) -> Process:
    shipment.issue(RELEASE, shipment.seen_at)
    return shipment


@pytest.mark.parametrize("standing", [registered, picked_up, in_transit])
def test_ce_09_what_nobody_waits_for_is_over_and_need_not_arrive(standing: object) -> None:
    assert callable(standing)
    shipment = released(standing())
    assert (shipment.status, shipment.summary.closed) == ("RELEASED", True)
    shipment.time_to(UPLOADED + 60 * DAY)
    assert (shipment.status, shipment.state.findings, shipment.summary.record) == ("RELEASED", (), None)


def test_it_is_released_once_and_not_once_it_has_arrived() -> None:
    assert released(registered()).issue(RELEASE, UPLOADED + hours(1)) == []
    assert delivered().issue(RELEASE, UPLOADED + 10 * DAY) == []


def test_sh_01_what_looks_fake_all_the_same_is_a_warning_and_a_violation() -> None:
    stage = platform()
    shipment = released(registered(stage))
    stage.report(PARCEL, tracks(finding="number_abnormal"), UPLOADED + hours(1))
    assert told(shipment) == ("WARNED", ("number_abnormal",))
    assert not shipment.summary.closed
    shipment.time_to(UPLOADED + 3 * DAY)
    assert shipment.status == "VIOLATION"


def test_sh_06_a_refund_does_not_put_right_what_is_fake() -> None:
    shipment = released(warned())
    assert shipment.status == "WARNED"
    shipment.time_to(PICKED_UP + 4 * DAY)
    assert shipment.status == "VIOLATION"


def test_a_warning_that_ops_clear_ends_it() -> None:
    shipment = released(warned())
    shipment.issue(m.Clear(reason=WHY), shipment.seen_at)
    assert shipment.status == "RELEASED"
    extend = Extend(deadline="reasonable_delivery", until=UPLOADED + 30 * DAY, reason=WHY)
    assert refused(shipment, extend, shipment.seen_at).code == "status"


def test_its_way_is_known_all_the_same() -> None:
    stage = platform()
    shipment = released(registered(stage))
    stage.report(PARCEL, tracks(PICKUP), PICKED_UP)
    assert (shipment.status, shipment.state.picked_up_at) == ("RELEASED", PICKED_UP)
    stage.report(PARCEL, tracks(TRANSIT, DELIVERY), DELIVERY.at)
    assert shipment.status == "DELIVERED"
