"""MA-05: what severe delistings cost, each once; severe counterfeiting closes the shop."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from luyue.domain.facts import Needs
from luyue.domain.facts.products import DelistingReason
from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from tests.unit.given_when_then import Platform, Process, hours
from tests.unit.merchant_account_stories import (
    CLOSING_AT,
    DAY,
    OPENED,
    WHY,
    closed,
    closed_by_platform,
    closing,
    freed,
    new_account,
    obligation,
    opened,
    opening,
    penalised,
    platform,
    refused,
    refused_by,
    severe,
    with_deposit,
    yuan,
)

AT = OPENED + DAY


def account_on(stage: Platform) -> Process:
    return with_deposit(stage)


@pytest.mark.parametrize("reason", [one for one in get_args(DelistingReason) if one != "counterfeit"])
def test_ma_05_a_severe_delisting_takes_from_the_deposit(reason: str) -> None:
    account = penalised(reason=reason)
    assert account.last(e.SevereDelistingPenalised) == e.SevereDelistingPenalised(
        product_id="p1", reason=reason, since=AT, began_with=1, deducted=yuan("2000.00"), balance=yuan("3000.00")
    )
    assert (account.status, account.state.deposit) == ("OPEN", yuan("3000.00"))
    assert account.kind.details(account.state, account.policy)["deposit"]["missing"] == "2000.00"


@pytest.mark.parametrize("reason", get_args(DelistingReason))
def test_ma_05_a_delisting_that_is_not_severe_costs_nothing(reason: str) -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe(reason, AT, severity="normal"), AT)
    assert account.count(e.SevereDelistingPenalised) == account.count(e.ShopClosedByPlatform) == 0


def test_ma_05_each_severe_delisting_costs_once_however_often_it_is_reported() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", AT), AT)
    stage.report("delisting/p1", severe("substandard", AT), AT + hours(1))
    stage.route("delisting/p1", AT + hours(2))
    assert account.count(e.SevereDelistingPenalised) == 1
    stage.report("delisting/p2", severe("prohibited", AT), AT + hours(3))
    assert account.count(e.SevereDelistingPenalised) == 2


def test_ma_05_without_a_date_a_delisting_lasts_until_the_product_is_back() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited"), AT)
    stage.report("delisting/p1", severe("substandard"), AT + hours(1))
    assert [one.event.since for one in account.history if isinstance(one.event, e.SevereDelistingPenalised)] == [AT]
    stage.report("delisting/p1", severe(state="relisted"), AT + hours(2))
    stage.report("delisting/p1", severe("substandard"), AT + hours(3))
    assert account.count(e.SevereDelistingPenalised) == 2


def test_ma_05_a_corrected_date_is_not_another_delisting() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", AT), AT)
    stage.report("delisting/p1", severe("prohibited", AT - hours(5)), AT + hours(1))
    stage.report("delisting/p1", severe("prohibited"), AT + hours(2))
    assert account.count(e.SevereDelistingPenalised) == 1
    assert account.state.deposit == yuan("3000.00")
    stage.report("delisting/p1", severe(state="relisted"), AT + hours(3))
    stage.report("delisting/p1", severe("prohibited", AT), AT + hours(4))
    assert account.count(e.SevereDelistingPenalised) == 2


def test_ma_05_a_delisting_that_was_severe_before_the_opening_costs_nothing_by_a_corrected_date() -> None:
    stage = platform()
    stage.report("delisting/p1", severe("prohibited", OPENED - DAY), OPENED - DAY)
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", OPENED - 2 * DAY), AT)
    assert account.count(e.SevereDelistingPenalised) == account.count(e.ProductDelistingNoted) == 0
    stage.report("delisting/p1", severe("counterfeit", OPENED - 2 * DAY), AT + hours(1))
    assert account.count(e.SevereDelistingPenalised) == 0
    assert account.status == "CLOSED"


def test_ma_05_every_delisting_is_told_to_the_merchant_once() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("rights_misuse", AT, severity="normal"), AT)
    assert account.last(e.ProductDelistingNoted) == e.ProductDelistingNoted(
        product_id="p1", reason="rights_misuse", severity="normal", since=AT, began_with=1
    )
    stage.report("delisting/p1", severe("rights_misuse", AT - hours(1), severity="normal"), AT + hours(1))
    stage.route("delisting/p1", AT + hours(1))
    assert account.count(e.ProductDelistingNoted) == 1
    stage.report("delisting/p1", severe(state="relisted"), AT + hours(2))
    stage.report("delisting/p1", severe("rights_misuse", severity="normal"), AT + hours(3))
    stage.report("delisting/p2", severe("substandard"), AT + hours(3))
    assert account.count(e.ProductDelistingNoted) == 3
    assert account.count(e.SevereDelistingPenalised) == 1


def test_ma_05_another_merchants_delisting_is_not_told() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", AT, merchant_id="m2", severity="normal"), AT)
    stage.report("delisting/p2", severe("prohibited", AT, severity="normal"), AT)
    assert account.count(e.ProductDelistingNoted) == 1


def test_ma_05_an_account_is_not_opened_while_a_product_is_delisted_for_severe_counterfeiting() -> None:
    stage = platform()
    stage.report("delisting/p1", severe("counterfeit"), OPENED - DAY)
    stage.report("delisting/p2", severe("counterfeit"), OPENED - DAY)
    account = new_account(stage)
    refusal = refused(account, opening(), OPENED)
    assert (refusal.code, [one.rule for one in refusal.violations]) == ("rule", ["MA-05"])
    assert refusal.violations[0].observed == ["p1", "p2"]
    assert account.history == []
    for product in ("p1", "p2"):
        stage.report(f"delisting/{product}", severe(state="relisted"), OPENED)
    account.issue(opening(), OPENED + hours(1))
    assert account.status == "OPEN"


def test_ma_05_what_another_merchant_sells_by_now_bars_no_account() -> None:
    stage = platform()
    stage.report("delisting/p1", severe("prohibited", severity="normal"), OPENED - 2 * DAY)
    stage.report("delisting/p1", severe("counterfeit", merchant_id="m2"), OPENED - DAY)
    assert opened(stage).status == "OPEN"


@pytest.mark.parametrize(
    "changes", [{"severity": "normal"}, {"reason": "prohibited"}, {"merchant_id": "m2"}, {"state": "relisted"}]
)
def test_ma_05_only_a_standing_severe_delisting_for_counterfeits_of_its_own_bars_an_account(changes: Any) -> None:
    stage = platform()
    stage.report("delisting/p1", severe(**{"reason": "counterfeit"} | changes), OPENED - DAY)
    account = opened(stage)
    assert account.status == "OPEN"


def test_ma_05_a_delisting_found_to_be_severe_later_costs_then() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", severity="normal"), AT)
    assert account.count(e.SevereDelistingPenalised) == 0
    stage.report("delisting/p1", severe("prohibited"), AT + hours(1))
    assert account.last(e.SevereDelistingPenalised).since == AT


def test_ma_05_no_more_is_taken_than_the_deposit_holds() -> None:
    stage = platform()
    account = account_on(stage)
    for number in range(1, 5):
        stage.report(f"delisting/p{number}", severe("prohibited", AT), AT)
    taken = [one.event.deducted for one in account.history if isinstance(one.event, e.SevereDelistingPenalised)]
    assert taken == [yuan("2000.00"), yuan("2000.00"), yuan("1000.00"), yuan("0.00")]
    assert account.state.deposit == yuan("0.00")


def test_ma_05_how_much_is_the_policys() -> None:
    account = penalised(platform(severe_delisting_deduction=yuan("123.45")))
    assert account.state.deposit == yuan("4876.55")


def test_ma_05_what_was_reported_before_the_account_was_opened_costs_nothing() -> None:
    stage = platform()
    stage.report("delisting/p1", severe("prohibited", OPENED - DAY), OPENED - DAY)
    account = account_on(stage)
    stage.route("delisting/p1", AT)
    assert account.count(e.SevereDelistingPenalised) == 0


def test_ma_05_another_merchants_delisting_costs_nothing() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", AT, merchant_id="m2"), AT)
    assert account.issue(m.Observe(source="delisting/p1"), AT + hours(1)) == []
    assert account.issue(m.Observe(source="product/p1"), AT + hours(1)) == []


def test_ma_05_severe_counterfeiting_closes_the_shop_and_freezes_deposit_and_payments() -> None:
    account = closed_by_platform()
    assert [type(one.event) for one in account.history[-2:]] == [e.SevereDelistingPenalised, e.ShopClosedByPlatform]
    closed_by = account.last(e.ShopClosedByPlatform)
    assert (closed_by.product_id, closed_by.deposit_frozen) == ("p1", yuan("3000.00"))
    assert (account.status, account.state.closed_reason) == ("CLOSED", "severe_counterfeiting")
    assert account.state.frozen_at == AT
    assert account.count(e.DepositReturnRequested) == 0
    assert account.summary.claim == closed().summary.claim


def test_ma_05_severe_counterfeiting_closes_a_closing_shop_too() -> None:
    stage = platform()
    account = closing(stage)
    stage.report("delisting/p1", severe("counterfeit", CLOSING_AT + hours(1)), CLOSING_AT + hours(1))
    assert (account.status, account.state.closed_reason) == ("CLOSED", "severe_counterfeiting")
    assert account.count(e.DepositReturnRequested) == 0


def test_ma_05_a_delisting_found_to_be_of_counterfeits_later_closes_the_shop_without_costing_twice() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", AT), AT)
    stage.report("delisting/p1", severe("counterfeit", AT), AT + hours(1))
    assert (account.count(e.SevereDelistingPenalised), account.count(e.ShopClosedByPlatform)) == (1, 1)


def test_ma_05_a_shop_is_closed_by_the_platform_once() -> None:
    account = closed_by_platform()
    assert account.issue(m.Observe(source="delisting/p1"), AT + hours(1)) == []


def test_ma_05_ops_free_deposit_and_payments_and_the_deposit_is_returned() -> None:
    account = freed()
    assert [one.event.type_name() for one in account.history[-2:]] == ["FreezeLifted", "DepositReturnRequested"]
    assert account.last(e.DepositReturnRequested).amount == yuan("3000.00")
    assert account.state.frozen_at is None
    assert refused_by(account, m.LiftFreeze(reason=WHY), account.seen_at) == ("status", ["MA-05"])


def test_ix_28_a_frozen_deposit_is_not_returned_either_while_something_is_open() -> None:
    stage = platform()
    obligation(stage)
    account = account_on(stage)
    stage.processes[0].observation = lambda stream: m.UpdateProfile()
    stage.report("delisting/p1", severe("counterfeit", AT), AT)
    assert account.status == "CLOSED"
    assert refused_by(account, m.LiftFreeze(reason=WHY), AT + hours(1)) == ("rule", ["IX-28"])


@pytest.mark.parametrize("standing", [opened, closing, closed])
def test_ma_05_what_the_platform_has_not_frozen_cannot_be_freed(standing: Callable[[], Process]) -> None:
    account = standing()
    assert refused_by(account, m.LiftFreeze(reason=WHY), CLOSING_AT + 2 * DAY) == ("status", ["MA-05"])


def test_ma_05_what_a_product_does_once_it_is_another_merchants_costs_nothing() -> None:
    stage = platform()
    account = account_on(stage)
    stage.report("delisting/p1", severe("prohibited", AT, severity="normal"), AT)
    stage.report("delisting/p1", severe("prohibited", AT, merchant_id="m2"), AT + hours(1))
    assert account.count(e.SevereDelistingPenalised) == 0


def test_only_a_report_asks_for_delistings_and_only_a_shops_end_for_what_is_open() -> None:
    state, ending = opened().state, closing().state
    needs = opened().kind.needs
    assert needs(state, m.PayDeposit(amount=yuan("1"))) == Needs()
    assert needs(state, m.Observe(source="delisting/p1")) == Needs(subjects=("delistings:m1",))
    assert opened().kind.needs(new_account().state, opening()) == Needs(subjects=("delistings:m1",))
    assert needs(state, m.LiftFreeze(reason=WHY)) == needs(ending, m.ReviewClosing()) == Needs(open_of="m1")
    assert needs(ending, m.Observe(source="delisting/p1")) == Needs(subjects=("delistings:m1",), open_of="m1")
