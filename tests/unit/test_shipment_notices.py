"""A shipment's notices and findings say which parcel they are about, what helps, and by when if there is time."""

import re
from dataclasses import replace
from typing import get_args

import pytest

from luyue.domain.messages import Event
from luyue.domain.notices import Parcel
from luyue.domain.shipment import messages as m
from luyue.domain.shipment.findings import MEANINGS, Finding
from tests.unit.given_when_then import hours
from tests.unit.notice_examples import AT, SHIPMENTS
from tests.unit.shipment_stories import NUMBER, warned

CHINESE = re.compile(r"[\u4e00-\u9fff]")

every_event = pytest.mark.parametrize("event", SHIPMENTS.events, ids=lambda event: event.type_name())


@every_event
def test_every_message_names_the_carrier_and_the_number(event: Event) -> None:
    for text in SHIPMENTS.read(event).values():
        assert f"顺丰速运 {NUMBER}" in text.zh
        assert f"SF Express {NUMBER}" in text.en


@every_event
def test_no_message_can_be_made_without_knowing_the_parcel(event: Event) -> None:
    unknown = replace(SHIPMENTS, parties=SHIPMENTS.parties.model_copy(update={"parcel": None}))
    if SHIPMENTS.of(event):
        with pytest.raises(LookupError):
            unknown.of(event)


def test_sh_07_a_carrier_that_is_no_partner_is_named_by_its_code() -> None:
    other = SHIPMENTS.parties.model_copy(update={"parcel": Parcel(carrier="EMS", tracking_no="E-1")})
    [text] = replace(SHIPMENTS, parties=other).read(m.ShipmentCleared(by="tracks")).values()
    assert "EMS E-1" in text.zh
    assert "EMS E-1" in text.en


def test_the_parcel_is_the_one_of_the_newest_event_that_names_it() -> None:
    assert set(SHIPMENTS.notices.parcel_in) == {m.ShipmentRegistered, m.ShipmentNumberCorrected}


def test_sh_06_a_second_warning_promises_no_time_to_put_it_right() -> None:
    given = {"rule": "SH-04", "findings": ("no_transit_centre",), "due_at": AT + hours(1)}
    [first] = SHIPMENTS.read(m.ShipmentWarned(**given, again=False)).values()
    [again] = SHIPMENTS.read(m.ShipmentWarned(**given, again=True)).values()
    assert "24" not in again.zh
    assert "整改" in first.zh
    assert "不再另给整改时间" in again.zh
    assert "no new time" in again.en
    assert "Put it right until" not in again.en


@pytest.mark.parametrize("finding", get_args(Finding))
def test_every_finding_says_what_helps_in_both_languages(finding: Finding) -> None:
    remedy = MEANINGS[finding].remedy
    assert CHINESE.search(remedy.zh)
    assert remedy.zh.endswith("。")
    assert remedy.en.endswith(".")
    assert not CHINESE.search(remedy.en)


def test_sh_06_details_say_of_each_finding_what_helps() -> None:
    shipment = warned()
    [found] = shipment.kind.details(shipment.state, shipment.policy)["findings"]
    assert found["remedy"] == MEANINGS["no_transit_centre"].remedy.model_dump()
