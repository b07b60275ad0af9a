"""MA-03 and MA-07: opening an account, its checklist and its deposit; IX-29: the other deposit."""

from typing import Any

import pytest
from pydantic import ValidationError

from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from luyue.domain.merchant_account.deposits import deposit_required
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.sets import SETS
from tests import eligible
from tests.unit.given_when_then import Process, hours
from tests.unit.merchant_account_stories import (
    CLOSING_AT,
    DAY,
    INTRODUCTION,
    NAME,
    OPENED,
    TEA,
    WHY,
    closed,
    closing,
    complete,
    new_account,
    opened,
    opening,
    paid,
    platform,
    refused_by,
    under_review,
    with_deposit,
    yuan,
)


def checklist(account: Process) -> dict[str, Any]:
    shown: dict[str, Any] = account.kind.details(account.state, account.policy)["checklist"]
    return shown


def deposit(account: Process) -> dict[str, Any]:
    shown: dict[str, Any] = account.kind.details(account.state, account.policy)["deposit"]
    return shown


def test_ma_07_an_account_is_opened_for_a_merchant_with_all_to_be_done() -> None:
    account = opened()
    assert (account.status, account.summary.merchant_id, account.summary.claim) == ("OPEN", "m1", None)
    assert account.state.policy_version == DEFAULT_POLICY.version
    assert checklist(account) == {
        "items": {
            "name": "missing",
            "industry": "missing",
            "contact": "missing",
            "business_licence": "missing",
            "logo": "missing",
            "background": "missing",
            "introduction": "missing",
        },
        "complete": False,
    }


def test_ma_07_an_account_is_opened_once_and_not_again_after_its_end() -> None:
    account = opened()
    assert refused_by(account, opening(), OPENED + hours(1)) == ("status", ["MA-07"])
    assert refused_by(closed(), opening(), CLOSING_AT + 2 * DAY) == ("status", ["IX-28"])


def test_ma_07_what_is_known_may_be_given_at_once() -> None:
    account = opened(name=NAME, industry=TEA, licence="documents/licence-1")
    assert [type(one.event) for one in account.history] == [e.AccountOpened, e.ProfileUpdated]
    assert checklist(account)["items"]["business_licence"] == "under_review"


def test_ma_07_each_item_is_shown_as_it_stands_until_all_is_complete() -> None:
    account = opened()
    given: dict[str, Any] = {
        "name": NAME,
        "industry": TEA,
        "contact": "k1",
        "logo": "documents/logo-1",
        "background": "documents/background-1",
        "introduction": INTRODUCTION,
    }
    for item, value in given.items():
        field = "contact_id" if item == "contact" else item
        account.issue(m.UpdateProfile(**{field: value}), OPENED + hours(1))
        assert checklist(account)["items"][item] == "provided"
    account.issue(m.UpdateProfile(licence="documents/licence-1"), OPENED + hours(2))
    assert checklist(account)["items"]["business_licence"] == "under_review"
    assert not checklist(account)["complete"]
    account.issue(m.ReviewLicence(approved=True, reason=WHY), OPENED + hours(3))
    assert checklist(account)["items"]["business_licence"] == "approved"
    assert checklist(account)["complete"]


def test_ma_07_a_licence_rejected_is_submitted_again_and_another_one_reviewed_again() -> None:
    account = under_review()
    account.issue(m.ReviewLicence(approved=False), OPENED + hours(2))
    assert checklist(account)["items"]["business_licence"] == "rejected"
    assert refused_by(account, m.ReviewLicence(approved=True), OPENED + hours(3)) == ("rule", ["MA-07"])
    account.issue(m.UpdateProfile(licence="documents/licence-2"), OPENED + hours(4))
    assert checklist(account)["items"]["business_licence"] == "under_review"
    account.issue(m.ReviewLicence(approved=True), OPENED + hours(5))
    account.issue(m.UpdateProfile(licence="documents/licence-3"), OPENED + hours(6))
    assert checklist(account)["items"]["business_licence"] == "under_review"


def test_ma_07_without_a_licence_there_is_nothing_to_review() -> None:
    assert refused_by(opened(), m.ReviewLicence(approved=True), OPENED) == ("rule", ["MA-07"])


def test_ma_07_what_is_shown_already_is_no_news() -> None:
    account = complete()
    before = account.state.version
    assert account.issue(m.UpdateProfile(industry=TEA, logo="documents/logo-1"), OPENED + hours(3)) == []
    assert account.issue(m.UpdateProfile(), OPENED + hours(3)) == []
    assert account.state.version == before
    news = account.issue(m.UpdateProfile(industry=TEA, logo="documents/logo-2"), OPENED + hours(3))
    assert news == [e.ProfileUpdated(logo="documents/logo-2")]


def test_ma_07_an_event_holds_no_contact_data_and_no_text() -> None:
    for wrong in ({"contact_id": "Li Lei 13800000000"}, {"name": "Li Lei"}, {"licence": "Li Lei's licence"}):
        with pytest.raises(ValidationError):
            m.UpdateProfile.model_validate(wrong)


@pytest.mark.parametrize(
    ("categories", "required"),
    [
        (("toys",), "2000.00"),
        ((TEA,), "5000.00"),
        (("toys", "shoes"), "2000.00"),
        (("toys", TEA), "5000.00"),
        ((TEA, "digital_and_computers", "toys"), "5000.00"),
    ],
)
def test_ma_03_the_highest_of_the_categories_counts_and_not_the_sum(categories: Any, required: str) -> None:
    account = opened(categories=categories)
    assert deposit(account) == {
        "required": required,
        "balance": "0.00",
        "missing": required,
        "return_requested_at": None,
        "returned_at": None,
    }


def test_ma_03_the_table_is_the_policys() -> None:
    policy = Policy(version="2", shop_deposits={"toys": yuan("3000")}, shop_deposit_otherwise=yuan("2500"))
    assert deposit_required(["toys", "shoes"], policy) == yuan("3000.00")
    assert deposit_required(["shoes"], policy) == yuan("2500.00")
    assert deposit_required([TEA], policy) == yuan("2500.00")


@pytest.mark.parametrize("amount", ["1999.99", "5000.01"])
def test_ma_03_a_deposit_is_between_2000_and_5000_yuan(amount: str) -> None:
    assert Policy(version="2", shop_deposits={"toys": yuan("2000"), "shoes": yuan("5000")})
    with pytest.raises(ValidationError):
        Policy(version="2", shop_deposits={"toys": yuan(amount)})
    with pytest.raises(ValidationError):
        Policy(version="2", shop_deposit_otherwise=yuan(amount))


def test_ma_03_other_categories_ask_for_another_deposit() -> None:
    account = with_deposit(amount="2000.00")
    account.issue(m.SetCategories(categories=("toys",)), OPENED + hours(2))
    assert deposit(account)["missing"] == "0.00"
    account.issue(m.SetCategories(categories=("toys", TEA)), OPENED + hours(3))
    assert (deposit(account)["required"], deposit(account)["missing"]) == ("5000.00", "3000.00")
    assert account.issue(m.SetCategories(categories=(TEA, "toys")), OPENED + hours(4)) == []


@pytest.mark.parametrize("categories", [(), ("tea",), ("toys", "toys")])
def test_ma_03_categories_are_codes_each_once_and_at_least_one(categories: Any) -> None:
    with pytest.raises(ValidationError):
        opening(categories=categories)


@pytest.mark.parametrize("name", ["toys", "玩具", " 玩具 "])
def test_ma_03_categories_are_given_by_code_name_or_alias(name: str) -> None:
    assert m.Open.model_validate({"merchant_id": "m1", "categories": [name, TEA]}).categories == (TEA, "toys")
    assert m.SetCategories.model_validate({"categories": [name]}).categories == ("toys",)
    assert m.UpdateProfile.model_validate({"industry": name}).industry == "toys"


def test_ma_03_a_category_is_given_once_by_whatever_name() -> None:
    for wrong in (["toys", "玩具"], [3], "toys"):
        with pytest.raises(ValidationError):
            m.SetCategories.model_validate({"categories": wrong})


def test_ma_03_a_deposit_is_paid_in_parts() -> None:
    account = opened()
    assert account.issue(paid("1999.99"), OPENED + hours(1)) == [
        e.DepositPaid(amount=yuan("1999.99"), balance=yuan("1999.99"))
    ]
    account.issue(paid("3000.01"), OPENED + hours(2))
    assert (deposit(account)["balance"], deposit(account)["missing"]) == ("5000.00", "0.00")
    account.issue(paid("0.01"), OPENED + hours(3))
    assert (deposit(account)["balance"], deposit(account)["missing"]) == ("5000.01", "0.00")


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", 5000.0, "100000000.01"])
def test_ma_03_an_amount_is_positive_and_of_whole_fen(amount: object) -> None:
    for command in (m.PayDeposit, m.RecordSubsidy):
        with pytest.raises(ValidationError):
            command.model_validate({"amount": amount})


def test_ma_03_no_more_is_recorded_than_can_be_kept() -> None:
    account = with_deposit()
    account.state = account.state.model_copy(
        update={"deposit": yuan("999999999999.98"), "subsidies": yuan("999999999999.98")}
    )
    assert refused_by(account, paid("0.02"), account.seen_at) == ("rule", ["MA-03"])
    assert refused_by(account, m.RecordSubsidy(amount=yuan("0.02")), account.seen_at) == ("rule", ["MA-04"])


def test_ix_28_a_closing_shop_takes_on_no_other_categories() -> None:
    account = closing()
    assert refused_by(account, m.SetCategories(categories=("toys",)), CLOSING_AT) == ("status", ["IX-28"])


def test_ix_29_the_shops_deposit_is_not_buyer_protections() -> None:
    """CE-06's 3000 yuan are met by the fact alone, MA-03's by what was paid into the account alone."""
    stage = platform()
    account = opened(stage)
    stage.report("merchant/m1", eligible.MERCHANT, OPENED)
    assert eligible.MERCHANT.buyer_protection_deposit is not None
    assert (deposit(account)["balance"], deposit(account)["missing"]) == ("0.00", "5000.00")
    account.issue(paid("5000.00"), OPENED + hours(1))
    [rule] = [
        one for rules in SETS.values() for one in rules.rules if one.reads == ("merchant.buyer_protection_deposit",)
    ]
    without = eligible.MERCHANT.model_copy(update={"buyer_protection_deposit": yuan("2999.99")})
    assert not rule.check(Case(at=OPENED, merchant=without), DEFAULT_POLICY).passed
    assert rule.check(Case(at=OPENED, merchant=eligible.MERCHANT), DEFAULT_POLICY).passed


def test_a_command_before_the_opening_starts_nothing() -> None:
    for command in (
        paid("1"),
        m.CloseShop(),
        m.ReviewClosing(),
        m.LiftFreeze(reason=WHY),
        m.Observe(source="delisting/p1"),
    ):
        account = new_account()
        assert refused_by(account, command, OPENED)[0] == "status"
        assert account.history == []
