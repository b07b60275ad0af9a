"""The rules of a consumer order: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain.consumer_order import assessment, placing, refunds, shipping
from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order import state as s
from luyue.domain.consumer_order.state import ConsumerOrder
from luyue.domain.facts import Facts, Needs
from luyue.domain.messages import Command, Event
from luyue.domain.policy import Policy
from luyue.domain.process import TimePassed, not_allowed

_OF_THE_SHIPMENT = m.ShipmentWarned | m.ShipmentCleared | m.ShipmentViolated | m.ShipmentDelivered


def needs(state: ConsumerOrder, command: Command) -> Needs:
    """Which facts a command is decided on."""
    match state.status, command:
        case "", m.Place():
            return placing.needs(command)
        case s.AWAITING_SHIPMENT, TimePassed() if command.deadline.name == "shipping_due":
            return assessment.needs(state)
        case ((s.SHIPPED | s.COMPLETED), m.ShipmentViolated()):
            return assessment.needs(state)
        case _:
            return Needs()


def decide(state: ConsumerOrder, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    match state.status, command:
        case "", m.Place():
            return placing.place(command, facts, policy, at)
        case s.AWAITING_SHIPMENT, m.Ship():
            return [
                m.ConsumerOrderShipped(
                    carrier=command.carrier, tracking_no=command.tracking_no, claimed_shipped_at=command.shipped_at
                )
            ]
        case s.AWAITING_SHIPMENT, m.ReportAbnormalShipping():
            return shipping.report_abnormal(state, command, at)
        case _, m.CorrectShipment() if shipping.can_be_corrected(state):
            return shipping.correct(state, command, policy, at)
        case s.SHIPPED, m.ConfirmReceipt() if state.received_by != "buyer":
            return shipping.received(state, "buyer")
        case ((s.AWAITING_SHIPMENT | s.SHIPPED), m.RequestRefund()):
            return refunds.request(state, command)
        case ((s.AWAITING_SHIPMENT | s.SHIPPED), m.AnswerRefund()) if state.request is not None:
            return refunds.answer(state, command)
        case _, m.ReportForceMajeure() if state.force_majeure_at is not None:
            return []
        case _, m.ReportForceMajeure() if can_be_excused(state):
            return shipping.report_force_majeure(state, command, at)
        case _, TimePassed():
            return _time_passed(state, command, facts, policy, at)
        case _ if state.shipment is not None and isinstance(command, _OF_THE_SHIPMENT):
            return _of_the_shipment(state, command, facts, policy, at)
        case _:
            raise not_allowed(state, _name(command))


def can_be_excused(state: ConsumerOrder) -> bool:
    """Whether force majeure can still make a difference: once, and where the order is late or may come to be."""
    return state.force_majeure_at is None and (state.status == s.AWAITING_SHIPMENT or state.late_at is not None)


def _of_the_shipment(
    state: ConsumerOrder, command: Command, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    """What the parcel's process tells; of what is known already, and of what the buyer has, nothing comes.

    Of an order that the carrier or time has completed a fake shipment is still found, and may be put right before.
    """
    is_open_to_doubt = state.status == s.SHIPPED or (state.status == s.COMPLETED and state.received_by != "buyer")
    match command:
        case m.ShipmentWarned() if is_open_to_doubt:
            return shipping.warned(state, command, policy, at)
        case m.ShipmentCleared() if is_open_to_doubt and state.is_warned:
            return shipping.cleared(state, command, policy, at)
        case m.ShipmentCleared() if state.is_found_fake:
            return shipping.found_genuine(state, command, at)
        case m.ShipmentViolated() if is_open_to_doubt and state.shipment and state.shipment.found_fake_by is None:
            return shipping.found_fake(state, command, facts, policy, at)
        case m.ShipmentDelivered() if state.status == s.SHIPPED and state.received_by is None:
            return shipping.received(state, "carrier", command.delivered_at)
        case _:
            return []


def _time_passed(
    state: ConsumerOrder, command: TimePassed, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    match command.deadline.name:
        case "shipping_due":
            return shipping.overdue(state, facts, policy, at)
        case "unshipped_refund":
            return refunds.rest(state, "unshipped")
        case "refund_answer":
            return refunds.unanswered(state)
        case "order_receipt_window":
            return shipping.received(state, "timeout")
    raise AssertionError(f"a consumer order has no deadline {command.deadline.name}")


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))
