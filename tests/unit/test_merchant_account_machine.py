"""Whatever merchant, platform, ops, reports and time do, in whatever order: nothing impossible happens to an account.

A failing run prints the steps that led to it, which repeat it; runs are the same each time (`derandomize`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from luyue.domain import process
from luyue.domain.facts import closing_claim
from luyue.domain.merchant_account import MERCHANT_ACCOUNT
from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import messages as m
from luyue.domain.messages import Command, Happened, Refusal, Violation
from luyue.domain.process import Advance, Extend
from tests.unit.charted import Watch, assert_the_chart_holds
from tests.unit.given_when_then import TICK, Platform, Process, hours
from tests.unit.merchant_account_stories import (
    DAY,
    OPENED,
    WHY,
    closing,
    closing_with_fees,
    frozen,
    invoice,
    opened,
    severe,
    to_be_invoiced,
    yuan,
)

WATCH = Watch(MERCHANT_ACCOUNT)
ONCE = (
    e.AccountOpened,
    e.ClosingStarted,
    e.ShopClosed,
    e.ShopClosedByPlatform,
    e.FreezeLifted,
    e.DepositReturnRequested,
    e.ClosingFinished,
    e.DepositReturned,
)

profile = settings(
    max_examples=150,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

moments = st.sampled_from([TICK, hours(1), DAY, 5 * DAY, 31 * DAY])
fen = st.integers(1, 1_000_000).map(lambda number: Decimal(number) / 100)
categories: Any = st.sampled_from([("toys",), ("food_and_beverages",), ("shoes", "toys")])
commands: Any = st.one_of(
    fen.map(lambda amount: m.PayDeposit(amount=amount)),
    fen.map(lambda amount: m.RecordSubsidy(amount=amount)),
    st.booleans().map(lambda on: m.SetAutomaticDeduction(on=on)),
    st.booleans().map(lambda approved: m.ReviewLicence(approved=approved)),
    st.integers(1, 3).map(lambda number: m.UpdateProfile(licence=f"documents/licence-{number}")),
    categories.map(lambda codes: m.SetCategories(categories=codes)),
    st.just(m.CloseShop()),
    st.just(m.ReviewClosing()),
    st.just(m.LiftFreeze(reason=WHY)),
    st.just(m.FinishClosing(reason=WHY)),
    st.just(m.RecordDepositReturn()),
    st.just(m.Open(merchant_id="m1", categories=("toys",))),
)
reasons = st.sampled_from(["prohibited", "substandard", "false_advertising", "counterfeit"])


class Accounts(RuleBasedStateMachine):
    """One merchant's account, what else of its is open, the products it sells, and the wall clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Platform = Platform()
        self.now: datetime = OPENED
        self.checked = 0

    @initialize(standing=st.sampled_from([opened, opened, to_be_invoiced, frozen, closing, closing_with_fees]))
    def an_account_is_opened(self, standing: Callable[[Platform], Process]) -> None:
        self.account = standing(self.stage)
        self.now = self.account.seen_at
        for other in self.stage.processes:
            if other is not self.account:
                # Reports are the account's business alone.
                other.observation = lambda stream: m.UpdateProfile()

    @rule(command=commands, ago=st.sampled_from([timedelta(0), TICK, hours(1)]))
    def somebody_commands(self, command: Command, ago: timedelta) -> None:
        self._issue(command, ago)

    @rule(which=st.integers(0, 5))
    def the_merchant_invoices(self, which: int) -> None:
        statements = self.account.state.statements
        self._issue(invoice(statements[which % len(statements)].name if statements else "2024-03"))

    @rule(number=st.integers(1, 3), reason=reasons, is_severe=st.booleans(), since=st.booleans())
    def a_product_is_delisted(self, number: int, reason: str, is_severe: bool, since: bool) -> None:
        severity = "severe" if is_severe else "normal"
        fact = severe(reason, self.now if since else None, severity=severity)
        self.stage.report(f"delisting/p{number}", fact, self.now)

    @rule(number=st.integers(1, 3))
    def a_product_is_back(self, number: int) -> None:
        self.stage.report(f"delisting/p{number}", severe(state="relisted"), self.now)

    @rule()
    def everything_else_is_finished(self) -> None:
        for other in self.stage.processes:
            if other is not self.account:
                other.state = other.state.model_copy(update={"status": "CLOSED"})

    @rule(name=st.sampled_from(["invoice_due", "closing_fees_due", "month_end"]), later=moments)
    def ops_extend(self, name: str, later: timedelta) -> None:
        due_at = self.account.deadlines.get(name, self.now)
        self._issue(Extend(deadline=name, until=due_at + later, reason=WHY))

    @rule(by=moments)
    def the_test_clock_is_advanced(self, by: timedelta) -> None:
        self._issue(Advance(by=by))

    @rule(by=moments)
    def time_passes(self, by: timedelta) -> None:
        self.now += by
        self.account.time_to(self.now)

    @rule()
    def time_passes_up_to_what_it_does_next(self) -> None:
        account = self.account
        acting = process.next_acting(account.kind, account.state, account.policy)
        if acting is None:
            return
        before = account.state.version
        self.now = max(self.now, account.state.wall_time(acting.at))
        early = self.now == account.state.wall_time(acting.at)
        account.time_to(self.now)
        assert not early or account.state.version == before, "acted early"
        self.now += TICK
        account.time_to(self.now)
        assert account.state.version > before, "did not act in time"

    def _issue(self, command: Command, ago: timedelta = timedelta(0)) -> None:
        account = self.account
        closed, before = account.summary.closed, account.state.version
        violations: Sequence[Violation] | None = None
        try:
            account.issue(command, self.now - ago, now=self.now)
        except Refusal as refusal:
            violations = refusal.violations
        assert violations is None or all(one.rule and one.message.zh and one.message.en for one in violations)
        assert violations != ()
        winds_up = isinstance(command, m.LiftFreeze | m.RecordDepositReturn | m.SubmitInvoice)
        assert not closed or winds_up or account.state.version == before, "something happened to a closed account"

    @invariant()
    def the_history_tells_the_state(self) -> None:
        account = self.account
        if self.checked == account.state.version:
            return
        self.checked = account.state.version
        WATCH.see(account)
        assert process.fold(account.kind, account.history) == account.state
        read = [Happened(event=_read_again(one), at=one.at) for one in account.history]
        assert process.fold(account.kind, read) == account.state
        assert account.kind.state.model_validate_json(account.state.model_dump_json()) == account.state
        assert all(account.count(event) <= 1 for event in ONCE)
        for acting, happened in account.acted:
            dated = acting.at if acting.warning else acting.deadline.due_at
            assert {one.at for one in happened} == {dated}

    @invariant()
    def the_deposit_is_what_was_paid_less_what_was_taken(self) -> None:
        balance = Decimal(0)
        for happened in self.account.history:
            match happened.event:
                case e.DepositPaid():
                    balance += happened.event.amount
                case e.StatementDeducted():
                    balance -= happened.event.amount
                case e.SevereDelistingPenalised():
                    balance -= happened.event.deducted
                case e.DepositReturned():
                    balance -= happened.event.amount
                    assert balance == 0
        assert self.account.state.deposit == balance >= 0

    @invariant()
    def each_delisting_is_told_and_costs_once(self) -> None:
        for event in (e.ProductDelistingNoted, e.SevereDelistingPenalised):
            found = [one.event for one in self.account.history if isinstance(one.event, event)]
            keys = [(one.product_id, one.began_with) for one in found]
            assert len(keys) == len(set(keys))

    @invariant()
    def every_subsidy_is_on_one_statement(self) -> None:
        recorded = _sum(self.account, e.SubsidyRecorded)
        issued = _sum(self.account, e.StatementIssued)
        assert recorded == issued + self.account.state.subsidies
        names = [one.event.statement for one in self.account.history if isinstance(one.event, e.StatementIssued)]
        assert len(names) == len(set(names)), "a statement was issued twice"

    @invariant()
    def what_was_frozen_is_released_deducted_or_frozen_still(self) -> None:
        account = self.account
        events = [one.event for one in account.history]
        frozen_once = {one.statement: one.amount for one in events if isinstance(one, e.StatementFrozen)}
        settled = {one.statement for one in events if isinstance(one, e.StatementReleased | e.StatementDeducted)}
        left = sum((amount for name, amount in frozen_once.items() if name not in settled), Decimal(0))
        assert account.state.frozen == left

    @invariant()
    def no_state_is_impossible(self) -> None:
        account = self.account
        state, summary = account.state, account.summary
        assert (state.closed_reason is not None) is (state.status == "CLOSED") is summary.closed
        assert (summary.claim == closing_claim("m1")) is (state.status in ("CLOSING", "CLOSED"))
        assert state.frozen_at is None or state.closed_reason == "severe_counterfeiting"
        assert state.closed_reason != "closed_by_merchant" or state.is_settled
        assert bool(account.deadlines) is (state.status != "CLOSED")
        assert state.status != "CLOSED" or state.frozen_at is not None or not state.to_be_invoiced
        assert state.status != "CLOSED" or state.subsidies == 0

    @invariant()
    def nothing_is_returned_while_anything_is_open(self) -> None:
        """IX-28"""
        others = [one for one in self.stage.processes if one is not self.account and not one.summary.closed]
        if others:
            assert self.account.state.closed_reason in (None, "severe_counterfeiting")
            assert self.account.count(e.DepositReturnRequested) == 0

    @invariant()
    def nothing_that_is_over_is_still_to_come(self) -> None:
        account = self.account
        acting = process.next_acting(account.kind, account.state, account.policy)
        assert acting is None or acting.at >= account.state.process_time(account.seen_at)

    def teardown(self) -> None:
        """Finished and invoiced, a closing shop comes to its end."""
        if not hasattr(self, "account"):
            return
        self.everything_else_is_finished()
        self._issue(m.CloseShop())
        for _ in range(100):
            if self.account.status == "CLOSED":
                break
            for statement in self.account.state.statements:
                self._issue(invoice(statement.name))
            self.now += 32 * DAY
            self.account.time_to(self.now)
        assert self.account.status == "CLOSED"
        self.the_history_tells_the_state()


def _sum(account: Process, event: type[Any]) -> Decimal:
    return sum((one.event.amount for one in account.history if isinstance(one.event, event)), yuan("0.00"))


def _read_again(happened: Happened) -> Any:
    event = happened.event
    event_type = MERCHANT_ACCOUNT.event_type(event.type_name())
    assert event_type is type(event)
    return event_type.model_validate_json(event.model_dump_json())


@pytest.mark.long
def test_every_transition_of_the_chart_is_taken_and_no_other_can_be() -> None:
    assert_the_chart_holds(Accounts, WATCH, profile)
