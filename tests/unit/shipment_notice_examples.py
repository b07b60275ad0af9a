"""Events of shipments that between them need every text of their notices."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from luyue.domain.messages import Event
from luyue.domain.process import ClockAdvanced, Extend, ProcessLinked
from luyue.domain.shipment import messages as m
from tests.unit.given_when_then import START, Process, hours
from tests.unit.shipment_stories import (
    DAY,
    PARCEL,
    PICKED_UP,
    PUT_RIGHT_UNTIL,
    SHANGHAI,
    WHY,
    consignee,
    corrected,
    correction,
    delivered,
    doubted,
    in_transit,
    picked_up,
    registered,
    registration,
    scan,
    tracks,
    violated,
    warned,
)


def _withdrawn() -> Process:
    shipment = warned()
    shipment.platform.report(PARCEL, tracks(scan("transit_centre", PICKED_UP + hours(1))), shipment.seen_at)
    return shipment


def _found_again() -> Process:
    """Of the number that was to put it right."""
    shipment = corrected()
    shipment.platform.report("parcel/SF:SF1234567890124", tracks(finding="number_abnormal"), shipment.seen_at)
    return shipment


def _corrected_too_late() -> Process:
    shipment = warned()
    shipment.issue(correction(), PUT_RIGHT_UNTIL + hours(0.5))
    return shipment


def _found_more() -> Process:
    shipment = picked_up()
    shipment.platform.report(PARCEL, tracks(scan("out_for_delivery", PICKED_UP, SHANGHAI)), shipment.seen_at)
    shipment.time_to(shipment.seen_at + hours(26))
    return shipment


def _cleared() -> Process:
    shipment = violated()
    shipment.issue(m.Clear(reason=WHY), shipment.seen_at)
    return shipment


def _left_alone(begin: Callable[[], Process]) -> Process:
    shipment = begin()
    shipment.time_to(shipment.seen_at + 40 * DAY)
    return shipment


def _received() -> Process:
    shipment = in_transit()
    shipment.issue(m.Receive(received_at=shipment.seen_at), shipment.seen_at)
    return shipment


def _given_time(begin: Callable[[], Process], deadline: str) -> Process:
    shipment = begin()
    until = shipment.deadlines[deadline] + 30 * DAY
    shipment.issue(Extend(deadline=deadline, until=until, reason=WHY), shipment.seen_at)
    shipment.time_to(shipment.seen_at + 20 * DAY)
    return shipment


def _said_abnormal(begin: Callable[[], Process]) -> Callable[[], Process]:
    def story() -> Process:
        shipment = begin()
        shipment.platform.report(PARCEL, tracks(finding="number_abnormal"), shipment.seen_at)
        return shipment

    return story


def _known_late() -> Process:
    shipment = registered(command=registration(consignee_id="k9", carrier="EMS"))
    shipment.platform.report("consignee/k9", consignee(), shipment.seen_at)
    shipment.issue(correction("2002"), shipment.seen_at)
    return shipment


def _received_under_a_warning() -> Process:
    shipment = warned()
    shipment.issue(m.Receive(received_at=shipment.seen_at), shipment.seen_at)
    return shipment


def _by_another_carrier() -> Process:
    return registered(command=registration(carrier="EMS"))


STORIES: list[Process] = [
    *(
        standing()
        for standing in (
            delivered,
            doubted,
            _withdrawn,
            _found_again,
            _corrected_too_late,
            _found_more,
            _cleared,
            _received,
            _received_under_a_warning,
        )
    ),
    *(_left_alone(begin) for begin in (registered, in_transit, _by_another_carrier)),
    _given_time(registered, "pickup_window"),
    _given_time(in_transit, "reasonable_delivery"),
    _given_time(picked_up, "transit_window"),
    *(_given_time(_said_abnormal(begin), "warning_window") for begin in (registered, picked_up)),
    _known_late(),
]


def _without_repeats(events: Sequence[Event]) -> list[Event]:
    return [event for number, event in enumerate(events) if event not in events[:number]]


EVENTS: Sequence[Event] = (
    *_without_repeats([one.event for shipment in STORIES for one in shipment.history]),
    ClockAdvanced(wall_at=START, by=timedelta(hours=1)),
    ProcessLinked(process="sample-request/sr_1"),
)
