"""What the delisting of products means for the account of their merchant (MA-05)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from luyue.domain.facts import Delisting, Facts, closing_began
from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account.calendar import end_of_day
from luyue.domain.merchant_account.deposits import severe_deduction
from luyue.domain.merchant_account.state import MerchantAccount
from luyue.domain.messages import Event
from luyue.domain.policy import Policy

_STREAMS = "delisting/"


def counterfeits(merchant_id: str, facts: Facts) -> list[str]:
    """The merchant's products that are severely delisted as counterfeits, until they are back: no shop opens. MA-05"""
    newest = [(stream, reports[-1].fact) for stream, reports in facts.histories(Delisting)]
    return [
        stream.removeprefix(_STREAMS)
        for stream, fact in newest
        if isinstance(fact, Delisting) and fact.merchant_id == merchant_id
        if fact.state == "delisted" and _is_of_severe_counterfeits(fact)
    ]


def consequences(state: MerchantAccount, source: str, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """What follows from the reports on one product. Each delisting is told once, and each severe one costs once; severe
    counterfeiting costs the shop.

    **A** A report without `since` is dated when it was recorded. What was reported before the account was opened is not
    told and costs nothing.
    """
    found: list[Event] = []
    product_id = source.removeprefix(_STREAMS)
    noted, penalised = state.noted.get(product_id, 0), state.penalised.get(product_id, 0)
    balance = state.deposit
    for one in _reported(state, source, facts):
        fact = one.fact
        assert fact.reason is not None
        told = {"product_id": product_id, "reason": fact.reason, "since": one.since, "began_with": one.began_with}
        if one.is_new and one.began_with > noted:
            noted = one.began_with
            found.append(e.ProductDelistingNoted(severity=fact.severity, **told))
        if fact.severity == "severe" and not one.was_severe_before and one.began_with > penalised:
            penalised = one.began_with
            deducted = severe_deduction(balance, policy)
            balance -= deducted
            found.append(e.SevereDelistingPenalised(deducted=deducted, balance=balance, **told))
        if _is_of_severe_counterfeits(fact):
            closed = e.ShopClosedByPlatform(
                found_by=closing_began(state.merchant_id),
                product_id=product_id,
                deposit_frozen=balance,
                fees_due_at=state.fees_due_at or end_of_day(at, policy.closing_fees_due),
            )
            return [*found, closed]
    return found


@dataclass(frozen=True)
class _Reported:
    """A report, since the account was opened, that a product is delisted.

    The delisting began with the report of the version `began_with`; `is_new`: since the opening. `was_severe_before`:
    it had been reported as severe by then.
    """

    fact: Delisting
    since: datetime
    began_with: int
    is_new: bool
    was_severe_before: bool


def _reported(state: MerchantAccount, source: str, facts: Facts) -> Iterator[_Reported]:
    """A delisting lasts until the product is back: reported again, with another date or reason, it is the same one."""
    assert state.created_at is not None
    begun: _Reported | None = None
    for report in next((reports for stream, reports in facts.histories(Delisting) if stream == source), []):
        fact, recorded_at = report.fact, state.process_time(report.recorded_at)
        assert isinstance(fact, Delisting)
        if fact.state == "relisted" or fact.merchant_id != state.merchant_id:
            begun = None
            continue
        is_since_opening = recorded_at >= state.created_at
        begun = _Reported(
            fact=fact,
            since=fact.since or (begun.since if begun else recorded_at),
            began_with=begun.began_with if begun else report.version,
            is_new=begun.is_new if begun else is_since_opening,
            was_severe_before=(begun is not None and begun.was_severe_before)
            or (fact.severity == "severe" and not is_since_opening),
        )
        if is_since_opening:
            yield begun


def _is_of_severe_counterfeits(fact: Delisting) -> bool:
    return (fact.reason, fact.severity) == ("counterfeit", "severe")
