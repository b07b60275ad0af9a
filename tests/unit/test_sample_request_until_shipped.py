"""SR-04 to SR-09 and SR-16: from the application to the shipment."""

from datetime import timedelta

import pytest

from luyue.domain.facts import SampleOffer
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.sample_request import messages as m
from tests import eligible
from tests.unit.given_when_then import TICK, Platform, hours
from tests.unit.sample_request_stories import (
    APPLIED,
    APPROVED,
    SHIPPED,
    WHY,
    apply,
    approved,
    breached,
    new_request,
    pending,
    platform,
    received,
    refused,
    rules,
    ship,
    shipped,
)


def test_sr_05_a_known_creator_may_ask_for_a_sample_that_is_offered() -> None:
    request = pending()
    assert request.status == "PENDING"
    assert request.summary.merchant_id == "m1"
    assert request.state.policy_version == DEFAULT_POLICY.version


def test_sr_05_a_refusal_of_parties_that_are_not_known_is_on_record() -> None:
    request = new_request(Platform())
    request.issue(apply(), APPLIED)
    assert request.status == "REFUSED"
    assert request.summary.merchant_id is None
    violated = [violation.rule for violation in request.state.violations]
    assert violated[:2] == ["SR-05.known_creator", "SR-05.known_product"]
    assert request.summary.closed
    assert request.summary.claim is None


@pytest.mark.parametrize(
    ("published_at", "offer", "status"),
    [
        (DEFAULT_POLICY.service_launched_at, None, "PENDING"),
        (DEFAULT_POLICY.service_launched_at + TICK, None, "REFUSED"),
        (None, None, "REFUSED"),
        (DEFAULT_POLICY.service_launched_at - TICK, False, "REFUSED"),
        (DEFAULT_POLICY.service_launched_at + TICK, True, "PENDING"),
        (None, True, "PENDING"),
    ],
)
def test_sr_04_products_published_before_the_launch_offer_samples_unless_their_merchant_says_otherwise(
    published_at: object, offer: bool | None, status: str
) -> None:
    stage = platform()
    stage.report("product/p3", eligible.product().model_copy(update={"published_at": published_at}), APPLIED)
    if offer is not None:
        stage.report("sample-offer/p3", SampleOffer(offers_samples=offer), APPLIED)
    assert pending(stage, apply("p3")).status == status


def test_ix_16_a_sample_offer_switched_off_while_pending_leaves_approval_possible() -> None:
    stage = platform()
    request = pending(stage)
    stage.report("sample-offer/p1", SampleOffer(offers_samples=False), APPLIED + hours(1))
    request.issue(m.Approve(), APPLIED + hours(2))
    assert request.status == "AWAITING_SHIPMENT"


def test_sr_16_one_open_request_of_a_creator_for_a_product() -> None:
    stage = platform()
    pending(stage)
    second = pending(stage, at=APPLIED + hours(1))
    assert second.status == "REFUSED"
    assert [violation.rule for violation in second.state.violations] == ["SR-16"]
    assert pending(stage, apply("p2")).status == "PENDING"
    assert pending(stage, apply(creator="c2")).status == "PENDING"


def test_sr_16_a_product_whose_id_another_ones_begins_with_is_another_product() -> None:
    stage = platform()
    stage.report("product/p10", eligible.product(), APPLIED)
    stage.report("sample-offer/p10", eligible.OFFER, APPLIED)
    pending(stage, apply("p10"))
    assert pending(stage, apply("p1")).status == "PENDING"


@pytest.mark.parametrize("opened", [pending, approved, shipped, received])
def test_sr_16_every_open_status_holds_the_claim(opened: object) -> None:
    assert callable(opened)
    assert opened().summary.claim == "sample:c1:p1"


def test_sr_16_a_closed_request_holds_no_claim_and_a_new_one_may_be_made() -> None:
    stage = platform()
    request = pending(stage)
    request.issue(m.Withdraw(), APPLIED + hours(1))
    assert request.summary.claim is None
    assert pending(stage, at=APPLIED + hours(2)).status == "PENDING"
    assert breached().summary.claim is None


def test_sr_06_approved_after_exactly_48_hours_is_in_time() -> None:
    request = pending()
    request.issue(m.Approve(), APPLIED + hours(48))
    assert request.status == "AWAITING_SHIPMENT"
    assert request.state.approved_at == APPLIED + hours(48)


def test_sr_06_rejected_by_the_merchant() -> None:
    request = pending()
    request.issue(m.Reject(reason="not_match"), APPLIED + hours(48))
    assert (request.status, request.state.rejection_reason) == ("REJECTED", "not_match")
    assert request.state.closed_reason is None


def test_sr_06_not_approved_in_48_hours_is_cancelled_dated_when_it_was_due() -> None:
    request = pending()
    request.time_to(APPLIED + hours(48))
    assert request.status == "PENDING"
    request.time_to(APPLIED + hours(48) + TICK)
    assert (request.status, request.state.closed_reason) == ("CANCELLED", "approval_timeout")
    assert request.dated(m.SampleRequestCancelled) == [APPLIED + hours(48)]
    assert refused(request, m.Approve(), APPLIED + hours(49)).code == "status"


def test_sr_06_after_the_timeout_a_new_request_may_be_made() -> None:
    stage = platform()
    pending(stage).time_to(APPLIED + hours(49))
    assert pending(stage, at=APPLIED + hours(49)).status == "PENDING"


def test_sr_06_a_command_in_time_counts_however_late_it_is_carried_out() -> None:
    request = pending()
    request.issue(m.Approve(), APPLIED + hours(48), now=APPLIED + hours(60))
    assert request.status == "AWAITING_SHIPMENT"


def test_sr_06_a_command_too_late_meets_what_time_has_done() -> None:
    request = pending()
    refusal = refused(request, m.Approve(), APPLIED + hours(48) + TICK)
    assert (refusal.code, request.state.closed_reason) == ("status", "approval_timeout")
    assert refusal.violations[0].observed == "CANCELLED"


def test_sr_07_shipped_after_exactly_48_hours_is_not_late() -> None:
    request = approved()
    request.issue(ship(), APPROVED + hours(48))
    assert (request.status, request.state.late) == ("SHIPPED", False)


def test_sr_07_not_shipped_in_48_hours_is_late_once_and_goes_on() -> None:
    request = approved()
    request.time_to(APPROVED + hours(48))
    assert not request.state.late
    request.time_to(APPROVED + hours(48) + TICK)
    assert (request.status, request.state.late) == ("AWAITING_SHIPMENT", True)
    assert request.dated(m.ShipmentOverdue) == [APPROVED + hours(48)]
    request.time_to(APPROVED + hours(120))
    assert request.count(m.ShipmentOverdue) == 1
    request.issue(ship(), APPROVED + hours(120))
    assert (request.status, request.state.late) == ("SHIPPED", True)


def test_sr_08_not_shipped_in_120_hours_is_cancelled() -> None:
    request = approved()
    request.time_to(APPROVED + hours(120))
    assert request.status == "AWAITING_SHIPMENT"
    request.time_to(APPROVED + hours(120) + TICK)
    assert (request.status, request.state.closed_reason) == ("CANCELLED", "shipment_timeout")
    assert request.dated(m.SampleRequestCancelled) == [APPROVED + hours(120)]


def test_sr_08_one_long_silence_does_everything_in_order() -> None:
    request = approved()
    events = [type(happened.event).__name__ for happened in request.time_to(APPROVED + hours(1_000))]
    assert events == ["DeadlineApproaching", "ShipmentOverdue", "DeadlineApproaching", "SampleRequestCancelled"]


def test_sr_09_the_upload_counts_and_a_claimed_earlier_time_is_information_only() -> None:
    request = approved()
    claimed = APPROVED + timedelta(minutes=5)
    request.issue(m.Ship(carrier="SF", tracking_no="1001", shipped_at=claimed), APPROVED + hours(50))
    assert request.state.late
    assert request.state.shipment.shipped_at == APPROVED + hours(50)
    assert request.state.shipment.claimed_shipped_at == claimed
    assert request.deadlines == {"receipt_window": APPROVED + hours(50 + 168)}


def test_sr_09_a_number_can_be_corrected_and_the_receipt_clock_runs_on() -> None:
    request = shipped()
    due = request.deadlines
    request.issue(m.CorrectShipment(carrier="YTO", tracking_no="2002"), SHIPPED + hours(1))
    assert (request.state.shipment.carrier, request.state.shipment.tracking_no) == ("YTO", "2002")
    assert request.state.shipment.shipped_at == SHIPPED
    assert request.deadlines == due
    assert "parcel:YTO:2002" in request.summary.subjects
    assert "parcel:SF:1001" not in request.summary.subjects


def test_sr_09_the_same_number_again_changes_nothing() -> None:
    assert shipped().issue(m.CorrectShipment(carrier="SF", tracking_no="1001"), SHIPPED + hours(1)) == []


def test_ix_10_a_number_is_not_corrected_after_the_shipping_cutoff() -> None:
    request = shipped()
    request.issue(m.CorrectShipment(carrier="SF", tracking_no="2002"), APPROVED + hours(120))
    refusal = refused(request, m.CorrectShipment(carrier="SF", tracking_no="3003"), APPROVED + hours(120) + TICK)
    assert (refusal.code, rules(refusal)) == ("rule", ["IX-10"])


@pytest.mark.parametrize("opened", [pending, approved])
def test_sr_16_a_creator_may_withdraw_until_the_sample_is_shipped(opened: object) -> None:
    assert callable(opened)
    request = opened()
    request.issue(m.Withdraw(note=WHY), APPROVED + hours(1))
    assert (request.status, request.state.closed_reason) == ("CANCELLED", "withdrawn")


@pytest.mark.parametrize("opened", [shipped, received])
def test_sr_16_a_creator_may_not_withdraw_a_shipped_sample(opened: object) -> None:
    assert callable(opened)
    request = opened()
    assert refused(request, m.Withdraw(), request.state.last_at + hours(1)).code == "status"


def test_ops_cancel_an_open_request() -> None:
    request = approved()
    request.issue(m.Cancel(reason=WHY), APPROVED + hours(1))
    assert (request.status, request.state.closed_reason) == ("CANCELLED", "ops")
