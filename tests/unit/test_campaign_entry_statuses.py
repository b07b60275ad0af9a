"""Every command in every status: allowed, or refused with the code "status"; and `allowed_actions` says just that."""

import json
from collections.abc import Callable
from typing import get_args

import pytest

from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.endings import ENDINGS, ending
from luyue.domain.messages import Command, Refusal
from luyue.domain.process import SHARED_COMMANDS, Extend, Role
from tests.unit.campaign_entry_stories import (
    DAY,
    OVER,
    WHY,
    active,
    approved_during_the_event,
    completed,
    enrolled,
    escalated,
    lapsed,
    left,
    new_entry,
    refused_entry,
    registered,
    registration,
    rejected,
    removed,
)
from tests.unit.given_when_then import Process

MERCHANT = {"merchant", "service"}
OPS = {"ops"}
UNDER_REVIEW = {"approve": OPS, "reject": OPS, "leave": MERCHANT}
TAKES_PART = {"leave": MERCHANT, "remove": OPS}
STANDINGS: dict[str, tuple[Callable[[], Process], str, dict[str, set[str]]]] = {
    "not started": (new_entry, "", {"register": set()}),
    "refused": (refused_entry, "REFUSED", {}),
    "under review": (registered, "UNDER_REVIEW", {**UNDER_REVIEW, "extend": OPS}),
    "escalated": (escalated, "UNDER_REVIEW", UNDER_REVIEW),
    "rejected": (rejected, "REJECTED", {}),
    "lapsed": (lapsed, "LAPSED", {}),
    "enrolled": (enrolled, "ENROLLED", TAKES_PART),
    "active": (active, "ACTIVE", TAKES_PART),
    "approved during the event": (approved_during_the_event, "ACTIVE", TAKES_PART),
    "left": (left, "LEFT", {}),
    "removed": (removed, "REMOVED", {}),
    "completed": (completed, "COMPLETED", {}),
}
STARTED = [one for one in STANDINGS if one != "not started"]


def _commands() -> dict[str, Command]:
    return {
        "register": registration(),
        "approve": m.Approve(),
        "reject": m.Reject(reason=WHY),
        "leave": m.Leave(),
        "remove": m.Remove(reason=WHY),
        "extend": Extend(deadline="review_window", until=OVER + 100 * DAY, reason=WHY),
    }


def _is_forbidden(entry: Process, command: Command) -> bool:
    try:
        entry.issue(command, entry.seen_at)
    except Refusal as refusal:
        return refusal.code == "status"
    return False


def test_the_table_names_every_command() -> None:
    assert {*_commands(), "advance", "link"} == {*CAMPAIGN_ENTRY.commands, *SHARED_COMMANDS}


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_command_is_allowed_or_refused_by_the_status(standing: str) -> None:
    begun, status, allowed = STANDINGS[standing]
    for name, command in _commands().items():
        entry = begun()
        assert entry.status == status
        assert _is_forbidden(entry, command) is (name not in allowed), name


@pytest.mark.parametrize("standing", STARTED)
def test_allowed_actions_are_what_the_rules_accept_for_every_role(standing: str) -> None:
    begun, _, allowed = STANDINGS[standing]
    for role in get_args(Role):
        shown = CAMPAIGN_ENTRY.allowed_actions(begun().state, role)
        assert len(shown) == len(set(shown))
        assert set(shown) == {name for name, roles in allowed.items() if role in roles}, role


@pytest.mark.parametrize("standing", STARTED)
def test_what_is_closed_has_an_ending_and_nothing_else_has(standing: str) -> None:
    entry = STANDINGS[standing][0]()
    closed = entry.status in s.CLOSED
    assert entry.summary.closed is closed
    assert (ending(entry.state) is not None) is closed
    assert not (closed and entry.deadlines)


def test_every_end_names_its_rule() -> None:
    assert {status: one.rule for status, one in ENDINGS.items()} == {
        "REFUSED": "CE-02",
        "REJECTED": "CE-04",
        "LEFT": "CE-07",
        "REMOVED": "remove",
        "LAPSED": "IX-25",
        "COMPLETED": "CE-01",
    }
    assert set(ENDINGS) == s.CLOSED


@pytest.mark.parametrize("standing", STARTED)
def test_details_are_plain_json_and_hold_no_digest_of_a_text(standing: str) -> None:
    entry = STANDINGS[standing][0]()
    shown = entry.kind.details(entry.state, entry.policy)
    assert json.loads(json.dumps(shown)) == shown
    assert "digest-" not in json.dumps(shown)
    assert shown["reason_id"] == ("note-1" if entry.status in ("REJECTED", "LEFT", "REMOVED") else None)
    assert (shown["ending"] or {}).get("rule") == (ENDINGS[entry.status].rule if entry.status in ENDINGS else None)
