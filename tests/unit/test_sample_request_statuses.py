"""Every command in every status: allowed, or refused with the code "status"; and `allowed_actions` says just that."""

from datetime import datetime
from typing import get_args

import pytest

from luyue.domain import shipment_told as told
from luyue.domain.messages import Command, Refusal
from luyue.domain.process import SHARED_COMMANDS, Extend, Role
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as m
from tests.unit.given_when_then import Platform, Process, hours
from tests.unit.sample_request_stories import (
    APPLIED,
    CLOSES,
    MINUTE,
    RECEIVED,
    SHIPMENT,
    SHIPPED,
    WHY,
    apply,
    approved,
    breached,
    cleared,
    live,
    new_request,
    paused,
    pending,
    platform,
    published,
    received,
    ship,
    shipped,
    stay,
    violated,
    warned,
)

LATEST = CLOSES + hours(10_000)


def _refused() -> Process:
    return pending(Platform())


def _rejected() -> Process:
    request = pending()
    request.issue(m.Reject(reason="other"), APPLIED + hours(1))
    return request


def _cancelled() -> Process:
    request = approved()
    request.issue(m.Cancel(reason=WHY), APPLIED + hours(2))
    return request


def _not_received() -> Process:
    request = shipped()
    request.issue(m.ReportNonReceipt(), SHIPPED + hours(1))
    return request


def _warned() -> Process:
    request = shipped()
    request.issue(warned(), SHIPPED + hours(1))
    return request


def _warned_and_not_received() -> Process:
    request = _warned()
    request.issue(m.ReportNonReceipt(), SHIPPED + hours(2))
    return request


def _completed() -> Process:
    stage = platform()
    request = received(stage)
    stage.report("live-session/l1", live(stay(RECEIVED, RECEIVED + 3 * MINUTE)), RECEIVED + hours(1))
    return request


def _awaiting_retention() -> Process:
    stage = platform()
    request = received(stage)
    stage.report("video/v1", published(CLOSES), CLOSES)
    request.time_to(CLOSES + hours(2))
    assert request.state.promotion_window_ended
    return request


STANDINGS = {
    "not started": (lambda: new_request(platform()), "", {"apply"}),
    "pending": (pending, "PENDING", {"approve", "reject", "withdraw", "extend", "cancel"}),
    "awaiting shipment": (approved, "AWAITING_SHIPMENT", {"ship", "withdraw", "extend", "cancel"}),
    "shipped": (
        shipped,
        "SHIPPED",
        {"confirm-receipt", "report-non-receipt", "correct-shipment", "extend", "cancel"},
    ),
    "not received": (_not_received, "SHIPPED", {"confirm-receipt", "correct-shipment", "reinstate", "cancel"}),
    "warned": (_warned, "SHIPPED", {"confirm-receipt", "report-non-receipt", "correct-shipment", "cancel"}),
    "warned and not received": (
        _warned_and_not_received,
        "SHIPPED",
        {"confirm-receipt", "correct-shipment", "reinstate", "cancel"},
    ),
    "paused": (paused, "CONTENT_PENDING", {"link-video", "link-live", "extend", "cancel"}),
    "content pending": (received, "CONTENT_PENDING", {"link-video", "link-live", "extend", "cancel"}),
    "awaiting retention": (_awaiting_retention, "CONTENT_PENDING", {"link-video", "link-live", "cancel"}),
    "completed": (_completed, "COMPLETED", set()),
    "refused": (_refused, "REFUSED", set()),
    "rejected": (_rejected, "REJECTED", set()),
    "cancelled": (_cancelled, "CANCELLED", set()),
    "breached": (breached, "BREACHED", {"reinstate"}),
}

WHOSE = {
    "approve": {"merchant", "service"},
    "reject": {"merchant", "service"},
    "ship": {"merchant", "service"},
    "correct-shipment": {"merchant", "service"},
    "withdraw": {"creator", "service"},
    "confirm-receipt": {"creator", "service"},
    "report-non-receipt": {"creator", "service"},
    "link-video": {"creator", "service"},
    "link-live": {"creator", "service"},
    "extend": {"ops"},
    "reinstate": {"ops"},
    "cancel": {"ops"},
}

# Made by services and the sandbox in every open status: nobody's choice.
OF_THE_SHIPMENT = {"shipment-warned", "shipment-cleared", "shipment-violated", "shipment-delivered"}
NOT_SHOWN = {"apply", "observe", "advance", "link", *OF_THE_SHIPMENT}


def _commands(request: Process) -> dict[str, Command]:
    running = next(iter(request.deadlines), "receipt_window")
    return {
        "apply": apply(),
        "approve": m.Approve(),
        "reject": m.Reject(reason="other"),
        "ship": ship(),
        "correct-shipment": m.CorrectShipment(carrier="SF", tracking_no="2002"),
        "confirm-receipt": m.ConfirmReceipt(),
        "report-non-receipt": m.ReportNonReceipt(),
        "withdraw": m.Withdraw(),
        "link-video": m.LinkVideo(video_id="v1"),
        "link-live": m.LinkLive(live_session_id="l1"),
        "extend": Extend(deadline=running, until=LATEST, reason=WHY),
        "reinstate": m.Reinstate(reason=WHY),
        "cancel": m.Cancel(reason=WHY),
    }


def _is_forbidden(request: Process, command: Command, at: datetime) -> bool:
    try:
        request.issue(command, at)
    except Refusal as refusal:
        return refusal.code == "status"
    return False


def test_the_table_names_every_command() -> None:
    named = set(_commands(pending())) | {"observe", "advance", "link"} | OF_THE_SHIPMENT
    assert named == {*SAMPLE_REQUEST.commands, *SHARED_COMMANDS}
    assert set(WHOSE) == named - NOT_SHOWN


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_command_is_allowed_or_refused_by_the_status(standing: str) -> None:
    opened, status, allowed = STANDINGS[standing]
    for name in _commands(pending()):
        request = opened()
        assert request.status == status
        command = _commands(request)[name]
        at = request.state.last_at or APPLIED
        assert _is_forbidden(request, command, at) is (name not in allowed), name


@pytest.mark.parametrize("standing", STANDINGS)
def test_allowed_actions_are_what_the_rules_accept_for_every_role(standing: str) -> None:
    opened, _, allowed = STANDINGS[standing]
    for role in get_args(Role):
        shown = SAMPLE_REQUEST.allowed_actions(opened().state, role)
        assert len(shown) == len(set(shown))
        assert set(shown) == {name for name in allowed - NOT_SHOWN if role in WHOSE[name]}, role


@pytest.mark.parametrize("standing", [one for one in STANDINGS if one != "not started"])
def test_an_observation_is_never_refused_once_started(standing: str) -> None:
    opened, _, _ = STANDINGS[standing]
    request = opened()
    before = request.state.version
    assert request.issue(m.Observe(source="video/v9"), request.state.last_at) == []
    assert request.state.version == before


@pytest.mark.parametrize("standing", [one for one in STANDINGS if one != "not started"])
def test_what_a_shipment_tells_is_never_refused_once_started(standing: str) -> None:
    opened, _, _ = STANDINGS[standing]
    delivered = told.ShipmentDelivered(shipment=SHIPMENT, delivered_at=SHIPPED)
    for command in (warned(), cleared(corrected=True), cleared(corrected=False), violated(), delivered):
        request = opened()
        request.issue(command, request.state.last_at)


@pytest.mark.parametrize("command", [warned(), cleared(corrected=True), violated()])
def test_what_a_shipment_tells_starts_nothing(command: Command) -> None:
    assert _is_forbidden(new_request(platform()), command, APPLIED)


def test_an_observation_starts_nothing() -> None:
    assert _is_forbidden(new_request(platform()), m.Observe(source="video/v1"), APPLIED)


@pytest.mark.parametrize("standing", STANDINGS)
def test_closed_is_what_is_not_open(standing: str) -> None:
    opened, status, _ = STANDINGS[standing]
    is_open = status in ("PENDING", "AWAITING_SHIPMENT", "SHIPPED", "CONTENT_PENDING")
    assert opened().summary.closed is not is_open


@pytest.mark.parametrize("standing", [one for one in STANDINGS if one != "not started"])
def test_details_are_plain_json(standing: str) -> None:
    import json

    opened, _, _ = STANDINGS[standing]
    request = opened()
    shown = request.kind.details(request.state, request.policy)
    assert json.loads(json.dumps(shown)) == shown
