"""Every command in every status: allowed, or refused with the code "status"; and `allowed_actions` says just that."""

import json
from collections.abc import Callable

import pytest

from luyue.domain.consumer_order import CONSUMER_ORDER
from luyue.domain.consumer_order import messages as m
from luyue.domain.messages import Command, Event, Refusal
from luyue.domain.process import SHARED_COMMANDS, Extend, Role
from tests.unit.consumer_order_stories import (
    DAY,
    DUE,
    NEVER_SHIPPED,
    PAID,
    SHIPPED,
    WHY,
    asked,
    clear,
    completed,
    deliver,
    delivered,
    event_order,
    excused,
    fake,
    late,
    late_and_fake,
    new_order,
    place,
    placed,
    refund,
    ship,
    shipped,
    violate,
    warn,
    warned,
)
from tests.unit.given_when_then import Process, hours

MERCHANT, BUYER, OPS = {"merchant", "service"}, {"service"}, {"ops"}
OF_THE_SHIPMENT = {"shipment-warned", "shipment-cleared", "shipment-violated", "shipment-delivered"}


def never_shipped() -> Process:
    order = placed()
    order.time_to(NEVER_SHIPPED + DAY)
    return order


def arrived() -> Process:
    """The carrier has delivered what the buyer wants refunded."""
    order = asked(shipped(), at=SHIPPED + hours(1))
    order.issue(deliver(SHIPPED + DAY), SHIPPED + DAY)
    return order


def received() -> Process:
    """The buyer has what it wants refunded."""
    order = arrived()
    order.issue(m.ConfirmReceipt(), SHIPPED + DAY)
    return order


def shipped_late() -> Process:
    order = late()
    order.issue(ship(), DUE + hours(1))
    return order


def warned_of_when_delivered() -> Process:
    order = delivered()
    order.issue(warn(), SHIPPED + DAY)
    return order


def refunded_in_time() -> Process:
    order = asked(amount="100.00")
    order.issue(m.AnswerRefund(accepted=True), PAID + hours(2))
    return order


WAITING = {"ship": MERCHANT, "report-abnormal-shipping": MERCHANT, "report-force-majeure": OPS, "extend": OPS}
ON_ITS_WAY = {"correct-shipment": MERCHANT, "confirm-receipt": BUYER}
ANY_TIME = {"report-force-majeure": OPS}
STANDINGS: dict[str, tuple[Callable[[], Process], str, dict[str, set[str]]]] = {
    "not started": (new_order, "", {"place": set()}),
    "placed": (placed, "AWAITING_SHIPMENT", {**WAITING, "refund-request": BUYER}),
    "late": (late, "AWAITING_SHIPMENT", {**WAITING, "refund-request": BUYER}),
    "asked": (asked, "AWAITING_SHIPMENT", {**WAITING, "answer-refund": MERCHANT}),
    "shipped": (shipped, "SHIPPED", {**ON_ITS_WAY, "refund-request": BUYER, "extend": OPS}),
    "warned": (warned, "SHIPPED", {**ON_ITS_WAY, "refund-request": BUYER}),
    "arrived": (
        arrived,
        "SHIPPED",
        {"confirm-receipt": BUYER, "answer-refund": MERCHANT, "extend": OPS},
    ),
    "received": (received, "SHIPPED", {"answer-refund": MERCHANT, "extend": OPS}),
    "shipped late": (shipped_late, "SHIPPED", {**ON_ITS_WAY, **ANY_TIME, "refund-request": BUYER, "extend": OPS}),
    "completed": (completed, "COMPLETED", {}),
    "delivered": (delivered, "COMPLETED", {}),
    "warned of when delivered": (warned_of_when_delivered, "COMPLETED", {"correct-shipment": MERCHANT}),
    "fake": (fake, "REFUNDED", {}),
    "fake and late": (late_and_fake, "REFUNDED", {"report-force-majeure": OPS}),
    "never shipped": (never_shipped, "REFUNDED", {"report-force-majeure": OPS}),
    "excused": (lambda: excused(never_shipped()), "REFUNDED", {}),
    "refunded in time": (refunded_in_time, "REFUNDED", {}),
}
STARTED = [one for one in STANDINGS if one != "not started"]


def _commands(order: Process) -> dict[str, Command]:
    running = next(iter(order.deadlines), "shipping_due")
    return {
        "place": place(),
        "ship": ship(),
        "correct-shipment": m.CorrectShipment(carrier="SF", tracking_no="2002"),
        "confirm-receipt": m.ConfirmReceipt(),
        "refund-request": refund("1.00"),
        "answer-refund": m.AnswerRefund(accepted=True),
        "report-abnormal-shipping": m.ReportAbnormalShipping(reason="other"),
        "report-force-majeure": m.ReportForceMajeure(reason=WHY),
        "shipment-warned": warn(),
        "shipment-cleared": clear(corrected=True),
        "shipment-violated": violate(),
        "shipment-delivered": deliver(SHIPPED + DAY),
        "extend": Extend(deadline=running, until=PAID + 1_000 * DAY, reason=WHY),
    }


def _is_forbidden(order: Process, command: Command) -> bool:
    try:
        order.issue(command, order.seen_at)
    except Refusal as refusal:
        return refusal.code == "status"
    return False


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("name", [*CONSUMER_ORDER.commands, "extend"])
def test_a_command_is_possible_just_where_the_status_allows_it(standing: str, name: str) -> None:
    begin, status, allowed = STANDINGS[standing]
    order = begin()
    assert order.status == status
    tells = name in OF_THE_SHIPMENT and order.state.shipment is not None
    is_known = name == "report-force-majeure" and order.state.force_majeure_at is not None
    assert _is_forbidden(order, _commands(order)[name]) is (name not in allowed and not tells and not is_known)


@pytest.mark.parametrize("standing", STARTED)
@pytest.mark.parametrize("role", ["creator", "merchant", "service", "ops"])
def test_everybody_is_offered_what_it_may_send(standing: str, role: Role) -> None:
    begin, _, allowed = STANDINGS[standing]
    order = begin()
    offered = order.kind.allowed_actions(order.state, role)
    assert sorted(offered) == sorted(name for name, roles in allowed.items() if role in roles)


def test_ce_07_an_order_of_the_campaign_offers_no_report() -> None:
    order = event_order()
    assert order.kind.allowed_actions(order.state, "merchant") == ["ship"]


def test_all_commands_are_tried() -> None:
    tried = set(_commands(placed()))
    assert tried | {"advance", "link"} == {*CONSUMER_ORDER.commands, *SHARED_COMMANDS}


@pytest.mark.parametrize("standing", STARTED)
def test_details_can_be_sent_and_tell_the_buyer_where_the_order_stands(standing: str) -> None:
    order = STANDINGS[standing][0]()
    details = order.kind.details(order.state, order.policy)
    assert json.loads(json.dumps(details)) == details
    message = details["buyer_message"]
    assert message["zh"].endswith("。")
    assert message["en"].endswith(".")
    assert not any(sign in message["zh"] + message["en"] for sign in ("{", "}", "None", "m1"))
    assert (details["ending"] is not None) is order.summary.closed
    assert details["late"] is (order.state.late_at is not None)


def test_sh_09_the_order_page_says_what_is_owed_and_by_when() -> None:
    order = late()
    message = order.kind.details(order.state, order.policy)["buyer_message"]
    assert message["zh"] == (
        "商家未按时发货,我们正在督促。若至 2024-03-10 09:00:00(北京时间) 仍未发货,款项将自动全额退还给您。"
        "您另获得赔付 3.00 元,无需申请。"
    )
    assert message["en"] == (
        "The merchant has not shipped in time. If it has still not shipped by 2024-03-10 01:00:00 UTC, all that is "
        "left of your payment is refunded automatically. Besides, you receive a compensation of 3.00 yuan, without "
        "having to ask."
    )


class SomethingElse(Event):
    """Of another kind."""


def test_an_event_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="knows no SomethingElse"):
        CONSUMER_ORDER.evolve(placed().state, SomethingElse(), PAID)
