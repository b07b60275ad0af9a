"""What a refused registration is told: to register again only where putting something right can help."""

from datetime import datetime

import pytest

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry.endings import ending
from tests.unit import merchant_account_stories as accounts
from tests.unit.campaign_entry_stories import (
    APPROVED,
    CLOSES,
    OPENS,
    OVER,
    SECOND,
    platform,
    refused_entry,
    registered,
    registration,
    rejected,
)
from tests.unit.given_when_then import TICK, Process
from tests.unit.notice_examples import CAMPAIGN_ENTRIES

CLOSED = CLOSES + SECOND
AGAIN_ZH, AGAIN_EN = "重新报名", "again"


def told(entry: Process) -> tuple[str, str]:
    """Everything that a merchant reads of a refusal, in both languages: the end's meaning and the notice."""
    meaning = ending(entry.state)
    assert meaning is not None
    notice = CAMPAIGN_ENTRIES.read(entry.last(m.EntryRefused))["merchant:m1"]
    return meaning.wording.zh + notice.zh, meaning.wording.en + notice.en


def rule(entry: Process) -> str:
    meaning = ending(entry.state)
    assert meaning is not None
    return meaning.rule


@pytest.mark.parametrize("at", [CLOSED, OVER])
@pytest.mark.parametrize("acknowledged", [True, False])
def test_ce_01_who_comes_too_late_is_not_told_to_register_again(at: datetime, acknowledged: bool) -> None:
    entry = registered(command=registration(rules_acknowledged=acknowledged), at=at)
    zh, en = told(entry)
    assert AGAIN_ZH not in zh
    assert AGAIN_EN not in en
    assert rule(entry) == "CE-01"
    assert "结束" in zh


def test_ce_01_who_comes_too_early_is_told_to_register_again() -> None:
    entry = registered(at=OPENS - TICK)
    zh, en = told(entry)
    assert zh.count(AGAIN_ZH) == 2
    assert en.count(AGAIN_EN) == 2
    assert rule(entry) == "CE-02"


def test_ce_02_who_can_put_it_right_is_told_to_register_again() -> None:
    zh, en = told(refused_entry())
    assert zh.count(AGAIN_ZH) == 2
    assert en.count(AGAIN_EN) == 2


def test_ce_04_who_registers_a_rejected_product_is_not_told_to_register_it_again() -> None:
    stage = platform()
    rejected(stage)
    entry = registered(stage, at=APPROVED)
    zh, en = told(entry)
    assert AGAIN_ZH not in zh
    assert AGAIN_EN not in en
    assert rule(entry) == "CE-04"


def test_ix_28_a_closing_shop_is_not_told_to_register_again() -> None:
    stage = platform()
    accounts.closing(stage)
    entry = registered(stage)
    assert AGAIN_ZH not in told(entry)[0]
    assert rule(entry) == "IX-28"
