"""Every way in which a sample request or a dispute can end names its rule; nothing that is open has an ending."""

from typing import get_args

import pytest

from luyue.domain.dispute import endings as dispute_endings
from luyue.domain.dispute import state as ds
from luyue.domain.dispute.messages import ClosedReason as DisputeReason
from luyue.domain.dispute.state import Dispute
from luyue.domain.sample_request import endings as request_endings
from luyue.domain.sample_request import state as sr
from luyue.domain.sample_request.messages import ClosedReason as RequestReason
from luyue.domain.sample_request.state import SampleRequest
from tests.unit.dispute_stories import opened
from tests.unit.sample_request_stories import pending


@pytest.mark.parametrize(
    ("status", "more", "rule"),
    [
        (sr.REFUSED, {}, "SR-01–SR-05, SR-16"),
        (sr.REJECTED, {"rejection_reason": "other"}, "SR-06"),
        (sr.COMPLETED, {"fulfilled_by": "video/v1"}, "SR-12"),
        (sr.COMPLETED, {"fulfilled_by": "live-session/l1"}, "SR-13"),
        (sr.CANCELLED, {"closed_reason": "approval_timeout"}, "SR-06"),
        (sr.CANCELLED, {"closed_reason": "shipment_timeout"}, "SR-08"),
        (sr.CANCELLED, {"closed_reason": "withdrawn"}, "SR-16"),
        (sr.CANCELLED, {"closed_reason": "not_received"}, "IX-08"),
        (sr.CANCELLED, {"closed_reason": "fake_shipment"}, "IX-09"),
        (sr.CANCELLED, {"closed_reason": "product_unavailable"}, "IX-13"),
        (sr.CANCELLED, {"closed_reason": "merchant_left"}, "IX-14"),
        (sr.CANCELLED, {"closed_reason": "creator_ineligible"}, "IX-15"),
        (sr.CANCELLED, {"closed_reason": "ops"}, "cancel"),
        (sr.BREACHED, {"closed_reason": "promotion_timeout"}, "SR-14"),
    ],
)
def test_a_request_ends_by_a_rule(status: str, more: dict[str, str], rule: str) -> None:
    found = request_endings.ending(SampleRequest.model_validate({"status": status, **more}))
    assert found is not None
    assert found.rule == rule


@pytest.mark.parametrize(
    ("status", "reason", "rule"),
    [
        (ds.WITHDRAWN, None, "DS-01"),
        (ds.WITHDRAWN, "settled", "IX-22"),
        (ds.FINAL, "not_appealed", "DS-02"),
        (ds.FINAL, "appeal_dismissed", "DS-02"),
        (ds.FINAL, "evidence_not_brought", "DS-03"),
        (ds.FINAL, "ruling_struck", "DS-04"),
    ],
)
def test_a_dispute_ends_by_a_rule(status: str, reason: str | None, rule: str) -> None:
    found = dispute_endings.ending(Dispute(status=status, closed_reason=reason))
    assert found is not None
    assert found.rule == rule


def test_every_reason_has_its_words() -> None:
    for reasons, endings in ((RequestReason, request_endings.CLOSED), (DisputeReason, dispute_endings.CLOSED)):
        assert set(get_args(reasons)) == set(endings)


def test_what_is_open_has_no_ending() -> None:
    assert [request_endings.ending(SampleRequest(status=status)) for status in sr.OPEN] == [None] * len(sr.OPEN)
    assert [dispute_endings.ending(Dispute(status=status)) for status in ds.UNDECIDED] == [None] * len(ds.UNDECIDED)


def test_answers_show_it() -> None:
    request, dispute = pending(), opened()
    assert request.kind.details(request.state, request.policy)["ending"] is None
    assert dispute.kind.details(dispute.state, dispute.policy)["ending"] is None
    ended = request.state.model_copy(update={"status": sr.REJECTED})
    assert request.kind.details(ended, request.policy)["ending"]["rule"] == "SR-06"
    settled = dispute.state.model_copy(update={"status": ds.WITHDRAWN})
    assert dispute.kind.details(settled, dispute.policy)["ending"]["rule"] == "DS-01"
