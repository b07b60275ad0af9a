"""Notices of a dispute: each event tells the parties, and ops what they have to do."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from luyue.domain.dispute import messages as m
from tests.unit.dispute_stories import (
    answered,
    appeal,
    appealed,
    decision,
    escalated,
    not_appealed,
    opened,
    requested,
    ruled,
    ruling,
    struck,
    withdrawn,
)
from tests.unit.given_when_then import Process
from tests.unit.notice_examples import DISPUTES

BOTH = {"creator:c1", "merchant:m1"}


def _recipients(dispute: Process, event: type) -> set[str]:
    return {
        notice.recipient
        for happened in dispute.history
        if type(happened.event) is event
        for notice in DISPUTES.of(happened.event)
    }


@pytest.mark.parametrize(
    ("standing", "event", "recipients"),
    [
        (opened, m.DisputeOpened, {*BOTH, "ops"}),
        (withdrawn, m.DisputeWithdrawn, {*BOTH, "ops"}),
        (escalated, m.DisputeEscalated, {*BOTH, "ops"}),
        (ruled, m.DisputeRuled, BOTH),
        (appealed, m.RulingAppealed, {*BOTH, "ops"}),
        (requested, m.MoreEvidenceRequested, BOTH),
        (answered, m.EvidenceAdded, {*BOTH, "ops"}),
        (not_appealed, m.RulingBecameFinal, BOTH),
        (struck, m.RulingStruck, BOTH),
        (struck, m.DepositReturnRequested, {"ops"}),
    ],
)
def test_both_parties_are_told_and_ops_of_what_they_have_to_do(
    standing: Callable[[], Process], event: type, recipients: set[str]
) -> None:
    assert _recipients(standing(), event) == recipients


def test_ds_02_and_ds_03_the_notices_say_until_when() -> None:
    dispute = ruled()
    assert "2024-03-13 01:00:00 UTC" in DISPUTES.read(dispute.history[-1].event)["creator:c1"].en
    dispute.issue(appeal(), dispute.seen_at)
    dispute.issue(decision("needs_more_evidence"), dispute.seen_at)
    assert "2024-03-09 09:00:00(北京时间)" in DISPUTES.read(dispute.history[-1].event)["creator:c1"].zh


def test_ds_04_ops_are_told_how_much_to_return() -> None:
    told = DISPUTES.read(m.DepositReturnRequested(amount=Decimal("300.00")))["ops"]
    assert "300.00 元" in told.zh
    assert "return 300.00 yuan" in told.en
    assert "find out" in DISPUTES.read(m.DepositReturnRequested(amount=None))["ops"].en


def test_ds_02_the_ruling_says_who_is_in_default_and_what_it_takes_from_the_deposit() -> None:
    rule = ruling("merchant").model_copy(update={"deposit_used": Decimal("300.00")})
    told = DISPUTES.read(ruled(command=rule).history[-1].event)["merchant:m1"]
    assert "违约方为商家。裁决动用保证金 300.00 元。如有异议" in told.zh
    assert "In default: the merchant. The ruling takes 300.00 yuan from the deposit. An appeal" in told.en
    told = DISPUTES.read(ruled(command=ruling(None)).history[-1].event)["merchant:m1"]
    assert "违约方" not in told.zh
    assert "cancelled. An appeal" in told.en
