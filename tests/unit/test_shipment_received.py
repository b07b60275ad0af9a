"""SH-06: what the consignee itself says it has received is no fake, before, during and after a warning."""

import pytest

from luyue.domain.sample_request import messages as request
from luyue.domain.sample_request.links import LINKS
from luyue.domain.sample_request.state import SampleRequest
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import TICK, Process, hours
from tests.unit.shipment_stories import (
    DAY,
    OTHER_PARCEL,
    PARCEL,
    PUT_RIGHT_UNTIL,
    UPLOADED,
    correction,
    in_transit,
    registered,
    told,
    tracks,
    violated,
    warned,
)


def receive(shipment: Process) -> Process:
    shipment.issue(m.Receive(received_at=shipment.seen_at), shipment.seen_at)
    return shipment


def test_sh_06_a_receipt_clears_a_warning() -> None:
    shipment = receive(warned())
    assert told(shipment) == ("DELIVERED", ())
    assert shipment.last(m.ShipmentCleared).by == "receipt"
    shipment.time_to(PUT_RIGHT_UNTIL + 30 * DAY)
    assert (shipment.status, shipment.summary.record) == ("DELIVERED", None)


def test_sh_06_a_receipt_clears_a_warning_whose_number_was_corrected_too_late() -> None:
    shipment = warned()
    shipment.issue(correction(), PUT_RIGHT_UNTIL + TICK)
    assert told(receive(shipment)) == ("DELIVERED", ())


@pytest.mark.parametrize("finding", ["number_abnormal", "duplicate_track"])
def test_sh_06_nothing_is_found_fake_after_a_receipt(finding: str) -> None:
    shipment = receive(in_transit())
    shipment.platform.report(PARCEL, tracks(finding=finding), shipment.seen_at + hours(1))
    shipment.time_to(UPLOADED + 40 * DAY)
    assert told(shipment) == ("DELIVERED", ())


def test_sh_06_nor_under_another_number() -> None:
    shipment = receive(registered())
    shipment.issue(correction(), shipment.seen_at)
    shipment.platform.report(OTHER_PARCEL, tracks(finding="number_abnormal"), shipment.seen_at)
    shipment.time_to(UPLOADED + 40 * DAY)
    assert told(shipment) == ("DELIVERED", ())


def test_sh_06_a_receipt_after_the_violation_is_an_item_for_ops() -> None:
    shipment = receive(violated())
    assert (shipment.status, shipment.state.doubted) == ("VIOLATION", True)


@pytest.mark.parametrize("automatic", [True, False])
def test_sr_10_only_a_receipt_that_the_creator_confirms_is_told_to_the_shipment(automatic: bool) -> None:
    news = LINKS.tell("sample-request/sr_1", SampleRequest(), request.ReceiptConfirmed(automatic=automatic), UPLOADED)
    assert [one.name for one in news] == ([] if automatic else ["receive"])
