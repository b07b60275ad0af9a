"""Every command in every status: allowed, or refused with the code "status"; and `allowed_actions` says just that."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order import state as s
from luyue.domain.cooperation_order.agreement import Side
from luyue.domain.messages import Command, Refusal
from luyue.domain.process import SHARED_COMMANDS, Extend, Role
from tests import eligible
from tests.unit.cooperation_order_stories import (
    ACCEPTED,
    DAY,
    DELIVERED,
    OFFERED,
    REJECTED,
    WHY,
    asked,
    delivered,
    dispute,
    disputed,
    effective,
    ended,
    negotiation_over,
    new_order,
    offer,
    on_air,
    overdue,
    platform,
    propose,
    proposed,
    rejected,
    ruled,
)
from tests.unit.given_when_then import Process, hours

LATE = OFFERED + 100 * DAY


def _after(opened: Callable[[], Process], command: Command, at: datetime) -> Callable[[], Process]:
    def stand() -> Process:
        order = opened()
        order.issue(command, at)
        return order

    return stand


def _merchant_left() -> Process:
    stage = platform()
    order = effective(stage)
    stage.report("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": False}), ACCEPTED)
    order.issue(m.Observe(source="merchant/m1"), ACCEPTED)
    return order


ASK = {"request-cancellation"}
ANSWER = {"request-cancellation", "confirm-cancellation", "decline-cancellation"}
EXTENDING = {"extend"}
PROPOSAL = {"agree-rebroadcast", "decline-rebroadcast"}
NOTHING: set[str] = set()

SIGNED_AND_RUNNING = {s.EFFECTIVE, s.LIVE, s.DELIVERED, s.CHANGES_REQUESTED}
"""Where either side may ask for arbitration besides what stands in the table (CO-09)."""

# By status: what the creator may do, what the merchant may do, and what services and ops may.
STANDINGS: dict[str, tuple[Callable[[], Process], str, set[str], set[str], set[str]]] = {
    "not started": (lambda: new_order(platform()), "", NOTHING, NOTHING, {"propose"}),
    "proposed": (proposed, s.PROPOSED, {"accept", "decline"}, {"withdraw"}, {"extend"}),
    "in effect": (effective, s.EFFECTIVE, {"go-live"} | ASK, ASK, EXTENDING),
    "the creator asks": (lambda: asked("creator"), s.EFFECTIVE, {"go-live"}, ANSWER, EXTENDING),
    "the merchant asks": (lambda: asked("merchant"), s.EFFECTIVE, {"go-live"} | ANSWER, NOTHING, EXTENDING),
    "overdue": (overdue, s.EFFECTIVE, {"go-live"} | ASK, {"cancel"} | ASK, EXTENDING),
    "the merchant left": (_merchant_left, s.EFFECTIVE, {"go-live", "cancel"} | ASK, ASK, EXTENDING),
    "on air": (on_air, s.LIVE, {"end-broadcast", "deliver"}, NOTHING, EXTENDING),
    "ended": (ended, s.LIVE, {"deliver"}, NOTHING, EXTENDING),
    "delivered": (delivered, s.DELIVERED, NOTHING, {"verify", "reject-delivery"}, EXTENDING),
    "negotiated": (
        rejected,
        s.CHANGES_REQUESTED,
        ASK | {"propose-rebroadcast"},
        ASK | {"verify", "propose-rebroadcast"},
        EXTENDING,
    ),
    "the creator proposes": (
        _after(rejected, propose("creator"), REJECTED),
        s.CHANGES_REQUESTED,
        ASK | {"propose-rebroadcast"},
        ASK | {"verify", "propose-rebroadcast"} | PROPOSAL,
        EXTENDING,
    ),
    "the merchant would end": (
        _after(rejected, m.RequestCancellation(by="merchant"), REJECTED),
        s.CHANGES_REQUESTED,
        ANSWER | {"propose-rebroadcast"},
        {"verify", "propose-rebroadcast"},
        EXTENDING,
    ),
    "not agreed": (negotiation_over, s.CHANGES_REQUESTED, ASK, ASK | {"verify"}, EXTENDING),
    "disputed": (lambda: disputed(delivered(), DELIVERED), s.DISPUTED, NOTHING, NOTHING, {"dispute-ended"}),
    "disputed while the creator asks": (
        lambda: disputed(asked("creator"), ACCEPTED + hours(2)),
        s.DISPUTED,
        NOTHING,
        {"request-cancellation", "confirm-cancellation"},
        {"dispute-ended"},
    ),
    "declined": (_after(proposed, m.Decline(), OFFERED), s.DECLINED, NOTHING, NOTHING, NOTHING),
    "withdrawn": (_after(proposed, m.Withdraw(), OFFERED), s.WITHDRAWN, NOTHING, NOTHING, NOTHING),
    "completed": (_after(delivered, m.Verify(), DELIVERED), s.COMPLETED, NOTHING, NOTHING, NOTHING),
    "cancelled": (
        _after(asked, m.ConfirmCancellation(by="merchant"), ACCEPTED + hours(2)),
        s.CANCELLED,
        NOTHING,
        NOTHING,
        NOTHING,
    ),
}
# Made by services and the sandbox: nobody's choice.
NOT_SHOWN = {"propose", "observe", "dispute-ended", "advance", "link"}
EITHER_SIDES = {
    "request-cancellation",
    "confirm-cancellation",
    "decline-cancellation",
    "cancel",
    "propose-rebroadcast",
    "agree-rebroadcast",
    "decline-rebroadcast",
    "open-dispute",
}


def _commands(order: Process, by: Side) -> dict[str, Command]:
    return {
        "propose": offer(),
        "accept": m.Accept(),
        "decline": m.Decline(),
        "withdraw": m.Withdraw(),
        "request-cancellation": m.RequestCancellation(by=by),
        "confirm-cancellation": m.ConfirmCancellation(by=by),
        "decline-cancellation": m.DeclineCancellation(by=by),
        "cancel": m.Cancel(by=by),
        "go-live": m.GoLive(live_session_id="l9"),
        "end-broadcast": m.EndBroadcast(),
        "deliver": m.Deliver(),
        "verify": m.Verify(),
        "reject-delivery": m.RejectDelivery(reason=WHY),
        "propose-rebroadcast": propose(by, LATE),
        "agree-rebroadcast": m.AgreeRebroadcast(by=by),
        "decline-rebroadcast": m.DeclineRebroadcast(by=by),
        "open-dispute": dispute(by),
        "dispute-ended": ruled(),
        "extend": Extend(deadline=next(iter(order.deadlines), "auto_delivery"), until=_later(order), reason=WHY),
    }


def _later(order: Process) -> datetime:
    # An offer can't be accepted after its latest broadcast time (CO-03).
    return order.state.signed.latest_broadcast_at if order.status == s.PROPOSED else LATE


def _standing(name: str) -> tuple[Callable[[], Process], str, set[str], set[str], set[str]]:
    opened, status, creator, merchant, others = STANDINGS[name]
    disputing = {"open-dispute"} if status in SIGNED_AND_RUNNING else NOTHING
    return opened, status, creator | disputing, merchant | disputing, others


def _changes_something(order: Process, command: Command) -> bool:
    try:
        return bool(order.issue(command, order.state.last_at or OFFERED))
    except Refusal:
        return False


def test_the_table_names_every_command() -> None:
    assert {*_commands(proposed(), "creator"), "observe", "advance", "link"} == {
        *COOPERATION_ORDER.commands,
        *SHARED_COMMANDS,
    }
    assert {name for name, one in COOPERATION_ORDER.commands.items() if "by" in one.model_fields} == EITHER_SIDES


@pytest.mark.parametrize("by", ["creator", "merchant"])
@pytest.mark.parametrize("standing", STANDINGS)
def test_every_command_does_something_or_is_refused(standing: str, by: Side) -> None:
    opened, status, creator, merchant, others = _standing(standing)
    theirs = creator if by == "creator" else merchant
    for name in _commands(proposed(), by):
        order = opened()
        assert order.status == status
        allowed = theirs if name in EITHER_SIDES else creator | merchant | others
        assert _changes_something(order, _commands(order, by)[name]) is (name in allowed), name


@pytest.mark.parametrize("standing", STANDINGS)
def test_allowed_actions_are_what_the_rules_accept_for_every_role(standing: str) -> None:
    opened, _, creator, merchant, others = _standing(standing)
    expected: dict[Role, set[str]] = {
        "creator": creator,
        "merchant": merchant,
        "service": creator | merchant,
        "ops": others & {"extend"},
    }
    for role, names in expected.items():
        shown = COOPERATION_ORDER.allowed_actions(opened().state, role)
        assert len(shown) == len(set(shown))
        assert set(shown) == names - NOT_SHOWN, role


def test_all_statuses_stand_in_the_table() -> None:
    assert {one[1] for one in STANDINGS.values()} | {s.EXPIRED} == s.OPEN | s.CLOSED | {""}


@pytest.mark.parametrize("standing", [one for one in STANDINGS if one != "not started"])
def test_an_observation_is_never_refused_once_started(standing: str) -> None:
    order = STANDINGS[standing][0]()
    before = order.state.version
    assert order.issue(m.Observe(source="live-session/l9"), order.state.last_at) == []
    assert order.state.version == before


def test_an_observation_starts_nothing() -> None:
    with pytest.raises(Refusal):
        new_order(platform()).issue(m.Observe(source="live-session/l9"), OFFERED)


@pytest.mark.parametrize("standing", STANDINGS)
def test_closed_is_what_is_not_open(standing: str) -> None:
    opened, status, _, _, _ = STANDINGS[standing]
    order = opened()
    assert order.summary.closed is (status not in s.OPEN)
    assert bool(order.summary.subjects) is (status in (s.EFFECTIVE, s.LIVE, s.DELIVERED))


@pytest.mark.parametrize("standing", [one for one in STANDINGS if one != "not started"])
def test_details_are_plain_json_and_tell_the_end(standing: str) -> None:
    order = STANDINGS[standing][0]()
    shown = order.kind.details(order.state, order.policy)
    assert json.loads(json.dumps(shown)) == shown
    assert (shown["ending"] is not None) is order.summary.closed
    assert (shown["terms_binding"] is not None) is order.summary.closed
    assert {"cancelled_by", "accepted_by", "in_default", "cancellation", "delivery"} <= shown.keys()


def test_details_refer_to_texts_by_their_ids() -> None:
    order = asked("creator")
    shown = order.kind.details(order.state, order.policy)
    assert shown["cancellation"] == {"by": "creator", "requested_at": "2024-03-01T03:00:00Z", "reason_id": WHY.id}
    assert shown["latest_broadcast_at"] == "2024-03-11T01:00:00Z"
    assert shown["terms"]["products"][0] == {"product_id": "p1", "commission_rate": "0.15"}
