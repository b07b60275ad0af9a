"""Notices: every event of a sample request tells whom it concerns, in both languages."""

import re
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from luyue.domain.messages import Event, Happened, Text, Violation
from luyue.domain.notices import Notice, Parties
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import SHARED_EVENTS, ClockAdvanced, DeadlineApproaching, DeadlineExtended, Note
from luyue.domain.promotion import Candidate, Form
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.notices import NOTICES
from luyue.domain.sample_request.state import SampleRequest

AT = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)
PARTIES = Parties(id="sr_1", creator_id="c1", merchant_id="m1", product_id="p1")
NOTE = Note(id="n1", digest="d")
VIOLATION = Violation(rule="SR-05", message=Text(zh="该商品未开通样品服务。", en="The product offers no samples."))
BOTH = ("creator:c1", "merchant:m1")

EXAMPLES: list[tuple[Event, tuple[str, ...]]] = [
    (
        m.SampleRequested(
            creator_id="c1",
            merchant_id="m1",
            product_id="p1",
            promotion_form="video",
            contact_id=None,
            note=NOTE,
            policy_version="1",
        ),
        BOTH,
    ),
    (
        m.SampleRequestRefused(
            creator_id="c1", merchant_id="m1", product_id="p1", violations=(VIOLATION,) * 2, policy_version="1"
        ),
        ("creator:c1",),
    ),
    (m.SampleRequestApproved(note=NOTE), BOTH),
    *((m.SampleRequestRejected(reason=reason, note=NOTE), BOTH) for reason in ("not_match", "out_of_stock")),
    *((m.SampleRequestRejected(reason=reason, note=None), BOTH) for reason in ("offline", "other")),
    (m.SampleRequestWithdrawn(note=NOTE), BOTH),
    *((m.SampleRequestCancelled(closed_reason=reason), BOTH) for reason in get_args(m.ClosedReason)),
    (m.ShipmentOverdue(due_at=AT), BOTH),
    (m.SampleShipped(carrier="SF", tracking_no="1234", claimed_shipped_at=None), BOTH),
    (m.ShipmentCorrected(carrier="SF", tracking_no="1234"), BOTH),
    (m.ParcelDelivered(carrier="SF", tracking_no="1234", delivered_at=AT), BOTH),
    (m.NonReceiptReported(remaining=timedelta(hours=1), note=NOTE), ("merchant:m1", "ops")),
    (m.ReceiptClockResumed(due_at=AT, reason=NOTE), BOTH),
    *((m.ReceiptConfirmed(automatic=automatic), BOTH) for automatic in (True, False)),
    (m.ContentCounted(content="video/v1", form="video", since=AT, due_at=AT), BOTH),
    (m.ContentLost(content="video/v1", lost_at=AT), BOTH),
    (m.PromotionWindowEnded(), BOTH),
    (m.SampleRequestFulfilled(content="video/v1", form="video", fulfilled_at=AT), BOTH),
    (m.SampleRequestBreached(), BOTH),
    (m.PromotionReportedLate(content="video/v1", form="video", since=AT, due_at=AT), ("creator:c1", "ops")),
    *((m.SampleRequestReinstated(reason=NOTE, promotion_restarts=restarts), BOTH) for restarts in (True, False)),
    *(
        (DeadlineApproaching(deadline=deadline, due_at=AT, then=then), BOTH)
        for deadline, then in (
            ("approval_window", "cancel"),
            ("shipping_due", "record_late"),
            ("shipping_cutoff", "cancel"),
            ("receipt_window", "confirm_receipt"),
            ("promotion_window", "breach"),
            ("promotion_window", "await_retention"),
        )
    ),
    *(
        (DeadlineExtended(deadline=deadline, due_at=AT, until=AT, reason=NOTE), BOTH)
        for deadline in (
            "approval_window",
            "shipping_due",
            "shipping_cutoff",
            "receipt_window",
            "promotion_window",
        )
    ),
    (ClockAdvanced(wall_at=AT, by=timedelta(hours=1)), ()),
]


def notices(event: Event, parties: Parties = PARTIES) -> list[Notice]:
    return list(NOTICES.of(Happened(event=event, at=AT), parties))


def text(event: Event) -> Text:
    notice = notices(event)[0]
    return NOTICES.render(notice.message, notice.parameters)


@pytest.mark.parametrize(("event", "recipients"), EXAMPLES, ids=lambda value: getattr(value, "type_name", str)())
def test_an_event_tells_whom_it_concerns_in_both_languages(event: Event, recipients: tuple[str, ...]) -> None:
    told = notices(event)
    assert tuple(notice.recipient for notice in told) == recipients
    for notice in told:
        shown = NOTICES.render(notice.message, notice.parameters)
        assert re.search("[\u4e00-\u9fff]", shown.zh)
        assert re.search("[A-Za-z]{3}", shown.en)
        assert not re.search("[\u4e00-\u9fff]", shown.en)
        for language in (shown.zh, shown.en):
            assert "{" not in language
            assert "None" not in language
            assert "sr_1" in language


def test_every_event_has_an_example() -> None:
    assert {type(event) for event, _ in EXAMPLES} == {*m.EVENTS, *SHARED_EVENTS}


def test_every_text_is_used() -> None:
    used = {notice.message for event, _ in EXAMPLES for notice in notices(event)}
    assert used == set(NOTICES.texts)


def test_times_are_kept_in_utc_and_shown_in_beijing_time_in_chinese() -> None:
    event = m.ShipmentOverdue(due_at=AT)
    assert notices(event)[0].parameters["due_at"] == "2026-01-01T16:30:00Z"
    assert "2026-01-02 00:30:00(北京时间)" in text(event).zh
    assert "2026-01-01 16:30:00 UTC" in text(event).en


def test_a_refusal_tells_every_reason() -> None:
    event = EXAMPLES[1][0]
    assert text(event).zh.endswith("该商品未开通样品服务。该商品未开通样品服务。")
    assert text(event).en.endswith("The product offers no samples. The product offers no samples.")


def test_notices_hold_no_notes() -> None:
    for event, _ in EXAMPLES:
        for notice in notices(event):
            assert "n1" not in notice.parameters.values()
            assert "note" not in notice.parameters
            assert "reason" not in notice.parameters


def test_without_a_merchant_only_the_others_are_told() -> None:
    unknown = PARTIES.model_copy(update={"merchant_id": None})
    refused = m.SampleRequestRefused(
        creator_id="c1", merchant_id=None, product_id="p1", violations=(VIOLATION,), policy_version="1"
    )
    assert [notice.recipient for notice in notices(refused, unknown)] == ["creator:c1"]
    assert [notice.recipient for notice in notices(m.SampleRequestApproved(note=None), unknown)] == ["creator:c1"]


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
            assert f"sample-request.extended.{deadline.name}" in NOTICES.texts
            assert f"sample-request.due-soon.{deadline.name}.{deadline.then}" in NOTICES.texts
