"""The automatic assessment of shipping violations in a campaign, and what it leads to (CE-08)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from luyue.domain.consumer_order import compensation
from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.state import ConsumerOrder
from luyue.domain.consumer_order.terms import Scenario
from luyue.domain.facts import Facts, Mark, Needs
from luyue.domain.messages import Event
from luyue.domain.policy import Policy

RECORD_MOST = 100
"""How many entries of a merchant's record an assessment looks at: what is kept with it must not grow without end."""


def needs(state: ConsumerOrder) -> Needs:
    """The merchant's record and the buyer's claims; outside a campaign nothing is assessed."""
    if state.event_terms is None:
        return Needs()
    buyers = compensation.claims_of(state.buyer_id)
    found_by = (buyers,) if buyers is not None else ()
    return Needs(record_of=f"merchant/{state.merchant_id}", record_most=RECORD_MOST, found_by=found_by)


def violated(
    state: ConsumerOrder, scenario: Scenario, facts: Facts, policy: Policy, at: datetime, shipment: str | None = None
) -> Sequence[Event]:
    """What a violation leads to: the claim and, in a campaign, the assessment that it is raised and passed by (CE-08).

    Lateness by force majeure is no violation. The `shipment` that was found fake has an entry on the record already,
    which is the violation itself.
    """
    claim = compensation.claim(state, scenario, policy)
    if state.event_terms is None or compensation.is_excused(state, scenario):
        return claim
    since = at - policy.assessment_period
    marks = [one.what for one in facts.record if one.at >= since and one.stream != shipment]
    late, fake = (_count(marks, mark) for mark in ("late_shipment", "fake_shipment"))
    claims = _standing_claims(facts, since)
    violations = late + fake + 1
    measures: list[m.Measure] = []
    if violations >= policy.throttle_from:
        measures.append("throttle")
    if violations >= policy.delist_from:
        measures.append("delist")
    if claims >= policy.buyer_review_from:
        measures.append("review_buyer")
    assessed = m.ShippingAssessed(
        scenario=scenario,
        order=_order(state),
        merchant=m.AssessedMerchant(late_shipments=late, fake_shipments=fake, since=since),
        buyer=m.AssessedBuyer(buyer_id=state.buyer_id, consignee_id=state.consignee_id, claims=claims),
        claim=compensation.owed(state, scenario, policy) if claim else None,
        measures=tuple(measures),
    )
    return [assessed, *claim, *_recommended(state.product_id, measures, violations)]


def _standing_claims(facts: Facts, since: datetime) -> int:
    """In how many orders the buyer has made a claim since, and not all that it ever made are void (SH-09)."""
    claimed, void = m.CompensationClaimed.type_name(), m.CompensationTakenBack.type_name()
    number = Counter((one.stream, one.type) for one in facts.found)
    lately = {one.stream for one in facts.found if one.type == claimed and one.at >= since}
    return sum(1 for stream in lately if number[stream, claimed] > number[stream, void])


def _recommended(product_id: str, measures: Sequence[m.Measure], violations: int) -> list[Event]:
    events: list[Event] = []
    if "throttle" in measures:
        events.append(m.ThrottlingRecommended(product_id=product_id, violations=violations))
    if "delist" in measures:
        events.append(m.DelistingRecommended(product_id=product_id, because="violations", violations=violations))
    return events


def _order(state: ConsumerOrder) -> m.AssessedOrder:
    terms, paid_at = state.event_terms, state.paid_at
    assert terms is not None
    assert paid_at is not None
    return m.AssessedOrder(
        campaign_id=terms.campaign_id,
        entry=terms.entry,
        paid_amount=state.paid_amount,
        paid_at=paid_at,
        ship_within=state.ship_within,
    )


def _count(marks: Sequence[Mark], mark: str) -> int:
    return sum(1 for one in marks if one == mark)
