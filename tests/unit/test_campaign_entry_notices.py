"""Notices of a campaign entry: the merchant is told of every change, ops of what they have to do."""

from collections.abc import Callable

import pytest

from luyue.domain.campaign_entry import messages as m
from luyue.domain.process import DeadlineApproaching
from tests.unit.campaign_entry_stories import (
    completed,
    enrolled,
    escalated,
    lapsed,
    left,
    refused_entry,
    registered,
    rejected,
    removed,
)
from tests.unit.given_when_then import Process
from tests.unit.notice_examples import CAMPAIGN_ENTRIES

MERCHANT = {"merchant:m1"}
BOTH = {*MERCHANT, "ops"}


def _recipients(entry: Process, event: type) -> set[str]:
    return {
        notice.recipient
        for happened in entry.history
        if type(happened.event) is event
        for notice in CAMPAIGN_ENTRIES.of(happened.event)
    }


@pytest.mark.parametrize(
    ("standing", "event", "recipients"),
    [
        (registered, m.EntryRegistered, BOTH),
        (refused_entry, m.EntryRefused, MERCHANT),
        (escalated, DeadlineApproaching, BOTH),
        (escalated, m.EntryEscalated, BOTH),
        (enrolled, m.EntryEnrolled, MERCHANT),
        (rejected, m.EntryRejected, MERCHANT),
        (completed, m.EntryActivated, MERCHANT),
        (completed, m.EntryCompleted, MERCHANT),
        (lapsed, m.EntryLapsed, BOTH),
        (left, m.EntryLeft, BOTH),
        (removed, m.EntryRemoved, MERCHANT),
    ],
)
def test_the_merchant_is_told_of_every_change_and_ops_of_what_they_have_to_do(
    standing: Callable[[], Process], event: type, recipients: set[str]
) -> None:
    assert _recipients(standing(), event) == recipients


def test_ce_02_a_refusal_tells_every_reason() -> None:
    told = CAMPAIGN_ENTRIES.read(refused_entry().last(m.EntryRefused))["merchant:m1"]
    assert "商家未确认活动规则。" in told.zh
    assert "The merchant has not acknowledged the campaign's rules." in told.en


def test_ce_03_the_notices_say_until_when_the_entry_is_reviewed() -> None:
    told = CAMPAIGN_ENTRIES.read(registered().last(m.EntryRegistered))
    assert "2024-03-04 09:00:00(北京时间)" in told["merchant:m1"].zh
    assert "2024-03-04 01:00:00 UTC" in told["ops"].en


def test_ce_04_a_rejection_tells_until_when_another_product_may_follow() -> None:
    told = CAMPAIGN_ENTRIES.read(rejected().last(m.EntryRejected))["merchant:m1"]
    assert "2024-03-20 23:59:59(北京时间)" in told.zh


def test_ix_25_an_approval_tells_from_when_the_product_takes_part() -> None:
    told = CAMPAIGN_ENTRIES.read(enrolled().last(m.EntryEnrolled))["merchant:m1"]
    assert "2024-03-10 00:00:00(北京时间)" in told.zh
