"""Notices of a dispute: each event tells the parties, and ops what they have to do, in both languages."""

import re
from collections.abc import Callable

import pytest

from luyue.domain.dispute import DISPUTE
from luyue.domain.dispute import messages as m
from luyue.domain.dispute.notice_texts import TEXTS
from luyue.domain.dispute.notices import NOTICES
from luyue.domain.messages import Happened
from luyue.domain.notices import Notice, Parties
from luyue.domain.process import SHARED_EVENTS, Extend
from tests.unit.dispute_stories import (
    DAY,
    WHY,
    answered,
    appeal,
    appealed,
    decision,
    dismissed,
    escalated,
    evidence,
    lapsed,
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

PARTIES = Parties(id="ds_1", creator_id="c1", merchant_id="m1", product_id="p1")
BOTH = {"creator:c1", "merchant:m1"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _extended(standing: Callable[[], Process]) -> Process:
    dispute = standing()
    name, due_at = next(iter(dispute.deadlines.items()))
    dispute.issue(Extend(deadline=name, until=due_at + DAY, reason=WHY), dispute.seen_at)
    return dispute


def _opened_by(side: m.Side) -> Process:
    dispute = opened(command=opening(side))
    dispute.issue(evidence(side, 9), dispute.seen_at)
    dispute.issue(m.Withdraw(by=side), dispute.seen_at)
    return dispute


def _ruled(outcome: m.Outcome) -> Process:
    dispute = ruled(command=ruling(outcome=outcome))
    dispute.issue(appeal("creator"), dispute.seen_at)
    return dispute


STORIES: list[Process] = [
    *(standing() for standing in (escalated, answered, settled, not_appealed, dismissed, lapsed, struck)),
    *(_extended(standing) for standing in (opened, ruled, requested)),
    *(_opened_by(side) for side in ("creator", "merchant", "ops")),
    *(_ruled(outcome) for outcome in ("resume", "cancel", "complete")),
]


def _told(happened: Happened) -> list[Notice]:
    return list(NOTICES.of(happened, PARTIES))


def _recipients(dispute: Process, event: type) -> set[str]:
    return {one.recipient for happened in dispute.history if type(happened.event) is event for one in _told(happened)}


def test_the_stories_hold_every_event_and_use_every_text() -> None:
    happened = [one for dispute in STORIES for one in dispute.history]
    assert {type(one.event) for one in happened} >= {*DISPUTE.events, *SHARED_EVENTS[:2]}
    assert {notice.message for one in happened for notice in _told(one)} == set(TEXTS)


def test_every_notice_can_be_read_in_both_languages() -> None:
    for dispute in STORIES:
        for happened in dispute.history:
            for notice in _told(happened):
                text = NOTICES.render(notice.message, notice.parameters)
                assert CHINESE.search(text.zh)
                assert not CHINESE.search(text.en)
                assert "{" not in text.zh + text.en
                assert "ds_1" in text.zh
                assert "ds_1" in text.en


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
    told = _told(dispute.history[-1])[0]
    assert "2024-03-13 01:00:00 UTC" in NOTICES.render(told.message, told.parameters).en
    dispute.issue(appeal(), dispute.seen_at)
    dispute.issue(decision("needs_more_evidence"), dispute.seen_at)
    told = _told(dispute.history[-1])[0]
    assert "2024-03-09 09:00:00(北京时间)" in NOTICES.render(told.message, told.parameters).zh
