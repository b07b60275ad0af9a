"""Notices of a sample request: who is told of each event, and what the words say."""

from collections.abc import Mapping
from typing import get_args

import pytest

from luyue.domain.messages import Event
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import ClockAdvanced, ProcessLinked
from luyue.domain.promotion import Candidate, Form
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.state import SampleRequest
from tests.unit.notice_examples import AT, SAMPLE_REQUESTS
from tests.unit.sample_request_notice_examples import ASKED, REFUSED

CREATOR, MERCHANT, OPS = "creator:c1", "merchant:m1", "ops"
NOT_BOTH: Mapping[type[Event], tuple[str, ...]] = {
    m.SampleRequestRefused: (CREATOR,),
    m.NonReceiptReported: (CREATOR, MERCHANT, OPS),
    m.SampleShipmentWarned: (CREATOR,),
    m.SampleShipmentCleared: (CREATOR,),
    m.PromotionReportedLate: (CREATOR, OPS),
    ClockAdvanced: (),
    ProcessLinked: (),
}


@pytest.mark.parametrize("event", SAMPLE_REQUESTS.events, ids=lambda event: event.type_name())
def test_both_sides_are_told_unless_an_event_concerns_others(event: Event) -> None:
    recipients = tuple(notice.recipient for notice in SAMPLE_REQUESTS.of(event))
    assert recipients == NOT_BOTH.get(type(event), (CREATOR, MERCHANT))


def test_who_asks_reads_other_words_than_who_is_asked() -> None:
    told = SAMPLE_REQUESTS.read(ASKED)
    assert told[CREATOR].zh == "您对商品 p1 的样品申请(sr_1)已提交,等待商家审核。"
    assert told[MERCHANT].zh == "创作者 c1 申请了商品 p1 的样品(sr_1),请审核。"


def test_times_are_kept_in_utc_and_shown_in_beijing_time_in_chinese() -> None:
    event = m.ShipmentOverdue(due_at=AT)
    assert SAMPLE_REQUESTS.of(event)[0].parameters["due_at"] == "2026-01-01T16:30:00Z"
    text = SAMPLE_REQUESTS.read(event)[CREATOR]
    assert "2026-01-02 00:30:00(北京时间)" in text.zh
    assert "2026-01-01 16:30:00 UTC" in text.en


def test_a_refusal_tells_the_creator_every_reason() -> None:
    text = SAMPLE_REQUESTS.read(REFUSED)[CREATOR]
    assert text.zh.endswith("该商品未开通样品服务。该商品未开通样品服务。")
    assert text.en.endswith("The product offers no samples. The product offers no samples.")


STATES = (
    SampleRequest(status="PENDING", created_at=AT),
    SampleRequest(status="AWAITING_SHIPMENT", approved_at=AT),
    SampleRequest(status="SHIPPED", receipt_since=AT),
    SampleRequest(status="CONTENT_PENDING", promotion_since=AT),
    SampleRequest(
        status="CONTENT_PENDING",
        promotion_since=AT,
        contents=tuple(Candidate(content=f"{form}/1", form=form, since=AT, due_at=AT) for form in get_args(Form)),
    ),
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.status)
def test_every_deadline_has_words_for_its_warning_and_its_extension(state: SampleRequest) -> None:
    deadlines = SAMPLE_REQUEST.deadlines(state, DEFAULT_POLICY)
    assert deadlines
    for deadline in deadlines:
        # What only measures something is neither warned of nor extended.
        if deadline.subject is None:
            assert f"sample-request.extended.{deadline.name}" in SAMPLE_REQUESTS.notices.texts
            assert f"sample-request.due-soon.{deadline.name}.{deadline.then}" in SAMPLE_REQUESTS.notices.texts
