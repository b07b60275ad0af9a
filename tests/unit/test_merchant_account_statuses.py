"""Every command in every status: allowed, or refused with the code "status"; and `allowed_actions` says just that."""

import json
from collections.abc import Callable
from typing import get_args

import pytest

from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account import messages as m
from luyue.domain.messages import Command, Refusal
from luyue.domain.process import SHARED_COMMANDS, Extend, Role
from tests.unit.given_when_then import Process
from tests.unit.merchant_account_stories import (
    DAY,
    WHY,
    closed,
    closed_by_platform,
    closing,
    closing_with_fees,
    complete,
    counterfeiting,
    deposit_returned,
    finished,
    freed,
    frozen,
    invoice,
    new_account,
    opened,
    opening,
    paid,
    subsidy,
    to_be_invoiced,
    under_review,
)

MERCHANT = {"merchant", "service"}
SERVICE = {"service"}
OPS = {"ops"}
OPEN = {
    "update-profile": MERCHANT,
    "set-categories": MERCHANT,
    "set-automatic-deduction": MERCHANT,
    "close-shop": MERCHANT,
    "pay-deposit": SERVICE,
    "record-subsidy": SERVICE,
}
CLOSING = {
    "update-profile": MERCHANT,
    "set-automatic-deduction": MERCHANT,
    "review-closing": MERCHANT | OPS,
    "finish-closing": OPS,
    "pay-deposit": SERVICE,
    "record-subsidy": SERVICE,
}
RETURN = {"record-deposit-return": SERVICE | OPS}
STANDINGS: dict[str, tuple[Callable[[], Process], str, dict[str, set[str]]]] = {
    "not started": (new_account, "", {"open": set()}),
    "opened": (opened, "OPEN", OPEN),
    "under review": (under_review, "OPEN", OPEN | {"review-licence": OPS}),
    "complete": (complete, "OPEN", OPEN),
    "to be invoiced": (to_be_invoiced, "OPEN", OPEN | {"submit-invoice": MERCHANT, "extend": OPS}),
    "frozen": (frozen, "OPEN", OPEN | {"submit-invoice": MERCHANT}),
    "closing": (closing, "CLOSING", CLOSING),
    "closing with fees": (closing_with_fees, "CLOSING", CLOSING | {"submit-invoice": MERCHANT, "extend": OPS}),
    "closed": (closed, "CLOSED", RETURN),
    "closed by the platform": (closed_by_platform, "CLOSED", {"lift-freeze": OPS}),
    "closed by the platform, to be invoiced": (
        lambda: counterfeiting(to_be_invoiced),
        "CLOSED",
        {"lift-freeze": OPS, "submit-invoice": MERCHANT},
    ),
    "freed": (freed, "CLOSED", RETURN),
    "finished": (finished, "CLOSED", RETURN | {"submit-invoice": MERCHANT}),
    "deposit returned": (deposit_returned, "CLOSED", {}),
}
STARTED = [one for one in STANDINGS if one != "not started"]
JUDGED_BY_RULES = {"review-licence", "submit-invoice"}
"""Where there is nothing to review or to invoice, a rule says so and not the status.

A rule says too that ops finish no closing while something is open, nor at once.
"""


def _commands(account: Process) -> dict[str, Command]:
    extensible = [one for one in account.deadlines if one in ("invoice_due", "closing_fees_due")]
    statements = [one.name for one in account.state.statements]
    return {
        "open": opening(),
        "update-profile": m.UpdateProfile(logo="documents/logo-9"),
        "review-licence": m.ReviewLicence(approved=True),
        "set-categories": m.SetCategories(categories=("toys",)),
        "pay-deposit": paid("1.00"),
        "record-subsidy": subsidy("1.00"),
        "submit-invoice": invoice(*statements[:1]),
        "set-automatic-deduction": m.SetAutomaticDeduction(on=True),
        "close-shop": m.CloseShop(),
        "review-closing": m.ReviewClosing(),
        "finish-closing": m.FinishClosing(reason=WHY),
        "record-deposit-return": m.RecordDepositReturn(),
        "lift-freeze": m.LiftFreeze(reason=WHY),
        "extend": Extend(deadline=[*extensible, "any"][0], until=account.seen_at + 1_000 * DAY, reason=WHY),
    }


def _refusal(account: Process, command: Command) -> str | None:
    try:
        account.issue(command, account.seen_at)
    except Refusal as refusal:
        return refusal.code
    return None


def test_the_table_names_every_command() -> None:
    assert {*_commands(opened()), "observe", "advance", "link"} == {*MERCHANT_ACCOUNT.commands, *SHARED_COMMANDS}


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_command_is_allowed_or_refused_by_the_status(standing: str) -> None:
    begun, status, allowed = STANDINGS[standing]
    for name in _commands(opened()):
        account = begun()
        assert account.status == status
        refusal = _refusal(account, _commands(account)[name])
        if name in allowed:
            assert refusal is None or (name, refusal) == ("finish-closing", "rule"), name
        else:
            by_rule = name in JUDGED_BY_RULES and status in ("OPEN", "CLOSING")
            assert refusal == ("rule" if by_rule else "status"), name


@pytest.mark.parametrize("standing", STARTED)
def test_allowed_actions_are_what_the_rules_accept_for_every_role(standing: str) -> None:
    begun, _, allowed = STANDINGS[standing]
    for role in get_args(Role):
        shown = MERCHANT_ACCOUNT.allowed_actions(begun().state, role)
        assert len(shown) == len(set(shown))
        assert set(shown) == {name for name, roles in allowed.items() if role in roles}, role


@pytest.mark.parametrize("standing", STARTED)
def test_what_is_closed_waits_for_nothing(standing: str) -> None:
    begun, status, _ = STANDINGS[standing]
    account = begun()
    assert account.summary.closed is (status == "CLOSED")
    assert bool(account.deadlines) is (status != "CLOSED")


@pytest.mark.parametrize("standing", STARTED)
def test_details_are_plain_json_and_hold_no_digest_of_a_text(standing: str) -> None:
    account = STANDINGS[standing][0]()
    shown = account.kind.details(account.state, account.policy)
    assert json.loads(json.dumps(shown)) == shown
    assert "digest-" not in json.dumps(shown)
    assert (shown["ending"] is None) is (account.status != "CLOSED")


def test_the_texts_of_an_enterprise_account_are_shown_by_their_ids() -> None:
    account = complete()
    shown = account.kind.details(account.state, account.policy)["enterprise"]
    assert (shown["name_id"], shown["introduction_id"]) == ("name-1", "introduction-1")
    assert (shown["contact_id"], shown["licence_approved"]) == ("k1", True)


@pytest.mark.parametrize(
    ("standing", "rule"),
    [(closed, "IX-28"), (closed_by_platform, "MA-05"), (freed, "MA-05"), (finished, "IX-28"), (opened, None)],
)
def test_an_account_ends_by_a_rule(standing: Callable[[], Process], rule: str | None) -> None:
    account = standing()
    ending = account.kind.details(account.state, account.policy)["ending"]
    assert (ending["rule"] if ending else None) == rule
