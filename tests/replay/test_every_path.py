"""Every kind's recorded paths reach every status, every end and every event: a path that is missing is seen."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import state as campaign_entry_state
from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order import state as consumer_order_state
from luyue.domain.consumer_order import terms as consumer_order
from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import agreement as order
from luyue.domain.cooperation_order import state as order_state
from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as dispute
from luyue.domain.dispute import state as dispute_state
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account import events as merchant_account
from luyue.domain.merchant_account import state as merchant_account_state
from luyue.domain.process import SHARED_EVENTS, Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as sample_request
from luyue.domain.sample_request import state as sample_request_state
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment import state as shipment_state
from luyue.worker.kinds import KINDS
from tests.replay.recorded import HISTORIES, JOURNALS, history, kind_of, outcomes, recording, states, stream_of

ALL = [declared.kind for declared in KINDS]
STATUSES = {
    kind.name: {value for name, value in vars(module).items() if name == value}
    for kind, module in (
        (SAMPLE_REQUEST, sample_request_state),
        (COOPERATION_ORDER, order_state),
        (DISPUTE, dispute_state),
        (SHIPMENT, shipment_state),
        (MERCHANT_ACCOUNT, merchant_account_state),
        (CAMPAIGN_ENTRY, campaign_entry_state),
        (CONSUMER_ORDER, consumer_order_state),
    )
}
ENDS: Mapping[str, Mapping[str, set[Any]]] = {
    SAMPLE_REQUEST.name: {"closed_reason": {*get_args(sample_request.ClosedReason)}},
    COOPERATION_ORDER.name: {
        "closed_reason": {*get_args(order.ClosedReason)},
        "cancelled_by": {*get_args(order.CancelledBy)},
        "accepted_by": {*get_args(order.AcceptedBy)},
        "terms_binding": {True, False},
        "in_default": {*get_args(order.Side)},
    },
    DISPUTE.name: {"closed_reason": {*get_args(dispute.ClosedReason)}},
    SHIPMENT.name: {"status": {shipment_state.DELIVERED, shipment_state.RELEASED, shipment_state.VIOLATION}},
    MERCHANT_ACCOUNT.name: {"closed_reason": {*get_args(merchant_account.ClosedReason)}},
    CAMPAIGN_ENTRY.name: {"status": {*campaign_entry_state.CLOSED}},
    CONSUMER_ORDER.name: {
        "closed_reason": {*get_args(consumer_order.ClosedReason)},
        "received_by": {*get_args(consumer_order.ReceivedBy)},
    },
}


def of_kind(kind: Kind[Any]) -> list[Any]:
    return [file for file in HISTORIES if kind_of(stream_of(file)) is kind]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_status_is_in_a_history(kind: Kind[Any]) -> None:
    reached = {outcome.status for file in of_kind(kind) for outcome in outcomes(file)}
    assert reached - {"not_started"} == STATUSES[kind.name]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_event_is_in_a_history(kind: Kind[Any]) -> None:
    happened = {event.type for file in of_kind(kind) for outcome in outcomes(file) for event in outcome.events}
    assert {event.type_name() for event in kind.events} <= happened


def test_every_shared_event_is_in_a_history() -> None:
    happened = {event.type for file in HISTORIES for outcome in outcomes(file) for event in outcome.events}
    assert {event.type_name() for event in SHARED_EVENTS} <= happened


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_end_is_in_a_journal(kind: Kind[Any]) -> None:
    ended = [
        state
        for file in JOURNALS
        if kind_of(recording(file).stream) is kind
        for state in states(file)
        if kind.summary(state).closed
    ]
    for what, ends in ENDS[kind.name].items():
        assert {getattr(state, what) for state in ended} - {None} == ends


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_command_is_in_a_history(kind: Kind[Any]) -> None:
    sent = {name for file in of_kind(kind) for event in history(file) if (name := _command(event)) is not None}
    assert set(kind.commands) <= sent


def _command(event: Mapping[str, Any]) -> str | None:
    if "workflowExecutionSignaledEventAttributes" in event:
        return str(event["workflowExecutionSignaledEventAttributes"]["signalName"])
    accepted = event.get("workflowExecutionUpdateAcceptedEventAttributes")
    return str(accepted["acceptedRequest"]["input"]["name"]) if accepted else None
