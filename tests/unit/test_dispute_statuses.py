"""Every command in every status: allowed, or refused with the code "status"; and `allowed_actions` says just that."""

import json
from collections.abc import Callable
from typing import get_args

import pytest

from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as m
from luyue.domain.messages import Command, Refusal
from luyue.domain.process import SHARED_COMMANDS, Extend, Role
from tests.unit.dispute_stories import (
    DAY,
    OPENED,
    WHY,
    answered,
    appeal,
    appealed,
    decision,
    dismissed,
    escalated,
    evidence,
    lapsed,
    new_dispute,
    not_appealed,
    opened,
    opening,
    requested,
    ruled,
    ruling,
    settled,
    struck,
    withdrawn,
)
from tests.unit.given_when_then import Process

PARTIES = {"creator", "merchant", "service"}
EVERYBODY = PARTIES | {"ops"}
# The creator has opened the dispute and the merchant appeals: who may do what, by status.
STANDINGS: dict[str, tuple[Callable[[], Process], str, dict[str, set[str]]]] = {
    "not started": (new_dispute, "", {"open": set()}),
    "open": (
        opened,
        "OPEN",
        {"add-evidence": EVERYBODY, "withdraw": {"creator", "service"}, "rule": {"ops"}, "extend": {"ops"}},
    ),
    "escalated": (
        escalated,
        "OPEN",
        {"add-evidence": EVERYBODY, "withdraw": {"creator", "service"}, "rule": {"ops"}},
    ),
    "ruled": (ruled, "RULED", {"appeal": PARTIES, "extend": {"ops"}}),
    "appealed": (appealed, "APPEALED", {"add-evidence": EVERYBODY, "decide-appeal": {"ops"}}),
    "evidence requested": (
        requested,
        "EVIDENCE_REQUESTED",
        {"add-evidence": {"merchant", "service"}, "extend": {"ops"}},
    ),
    "answered": (answered, "APPEALED", {"add-evidence": EVERYBODY, "decide-appeal": {"ops"}}),
    "withdrawn": (withdrawn, "WITHDRAWN", {}),
    "settled": (settled, "WITHDRAWN", {}),
    "not appealed": (not_appealed, "FINAL", {}),
    "dismissed": (dismissed, "FINAL", {}),
    "lapsed": (lapsed, "FINAL", {}),
    "struck": (struck, "FINAL", {}),
}
STARTED = [one for one in STANDINGS if one != "not started"]


def _commands(dispute: Process) -> dict[str, Command]:
    running = next(iter(dispute.deadlines), "ruling_due")
    return {
        "open": opening(),
        "add-evidence": evidence("merchant", 9),
        "withdraw": m.Withdraw(by="creator"),
        "rule": ruling(),
        "appeal": appeal("creator"),
        "decide-appeal": decision("upheld"),
        "extend": Extend(deadline=running, until=OPENED + 1_000 * DAY, reason=WHY),
    }


def _is_forbidden(dispute: Process, command: Command) -> bool:
    try:
        dispute.issue(command, dispute.seen_at)
    except Refusal as refusal:
        return refusal.code == "status"
    return False


def test_the_table_names_every_command() -> None:
    assert {*_commands(opened()), "settle", "advance", "link"} == {*DISPUTE.commands, *SHARED_COMMANDS}


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_command_is_allowed_or_refused_by_the_status(standing: str) -> None:
    begun, status, allowed = STANDINGS[standing]
    for name in _commands(opened()):
        dispute = begun()
        assert dispute.status == status
        assert _is_forbidden(dispute, _commands(dispute)[name]) is (name not in allowed), name


@pytest.mark.parametrize("standing", STARTED)
def test_allowed_actions_are_what_the_rules_accept_for_every_role(standing: str) -> None:
    begun, _, allowed = STANDINGS[standing]
    for role in get_args(Role):
        shown = DISPUTE.allowed_actions(begun().state, role)
        assert len(shown) == len(set(shown))
        assert set(shown) == {name for name, roles in allowed.items() if role in roles}, role


def test_ds_01_whoever_opened_the_dispute_is_shown_that_it_may_be_withdrawn() -> None:
    for by in ("creator", "merchant", "ops"):
        state = opened(command=opening(by)).state
        who = {role for role in get_args(Role) if "withdraw" in DISPUTE.allowed_actions(state, role)}
        assert who == ({"ops"} if by == "ops" else {by, "service"})


@pytest.mark.parametrize("standing", STARTED)
def test_closed_is_final_or_withdrawn(standing: str) -> None:
    begun, status, _ = STANDINGS[standing]
    dispute = begun()
    assert dispute.summary.closed is (status in ("FINAL", "WITHDRAWN"))
    assert not (dispute.summary.closed and dispute.deadlines)


@pytest.mark.parametrize("standing", STARTED)
def test_details_are_plain_json_and_hold_no_digest_of_a_text(standing: str) -> None:
    dispute = STANDINGS[standing][0]()
    shown = dispute.kind.details(dispute.state, dispute.policy)
    assert json.loads(json.dumps(shown)) == shown
    assert shown["claim_id"] == "claim-1"
    assert "digest-" not in json.dumps(shown)
    assert (shown["ruling"] or {}).get("reason_id") == ("note-1" if dispute.state.ruling else None)
