"""docs/notices.md says what the code says, of every event and with every text."""

from dataclasses import replace
from pathlib import Path

import pytest

from luyue.domain.notice_document import notice_document, rows, rows_of_facts
from tests.unit.notice_examples import CART_ACCESS, COOPERATION_ORDERS, EVERY_KIND, SAMPLE_REQUESTS

PAGE = Path(__file__).parent.parent.parent / "docs" / "notices.md"


def test_the_page_is_up_to_date() -> None:
    page = notice_document((examples.told for examples in EVERY_KIND), [CART_ACCESS])
    assert PAGE.read_text(encoding="utf-8") == page, "docs/notices.md is stale: run `make notices`"


def test_an_offer_is_told_to_both_and_to_the_creator_by_sms() -> None:
    """CO-02"""
    offered = [row for row in rows(COOPERATION_ORDERS.told) if row.event == "OrderProposed"]
    assert [(row.readers, row.message) for row in offered[:3]] == [
        (["creator"], "cooperation-order.offered.video.to-creator"),
        (["creator"], None),
        (["merchant"], "cooperation-order.offered.video.to-merchant"),
    ]


def test_who_reads_the_same_words_shares_a_row() -> None:
    found = {row.message: row.readers for row in rows(SAMPLE_REQUESTS.told)}
    assert found["sample-request.approved"] == ["creator", "merchant"]
    assert found["sample-request.reported-late"] == ["creator", "ops"]


def test_an_event_or_a_text_that_is_left_out_is_an_error() -> None:
    told = SAMPLE_REQUESTS.told
    with pytest.raises(ValueError, match="no example of SampleRequested"):
        rows(replace(told, happened=told.happened[1:]))
    without_one_rejection = [one for one in told.happened if getattr(one.event, "reason", None) != "offline"]
    with pytest.raises(ValueError, match=r"no event tells sample-request\.rejected\.offline"):
        rows(replace(told, happened=without_one_rejection))
    with pytest.raises(ValueError, match=r"Cart access: no fact tells cart-access\.granted"):
        rows_of_facts(replace(CART_ACCESS, reports=CART_ACCESS.reports[1:]))
