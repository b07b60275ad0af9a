"""The rules of a sample request: what each command and each deadline leads to, or which rule refuses it."""

from collections.abc import Sequence
from datetime import datetime

from luyue.domain import promotion
from luyue.domain.facts import (
    Creator,
    Facts,
    Needs,
    ParcelTracks,
    Product,
    SampleOffer,
    content_subject,
    parcel_subject,
)
from luyue.domain.messages import Command, Event, Refusal, Text, Violation
from luyue.domain.policy import Policy
from luyue.domain.process import TimePassed, not_allowed
from luyue.domain.promotion import Candidate, Terms
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.state import SampleRequest


def needs(state: SampleRequest, command: Command) -> Needs:
    """Which facts a command is decided on."""
    match command:
        case m.Apply():
            return Needs(
                streams=(
                    f"creator/{command.creator_id}",
                    f"product/{command.product_id}",
                    f"sample-offer/{command.product_id}",
                ),
                claim_prefixes=(f"sample:{command.creator_id}:{command.product_id}",),
            )
        case m.Observe() if state.status == s.SHIPPED:
            return Needs(subjects=_parcel(state))
        case m.ConfirmReceipt() | m.Observe() | m.LinkVideo() | m.LinkLive():
            return _promotion_needs(state)
        case m.Reinstate() if state.status == s.BREACHED:
            needed = _promotion_needs(state)
            return needed.model_copy(update={"claim_prefixes": (*needed.claim_prefixes, s.open_claim(state))})
        case TimePassed() if command.deadline.name in (
            "receipt_window",
            "promotion_window",
            "video_retention",
            "live_cart_minimum",
        ):
            return _promotion_needs(state)
        case _:
            return Needs()


def _parcel(state: SampleRequest) -> tuple[str, ...]:
    return (parcel_subject(state.shipment.carrier, state.shipment.tracking_no),) if state.shipment else ()


def _promotion_needs(state: SampleRequest) -> Needs:
    return Needs(
        subjects=(content_subject(state.creator_id, state.product_id), *_parcel(state)),
        claim_prefixes=(s.promoted_prefix(state),),
    )


def decide(state: SampleRequest, command: Command, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The events that a command leads to, none where it changes nothing; raises `Refusal`."""
    match state.status, command:
        case "", m.Apply():
            return [_apply(command, facts, policy)]
        case s.PENDING, m.Approve():
            return [m.SampleRequestApproved(note=command.note)]
        case s.PENDING, m.Reject():
            return [m.SampleRequestRejected(reason=command.reason, note=command.note)]
        case ((s.PENDING | s.AWAITING_SHIPMENT), m.Withdraw()):
            return [m.SampleRequestWithdrawn(note=command.note)]
        case s.AWAITING_SHIPMENT, m.Ship():
            return [
                m.SampleShipped(
                    carrier=command.carrier, tracking_no=command.tracking_no, claimed_shipped_at=command.shipped_at
                )
            ]
        case s.SHIPPED, m.CorrectShipment():
            return _correct_shipment(state, command, policy, at)
        case s.SHIPPED, m.ConfirmReceipt():
            return _received(state, facts, policy, at, automatic=False)
        case s.SHIPPED, m.ReportNonReceipt() if state.receipt_remaining is None:
            due_at = s.receipt_due_at(state, policy)
            assert due_at is not None
            return [m.NonReceiptReported(remaining=due_at - at, note=command.note)]
        case s.SHIPPED, m.Reinstate() if state.receipt_remaining is not None:
            return [m.ReceiptClockResumed(due_at=at + state.receipt_remaining, reason=command.reason)]
        case s.SHIPPED, m.Observe():
            return _delivered(state, facts)
        case s.CONTENT_PENDING, m.Observe():
            return _promote(state, facts, policy, at)
        case s.CONTENT_PENDING, m.LinkVideo():
            return _link(state, f"video/{command.video_id}", facts, policy, at)
        case s.CONTENT_PENDING, m.LinkLive():
            return _link(state, f"live-session/{command.live_session_id}", facts, policy, at)
        case s.BREACHED, m.Observe():
            return _reported_late(state, facts, policy)
        case s.BREACHED, m.Reinstate():
            return _reinstate(state, command, facts, policy, at)
        case ((s.PENDING | s.AWAITING_SHIPMENT | s.SHIPPED | s.CONTENT_PENDING), m.Cancel()):
            unreceived = state.status == s.SHIPPED and state.receipt_remaining is not None
            return [
                m.SampleRequestCancelled(closed_reason="not_received" if unreceived else "ops", reason=command.reason)
            ]
        case _, m.Observe() if state.status:
            return []
        case _, TimePassed():
            return _time_passed(state, command, facts, policy, at)
        case _:
            raise not_allowed(state, _name(command))


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))


def _apply(command: m.Apply, facts: Facts, policy: Policy) -> Event:
    product = facts.known(f"product/{command.product_id}", Product)
    violations = _violations(command, product, facts, policy)
    if violations or product is None:
        return m.SampleRequestRefused(
            creator_id=command.creator_id,
            merchant_id=product.merchant_id if product else None,
            product_id=command.product_id,
            violations=tuple(violations),
            policy_version=policy.version,
        )
    return m.SampleRequested(
        creator_id=command.creator_id,
        merchant_id=product.merchant_id,
        product_id=command.product_id,
        promotion_form=command.promotion_form,
        contact_id=command.contact_id,
        note=command.note,
        policy_version=policy.version,
    )


def _violations(command: m.Apply, product: Product | None, facts: Facts, policy: Policy) -> list[Violation]:
    """SR-05 and SR-16: the creator is known, the product offers samples, and no other request of theirs is open."""
    found: list[Violation] = []

    def violated(rule: str, zh: str, en: str, observed: object, required: object, remedy: Text | None = None) -> None:
        found.append(
            Violation(
                rule=rule,
                message=Text(zh=zh, en=en),
                observed=observed,
                required=required,
                remedy=remedy,
                policy_version=policy.version,
            )
        )

    if facts.known(f"creator/{command.creator_id}", Creator) is None:
        violated("SR-05", "平台尚无该创作者的资料。", "The creator is not known to the platform.", None, "known")
    if product is None:
        violated("SR-05", "平台尚无该商品的资料。", "The product is not known to the platform.", None, "known")
    elif not offers_samples(command.product_id, product, facts, policy):
        violated(
            "SR-05",
            "该商品未开通样品服务。",
            "The product offers no samples.",
            False,
            True,
            Text(zh="请选择标有“免费申样”的商品。", en="Choose a product that offers free samples."),
        )
    if f"sample:{command.creator_id}:{command.product_id}" in facts.claims:
        violated(
            "SR-16",
            "您对该商品已有进行中的样品申请。",
            "A request of yours for this product is still open.",
            1,
            0,
            Text(zh="请先完成或撤回该申请。", en="Finish or withdraw that request first."),
        )
    return found


def offers_samples(product_id: str, product: Product, facts: Facts, policy: Policy) -> bool:
    """SR-04: the merchant's choice; unchosen, only products published before the service's launch offer samples."""
    offer = facts.known(f"sample-offer/{product_id}", SampleOffer)
    if offer is not None:
        return offer.offers_samples
    return product.published_at is not None and product.published_at < policy.service_launched_at


def _correct_shipment(
    state: SampleRequest, command: m.CorrectShipment, policy: Policy, at: datetime
) -> Sequence[Event]:
    assert state.shipment is not None
    assert state.approved_at is not None
    if (command.carrier, command.tracking_no) == (state.shipment.carrier, state.shipment.tracking_no):
        return []
    cutoff = state.extended("shipping_cutoff", state.approved_at + policy.shipping_cutoff)
    if at > cutoff:
        raise Refusal.of(
            "rule",
            "IX-10",
            zh="已过发货截止时间,单号不可再更正。",
            en="The shipping cutoff is over: the number can no longer be corrected.",
            observed=at.isoformat(),
            required=cutoff.isoformat(),
        )
    return [m.ShipmentCorrected(carrier=command.carrier, tracking_no=command.tracking_no)]


def _delivered(state: SampleRequest, facts: Facts) -> list[Event]:
    """IX-01: the earliest delivery that a track shows, where it is news."""
    shipment = state.shipment
    assert shipment is not None
    scans = [
        track.at
        for _, reports in facts.histories(ParcelTracks)
        for report in reports
        for track in (report.fact.tracks if isinstance(report.fact, ParcelTracks) else ())
        if track.kind == "delivered"
    ]
    earliest = min(scans, default=None)
    if earliest is None or (shipment.delivered_at is not None and shipment.delivered_at <= earliest):
        return []
    return [m.ParcelDelivered(carrier=shipment.carrier, tracking_no=shipment.tracking_no, delivered_at=earliest)]


def _received(state: SampleRequest, facts: Facts, policy: Policy, at: datetime, *, automatic: bool) -> list[Event]:
    delivered = _delivered(state, facts)
    confirmed = m.ReceiptConfirmed(automatic=automatic)
    after = _after(state, [*delivered, confirmed], at)
    return [*delivered, confirmed, *_promote(after, facts, policy, at)]


def _after(state: SampleRequest, events: Sequence[Event], at: datetime) -> SampleRequest:
    for event in events:
        state = s.evolve(state, event, at)
    return state


def terms(state: SampleRequest, policy: Policy) -> Terms:
    """What promotes this sample. Content counts from receipt, or from an earlier delivery on the track (IX-01)."""
    assert state.received_at is not None
    delivered_at = state.shipment.delivered_at if state.shipment else None
    return Terms(
        product_id=state.product_id,
        opens=min(state.received_at, delivered_at or state.received_at),
        closes=s.promotion_closes_at(state, policy),
        form=state.promotion_form,
    )


def _candidates(state: SampleRequest, facts: Facts, policy: Policy) -> list[Candidate]:
    """Content that qualifies and has not fulfilled another request for this product (IX-06)."""
    taken = {claim.removeprefix(s.promoted_prefix(state)) for claim in facts.claims}
    found = promotion.candidates(facts, terms(state, policy), state, policy)
    return [one for one in found if one.content not in taken]


def _promote(
    state: SampleRequest, facts: Facts, policy: Policy, at: datetime, judged: str | None = None
) -> list[Event]:
    """What the facts say about the promotion: content counted, content lost, and the first complete one fulfils.

    Content still running is complete only once its own deadline is `judged`, because reports may be late (SR-14).
    """
    delivered = _delivered(state, facts)
    state = _after(state, delivered, at)
    events: list[Event] = [*delivered]
    complete: list[Candidate] = []
    known = {content.content: content for content in state.contents}
    for one in _candidates(state, facts, policy):
        counted = known.get(one.content)
        if counted is not None and counted.lost:
            continue
        if counted is None or (counted.since, counted.due_at) != (one.since, one.due_at):
            if one.lost and counted is None:
                continue
            events.append(m.ContentCounted(content=one.content, form=one.form, since=one.since, due_at=one.due_at))
        if one.lost and one.lasted_until is not None:
            events.append(m.ContentLost(content=one.content, lost_at=one.lasted_until))
        elif one.due_at <= at and (one.lasted_until is not None or one.content == judged or _settled(one, policy, at)):
            complete.append(one)
    current = {one.content for one in _candidates(state, facts, policy)}
    for content in state.live_contents():
        if content.content not in current:
            events.append(m.ContentLost(content=content.content, lost_at=max(min(at, content.due_at), content.since)))
    if complete:
        first = complete[0]
        events.append(m.SampleRequestFulfilled(content=first.content, form=first.form, fulfilled_at=first.due_at))
    elif state.promotion_window_ended and not _after(state, events[len(delivered) :], at).live_contents():
        events.append(m.SampleRequestBreached())
    return events


def _settled(content: Candidate, policy: Policy, at: datetime) -> bool:
    return content.due_at + policy.fact_grace < at


def _link(state: SampleRequest, content: str, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    found = [one for one in _candidates(state, facts, policy) if one.content == content]
    counted = [one for one in state.contents if one.content == content]
    if found and not found[0].lost and not any(one.lost for one in counted):
        return _promote(state, facts, policy, at)
    if any(one.lost for one in [*found, *counted]):
        rule, zh, en = ("SR-12", "该内容曾中断推广,已失效。", "This content stopped promoting the product: it is void.")
    elif f"{s.promoted_prefix(state)}{content}" in facts.claims:
        rule, zh, en = (
            "IX-06",
            "该内容已用于履约同一商品的另一申请。",
            "This content has already fulfilled another request for the same product.",
        )
    else:
        rule, zh, en = promotion.why_not(content, facts, terms(state, policy), state, policy)
    raise Refusal.of("rule", rule, zh=zh, en=en, observed=content)


def _time_passed(
    state: SampleRequest, command: TimePassed, facts: Facts, policy: Policy, at: datetime
) -> Sequence[Event]:
    deadline = command.deadline
    match deadline.name:
        case "approval_window":
            return [m.SampleRequestCancelled(closed_reason="approval_timeout")]
        case "shipping_due":
            return [m.ShipmentOverdue(due_at=deadline.due_at)]
        case "shipping_cutoff":
            return [m.SampleRequestCancelled(closed_reason="shipment_timeout")]
        case "receipt_window":
            return _received(state, facts, policy, at, automatic=True)
        case "video_retention" | "live_cart_minimum":
            return _promote(state, facts, policy, at, judged=deadline.subject)
        case "promotion_window":
            return _window_over(state, facts, policy, at)
    raise AssertionError(f"a sample request has no deadline {deadline.name}")


def _window_over(state: SampleRequest, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    """SR-14 and IX-04: breached, unless content published in time is still in its retention."""
    events = _promote(state, facts, policy, at)
    after = _after(state, events, at)
    if after.status != s.CONTENT_PENDING:
        return events
    return [*events, m.PromotionWindowEnded() if after.live_contents() else m.SampleRequestBreached()]


def _reported_late(state: SampleRequest, facts: Facts, policy: Policy) -> list[Event]:
    known = {*state.reported_late, *(content.content for content in state.contents)}
    return [
        m.PromotionReportedLate(content=one.content, form=one.form, since=one.since, due_at=one.due_at)
        for one in _candidates(state, facts, policy)
        if not one.lost and one.content not in known
    ]


def _reinstate(state: SampleRequest, command: m.Reinstate, facts: Facts, policy: Policy, at: datetime) -> list[Event]:
    if s.open_claim(state) in facts.claims:
        raise Refusal.of(
            "rule",
            "SR-16",
            zh="该创作者对该商品已有另一进行中的样品申请。",
            en="Another request of this creator for this product is open.",
            observed=1,
            required=0,
        )
    in_time = [one for one in _candidates(state, facts, policy) if not one.lost]
    reinstated = m.SampleRequestReinstated(reason=command.reason, promotion_restarts=not in_time)
    return [reinstated, *_promote(_after(state, [reinstated], at), facts, policy, at)]
