# Document 6b82db9c09d4f29c, text 939103e224aca398
"""What is sent and answered. Made by `make client`: not to be edited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class AdmissionBody(BaseModel):
    """
    Who wants to be admitted.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str


class Advance(BaseModel):
    """
    Moves the test clock forward, by a duration or to a moment of the process's time.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: timedelta | None = None
    to: AwareDatetime | None = None


class Advertising(BaseModel):
    """
    What the merchant spends on advertising the broadcast, in yuan.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    budget: str


class Campaign(BaseModel):
    """
    A campaign, as ops announce it. Both windows include their ends (CE-01); given in Beijing time, kept in UTC.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    title: str
    registration_from: AwareDatetime
    registration_until: AwareDatetime
    event_from: AwareDatetime
    event_until: AwareDatetime
    categories: list[str] | None = None
    not_freight_free_regions: list[str] | None = None


class Candidate(BaseModel):
    """
    Content that promotes the product without a break since `since`: complete at `due_at` unless lost before.

    `content` is the fact's stream.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    content: str
    form: str
    since: AwareDatetime
    due_at: AwareDatetime
    lost_at: AwareDatetime | None = None


class CartAccessAnswer(BaseModel):
    """
    The rights that an admitted creator holds; empty: all were taken away.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    rights: list[str]
    version: int
    recorded_at: AwareDatetime


class CartEntry(BaseModel):
    """
    A product's stay in a live room's cart; open while neither it nor the session has an end.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    product_id: str
    added_at: AwareDatetime
    removed_at: AwareDatetime | None = None
    explained: bool | None = False
    sold_out_at: AwareDatetime | None = None


class CheckAnswer(BaseModel):
    """
    What one rule said. `missing` names facts that it needs and that were not reported.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    rule: str
    passed: bool
    observed: Any | None = None
    required: Any | None = None
    missing: list[str] | None = []
    message: str | None = None
    remedy: str | None = None


class ContactAnswer(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    version: int
    recorded_at: AwareDatetime
    name: str
    phone: str
    region: str
    address: str


class ContactBody(BaseModel):
    """
    A consignee.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    name: str
    phone: str
    region: str
    address: str


class CooperationOrderAcceptBody(BaseModel):
    """
    The creator's: the order takes effect (CO-03).
    """

    model_config = ConfigDict(
        extra="allow",
    )


class CooperationOrderAgreeRebroadcastBody(BaseModel):
    """
    `latest_broadcast_at`, where given, is what is agreed to: proposals may cross.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """
    latest_broadcast_at: AwareDatetime | None = None


class CooperationOrderCancelBody(BaseModel):
    """
    One side alone: the merchant after the latest time (CO-05), the creator when the merchant has left (IX-14).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """


class CooperationOrderConfirmCancellationBody(BaseModel):
    """
    The other side agrees to cancel (CO-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """


class CooperationOrderDeclineBody(BaseModel):
    """
    The creator's (CO-03).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str | None = None


class CooperationOrderDeclineCancellationBody(BaseModel):
    """
    The other side does not agree to cancel: the order goes on (CO-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """


class CooperationOrderDeclineRebroadcastBody(BaseModel):
    """
    No to the other side's proposal (CO-08).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """


class CooperationOrderDeliverBody(BaseModel):
    """
    The creator's (CO-06); what was shown is read from the facts, the sessions named are references.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    note: str | None = None
    live_session_ids: list[str] | None = []


class CooperationOrderEndBroadcastBody(BaseModel):
    """
    The creator's. `ended_at` is when it ended, if that was earlier.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    at: AwareDatetime | None = None


class CooperationOrderExtendBody(BaseModel):
    """
    Ops give a deadline a later due time. Its name has no room for free text, which could not be erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    until: AwareDatetime
    reason: str


class CooperationOrderGoLiveBody(BaseModel):
    """
    The creator's. Names the live session, or the video of an order of video form (IX-21).

    `started_at` is when it began, if that was earlier. A claim: it starts the clocks, but does not undo lateness.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    live_session_id: str | None = None
    video_id: str | None = None
    at: AwareDatetime | None = None


class CooperationOrderProposeRebroadcastBody(BaseModel):
    """
    A new latest time; replaces any other proposal, and agrees to the other side's where it is the same (CO-08).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """
    latest_broadcast_at: AwareDatetime


class CooperationOrderRejectDeliveryBody(BaseModel):
    """
    The merchant's: verification failed (CO-08).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class CooperationOrderRequestCancellationBody(BaseModel):
    """
    One side asks to cancel; where the other has asked already, both have agreed (CO-04, IX-19).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """
    reason: str | None = None


class CooperationOrderVerifyBody(BaseModel):
    """
    The merchant accepts the delivery (CO-07), also after all (CO-08).
    """

    model_config = ConfigDict(
        extra="allow",
    )


class CooperationOrderWithdrawBody(BaseModel):
    """
    The merchant's, as long as the offer is not accepted (CO-03).
    """

    model_config = ConfigDict(
        extra="allow",
    )


class DeadlineAnswer(BaseModel):
    """
    A moment at which time itself acts; `name` is its policy parameter's, `then` what happens.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    name: str
    due_at: AwareDatetime
    then: str


class DeliveryAnswer(BaseModel):
    """
    The delivery of an event. `event_id` is its `webhook-id`, `sequence` the event's version in its stream.

    `pending` is tried again by itself, `parked` only on demand. `last_status` is the HTTP status of the receiver's last
    answer, if there was one; `last_error` says why the last attempt did not count.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    event_id: UUID
    stream: str
    type: str
    sequence: int
    state: str
    attempts: int
    created_at: AwareDatetime
    last_attempt_at: AwareDatetime | None
    last_status: int | None
    last_error: str | None
    delivered_at: AwareDatetime | None


class DeliveryAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[DeliveryAnswer]
    next_page_token: str | None


class DisputeDecideAppealBody(BaseModel):
    """
    Ops decide an appeal (DS-02 to DS-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    decision: Literal["upheld", "struck", "needs_more_evidence"]
    reason: str | None = None


class DisputeExtendBody(BaseModel):
    """
    Ops give a deadline a later due time. Its name has no room for free text, which could not be erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    until: AwareDatetime
    reason: str


class DisputeRuleBody(BaseModel):
    """
    Ops rule. `deposit_used`: what the ruling takes from a deposit, in yuan, where it says so (DS-02, DS-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    outcome: Literal["resume", "cancel", "complete"]
    in_default: Literal["merchant", "creator"] | None = None
    deposit_used: str | None = None
    reason: str | None = None


class DisputeWithdrawBody(BaseModel):
    """
    The side that asked for arbitration no longer wants it (DS-01).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator", "ops"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """
    note: str | None = None


class EligibilityAnswer(BaseModel):
    """
    Every rule that was looked at, passed ones too, and the policy's version that it was judged under.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    eligible: bool
    policy_version: str
    checks: list[CheckAnswer]


class EntryAnswer(BaseModel):
    """
    A product in a creator's showcase.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    product_id: str
    category: str | None
    recommended: bool
    new: bool
    explaining: bool
    added_by: str
    added_at: AwareDatetime
    updated_at: AwareDatetime


class EntryAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[EntryAnswer]
    next_page_token: str | None


class EntryBody(BaseModel):
    """
    How a product is shown; `category` is one of the creator's own.

    `added_by` counts when the product is added, by search if left out, and cannot be changed.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    category: str | None = None
    recommended: bool | None = False
    new: bool | None = False
    explaining: bool | None = False
    added_by: Literal["search", "taobao_token", "shop_link"] | None = None


class EventAnswer(BaseModel):
    """
    An event of a process; `cursor` is its place in the feed of all events.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    stream: str
    type: str
    version: int
    occurred_at: AwareDatetime
    recorded_at: AwareDatetime
    actor: str
    command_id: str
    data: dict[str, Any]
    cursor: str


class EventAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[EventAnswer]
    next_page_token: str | None


class Evidence(BaseModel):
    """
    Where a piece of evidence is kept, and the SHA-256 of its content in lower-case hexadecimal.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reference: str
    sha256: str


class FakeTrading(BaseModel):
    """
    A finding of severe fake trading (CE-06), by the merchant itself or by a related account.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    found_at: AwareDatetime
    by: Literal["merchant", "related_account"]


class FeedAnswer(BaseModel):
    """
    A page of the feed: it may be empty, and have fewer items than asked for, wherever it ends.

    `next_cursor` is where to go on, at once if `has_more`, otherwise later; it is never null, and events that the
    caller does not get are behind it for good.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    items: list[EventAnswer]
    next_cursor: str
    has_more: bool


class InboxAnswer(BaseModel):
    """
    A message. `id` is the event's that it tells of, `message` its key, `text` the same in words.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: UUID
    stream: str
    message: str
    text: str
    parameters: dict[str, Any]
    occurred_at: AwareDatetime
    read_at: AwareDatetime | None


class InboxAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[InboxAnswer]
    next_page_token: str | None


class Links(BaseModel):
    """
    Addresses of what belongs to a process; Temporal's page is for ops only.

    `processes` are those that it is linked to: an order's disputes, a dispute's subject.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    events: str
    processes: list[str] | None = []
    temporal: str | None = None


class ListedCreator(BaseModel):
    """
    A creator to whom orders can be offered. Numbers that were not reported are null.

    `rights` are those on record; null without an admission on record, and then of one who would be admitted.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    followers: int | None
    public_original_videos: int | None
    rights: list[str] | None


class ListedCreatorPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[ListedCreator]
    next_page_token: str | None


class LiveSession(BaseModel):
    """
    A live session and what its cart carried when; open as long as it has no end.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    cart: list[CartEntry] | None = Field([], validate_default=True)


class Merchant(BaseModel):
    """
    A merchant: the alliance's standard (SR-02) and the campaigns' conditions (CE-06).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    shop_opened: bool | None = None
    meets_alliance_standard: bool | None = None
    alliance_standard_reasons: list[str] | None = []
    experience_score: str | None = None
    main_category: str | None = None
    trade_medal: str | None = None
    trustpass: Literal["enterprise", "personal", "none"] | None = None
    trustpass_valid_until: AwareDatetime | None = None
    alipay_real_name_bound: bool | None = None
    buyer_protection_joined: bool | None = None
    buyer_protection_deposit: str | None = None
    severe_fake_trading: list[FakeTrading] | None = None
    violation_points_this_year: int | None = None
    violation_points_year: int | None = None
    severe_ip_infringement: bool | None = None
    infringing_goods_points: int | None = None
    prohibited_information_points: int | None = None
    business_compliance_violation: bool | None = None
    court_dishonest: bool | None = None
    severe_overdue_finance_debt: bool | None = None
    overall_competitiveness_met: bool | None = None
    ships_within_48h_during_event: bool | None = None


class Next(BaseModel):
    """
    What time does next, and when.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    due_at: AwareDatetime
    then: str


class OfferedProduct(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    product_id: str
    commission_rate: str


class OrderChannel(BaseModel):
    """
    Where an order is followed. CA-09
    """

    model_config = ConfigDict(
        extra="allow",
    )
    follow_in: str
    needs_consent: bool
    status_messages: bool


class Policy(BaseModel):
    """
    One version of the parameters. Durations are elapsed time, at least a second.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    version: str
    service_launched_at: AwareDatetime | None = None
    """
    SR-04: 2021-09-14 00:00 in Beijing. Products published before it offer samples unless their merchant says no.
    """
    approval_window: timedelta | None = None
    """
    SR-06
    """
    shipping_due: timedelta | None = None
    """
    SR-07
    """
    shipping_cutoff: timedelta | None = None
    """
    SR-08
    """
    receipt_window: timedelta | None = None
    """
    SR-10
    """
    promotion_window: timedelta | None = None
    """
    SR-11
    """
    video_retention: timedelta | None = None
    """
    SR-12
    """
    retention_may_outlast_window: bool | None = True
    """
    SR-12
    """
    live_cart_minimum: timedelta | None = None
    """
    SR-13
    """
    fact_grace: timedelta | None = None
    """
    SR-14: how long reports of what happened in time may take.
    """
    due_soon: timedelta | None = None
    """
    How long before an automatic transition both sides are warned; zero: never.
    """
    risk_points_per_breach: int | None = 2
    """
    SR-01: what a breach on the creator's record weighs, of a sample request or, as its default, of an order.
    """
    risk_points_per_dispute_lost: int | None = 3
    """
    SR-01: what a lost dispute weighs, reported by the platform or ruled here.
    """
    risk_points_of_medium_flag: int | None = 3
    """
    SR-01: what the platform's own flag of medium risk weighs.
    """
    risk_points_of_high_flag: int | None = 6
    """
    SR-01
    """
    risk_medium_from: int | None = 3
    """
    SR-01: a creator of so many points or more is of medium risk.
    """
    risk_high_from: int | None = 6
    """
    SR-01: a creator of so many points or more is of high risk, and refused.
    """
    unsupported_product_traits: list[str] | None = ["cross_border", "virtual"]
    """
    SR-03
    """
    cart_minimum_followers: int | None = 1000
    """
    CA-01
    """
    cart_minimum_videos: int | None = 10
    """
    CA-01: public original ones.
    """
    grant_all: bool | None = True
    """
    CA-03: admission grants all three rights at once; otherwise the showcase alone.
    """
    product_sources: list[str] | None = [
        "taobao_tmall",
        "alliance",
        "own_shop",
        "jd",
        "kaola",
        "vip",
        "suning",
    ]
    """
    CA-04
    """
    shop_level_above: str | None = "diamond_1"
    """
    CA-05: a Taobao shop's level must be above this one.
    """
    blocked_taobao_categories: list[str] | None = []
    """
    CA-05: the source names no list.
    """
    products_a_video: int | None = 7
    """
    CA-06
    """
    alliance_platform_share: str | None = "0.10"
    """
    CA-08: of the commission, taxes paid on the creator's behalf included.
    """
    technical_service_fee: str | None = None
    """
    CA-08: of Taobao's and JD's commission; the source states no rate, so ops must.
    """
    not_freight_free_regions: list[str] | None = [
        "71",
        "81",
        "82",
        "overseas",
        "62",
        "63",
        "64",
        "65",
        "54",
        "15",
        "46",
    ]
    """
    CE-05: where freight may be charged.
    """
    shipping_guarantee_at_most: int | None = 48
    """
    CE-05, in hours: a guarantee of 48 or 24 h is wanted.
    """
    pickup_rate_minimum: str | None = "0.85"
    """
    CE-05
    """
    no_reason_return_minimum: int | None = 7
    """
    CE-05, in days.
    """
    ewaybill_channels: list[str] | None = ["douyin", "main_channels"]
    """
    CE-05
    """
    campaign_categories: list[str] | None = [
        "office_and_culture",
        "shoes",
        "children_s_clothing",
        "underwear",
        "apparel_accessories_and_jewellery",
        "toys",
        "women_s_clothing",
        "food_and_beverages",
        "pets_and_gardening",
        "car_supplies",
        "lighting",
        "men_s_clothing",
        "electronic_components",
        "media_and_broadcasting",
        "safety_and_protection",
        "packaging",
        "digital_and_computers",
        "electrical",
        "textiles_and_leather",
        "bags_and_leather_goods",
        "machinery_and_industrial_equipment",
        "hardware_and_tools",
        "chemicals",
        "rubber_and_plastics",
        "building_materials",
        "environmental_protection",
        "instruments",
        "household_goods",
        "sports_and_outdoors",
        "machine_tools",
        "business_services",
        "used_equipment_transfer",
        "processing",
        "personal_care_and_home_cleaning",
        "adult_products",
        "catering_and_fresh_food",
        "steel",
        "new_energy",
    ]
    """
    CE-05, CE-06: codes of the categories admitted.
    """
    experience_score_minimum: str | None = "2"
    """
    CE-06
    """
    trade_medal_minimum: str | None = "1A"
    """
    CE-06
    """
    buyer_protection_minimum: str | None = "3000.00"
    """
    CE-06, in yuan.
    """
    fake_trading_months: int | None = 3
    """
    CE-06: no severe fake trading in so many months, by the Beijing calendar.
    """
    violation_points_below: int | None = 36
    """
    CE-06
    """
    prohibited_information_points_below: int | None = 24
    """
    CE-06
    """
    infringing_goods_points_at_most: int | None = 0
    """
    CE-06
    """
    products_an_order: int | None = 20
    """
    CO-01
    """
    acceptance_window: timedelta | None = None
    """
    CO-03: never past the latest broadcast time.
    """
    cancellation_response: timedelta | None = None
    """
    CO-05: a request to cancel left unanswered is a one-sided cancellation then.
    """
    overdue_close: timedelta | None = None
    """
    CO-05: after the latest broadcast time without going live.
    """
    broadcast_ceiling: timedelta | None = None
    """
    IX-20: a broadcast never marked ended is deemed ended then.
    """
    auto_delivery: timedelta | None = None
    """
    CO-06: after the broadcast's end; a video counts as ended when it is published (IX-21).
    """
    verification_window: timedelta | None = None
    """
    CO-07
    """
    rebroadcast_negotiation: timedelta | None = None
    """
    CO-08: from the failed verification.
    """
    rebroadcast_rounds: int | None = 3
    """
    CO-08: how many rebroadcasts may be agreed in one order.
    """
    negotiation_close: timedelta | None = None
    """
    CO-08: from the end of the negotiation; time left to ask for arbitration.
    """
    ruling_due: timedelta | None = None
    """
    IX-23: a dispute without a ruling is escalated then.
    """
    appeal_window: timedelta | None = None
    """
    DS-02: from the ruling's taking effect.
    """
    more_evidence_window: timedelta | None = None
    """
    DS-03: from the notice that the evidence is too thin.
    """
    review_window: timedelta | None = None
    """
    CE-03: an entry not reviewed by then is escalated.
    """
    instant_refund_max: str | None = "300.00"
    """
    CE-09: in yuan, cumulative per order, inclusive.
    """
    reasonable_delivery: timedelta | None = None
    """
    SH-05: what is not received by then was not really shipped.
    """
    warning_window: timedelta | None = None
    """
    SH-06: to put a fake shipment right.
    """
    slow_pickup_to_transit: timedelta | None = None
    """
    SH-08: a parcel longer on its way from pickup to transit is listed as slow.
    """
    slow_transit_to_delivery: timedelta | None = None
    """
    SH-08: a parcel longer on its way from transit to delivery is listed as slow.
    """


class PolicyAnswer(BaseModel):
    """
    A version with every parameter. `effective_from` is null for the first; `added_by` is for ops and services.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    version: str
    effective_from: AwareDatetime | None
    added_at: AwareDatetime
    added_by: str | None
    policy: Policy


class PolicyAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[PolicyAnswer]
    next_page_token: str | None


class PolicyParameters(BaseModel):
    """
    Parameters to be otherwise; those left out stay as in the version in force at `effective_from`.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    service_launched_at: AwareDatetime | None = None
    """
    SR-04: 2021-09-14 00:00 in Beijing. Products published before it offer samples unless their merchant says no.
    """
    approval_window: timedelta | None = None
    """
    SR-06
    """
    shipping_due: timedelta | None = None
    """
    SR-07
    """
    shipping_cutoff: timedelta | None = None
    """
    SR-08
    """
    receipt_window: timedelta | None = None
    """
    SR-10
    """
    promotion_window: timedelta | None = None
    """
    SR-11
    """
    video_retention: timedelta | None = None
    """
    SR-12
    """
    retention_may_outlast_window: bool | None = None
    """
    SR-12
    """
    live_cart_minimum: timedelta | None = None
    """
    SR-13
    """
    fact_grace: timedelta | None = None
    """
    SR-14: how long reports of what happened in time may take.
    """
    due_soon: timedelta | None = None
    """
    How long before an automatic transition both sides are warned; zero: never.
    """
    risk_points_per_breach: int | None = None
    """
    SR-01: what a breach on the creator's record weighs, of a sample request or, as its default, of an order.
    """
    risk_points_per_dispute_lost: int | None = None
    """
    SR-01: what a lost dispute weighs, reported by the platform or ruled here.
    """
    risk_points_of_medium_flag: int | None = None
    """
    SR-01: what the platform's own flag of medium risk weighs.
    """
    risk_points_of_high_flag: int | None = None
    """
    SR-01
    """
    risk_medium_from: int | None = None
    """
    SR-01: a creator of so many points or more is of medium risk.
    """
    risk_high_from: int | None = None
    """
    SR-01: a creator of so many points or more is of high risk, and refused.
    """
    unsupported_product_traits: list[Literal["cross_border", "virtual"]] | None = None
    """
    SR-03
    """
    cart_minimum_followers: int | None = None
    """
    CA-01
    """
    cart_minimum_videos: int | None = None
    """
    CA-01: public original ones.
    """
    grant_all: bool | None = None
    """
    CA-03: admission grants all three rights at once; otherwise the showcase alone.
    """
    product_sources: list[Literal["taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning"]] | None = None
    """
    CA-04
    """
    shop_level_above: str | None = None
    """
    CA-05: a Taobao shop's level must be above this one.
    """
    blocked_taobao_categories: list[str] | None = None
    """
    CA-05: the source names no list.
    """
    products_a_video: int | None = None
    """
    CA-06
    """
    alliance_platform_share: str | None = None
    """
    CA-08: of the commission, taxes paid on the creator's behalf included.
    """
    technical_service_fee: str | None = None
    """
    CA-08: of Taobao's and JD's commission; the source states no rate, so ops must.
    """
    not_freight_free_regions: list[str] | None = None
    """
    CE-05: where freight may be charged.
    """
    shipping_guarantee_at_most: int | None = None
    """
    CE-05, in hours: a guarantee of 48 or 24 h is wanted.
    """
    pickup_rate_minimum: str | None = None
    """
    CE-05
    """
    no_reason_return_minimum: int | None = None
    """
    CE-05, in days.
    """
    ewaybill_channels: list[Literal["douyin", "main_channels"]] | None = None
    """
    CE-05
    """
    campaign_categories: list[str] | None = None
    """
    CE-05, CE-06: codes of the categories admitted.
    """
    experience_score_minimum: str | None = None
    """
    CE-06
    """
    trade_medal_minimum: str | None = None
    """
    CE-06
    """
    buyer_protection_minimum: str | None = None
    """
    CE-06, in yuan.
    """
    fake_trading_months: int | None = None
    """
    CE-06: no severe fake trading in so many months, by the Beijing calendar.
    """
    violation_points_below: int | None = None
    """
    CE-06
    """
    prohibited_information_points_below: int | None = None
    """
    CE-06
    """
    infringing_goods_points_at_most: int | None = None
    """
    CE-06
    """
    products_an_order: int | None = None
    """
    CO-01
    """
    acceptance_window: timedelta | None = None
    """
    CO-03: never past the latest broadcast time.
    """
    cancellation_response: timedelta | None = None
    """
    CO-05: a request to cancel left unanswered is a one-sided cancellation then.
    """
    overdue_close: timedelta | None = None
    """
    CO-05: after the latest broadcast time without going live.
    """
    broadcast_ceiling: timedelta | None = None
    """
    IX-20: a broadcast never marked ended is deemed ended then.
    """
    auto_delivery: timedelta | None = None
    """
    CO-06: after the broadcast's end; a video counts as ended when it is published (IX-21).
    """
    verification_window: timedelta | None = None
    """
    CO-07
    """
    rebroadcast_negotiation: timedelta | None = None
    """
    CO-08: from the failed verification.
    """
    rebroadcast_rounds: int | None = None
    """
    CO-08: how many rebroadcasts may be agreed in one order.
    """
    negotiation_close: timedelta | None = None
    """
    CO-08: from the end of the negotiation; time left to ask for arbitration.
    """
    ruling_due: timedelta | None = None
    """
    IX-23: a dispute without a ruling is escalated then.
    """
    appeal_window: timedelta | None = None
    """
    DS-02: from the ruling's taking effect.
    """
    more_evidence_window: timedelta | None = None
    """
    DS-03: from the notice that the evidence is too thin.
    """
    review_window: timedelta | None = None
    """
    CE-03: an entry not reviewed by then is escalated.
    """
    instant_refund_max: str | None = None
    """
    CE-09: in yuan, cumulative per order, inclusive.
    """
    reasonable_delivery: timedelta | None = None
    """
    SH-05: what is not received by then was not really shipped.
    """
    warning_window: timedelta | None = None
    """
    SH-06: to put a fake shipment right.
    """
    slow_pickup_to_transit: timedelta | None = None
    """
    SH-08: a parcel longer on its way from pickup to transit is listed as slow.
    """
    slow_transit_to_delivery: timedelta | None = None
    """
    SH-08: a parcel longer on its way from transit to delivery is listed as slow.
    """


class ProcessAnswer(BaseModel):
    """
    A process. `version` is its ETag; `allowed_actions` are the caller's.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    kind: str
    status: str
    closed_reason: str | None
    version: int
    creator_id: str | None
    merchant_id: str | None
    product_id: str | None
    created_at: AwareDatetime
    updated_at: AwareDatetime
    policy_version: str
    deadlines: list[DeadlineAnswer]
    next_deadline_at: AwareDatetime | None
    allowed_actions: list[str]
    details: dict[str, Any]
    links: Links


class ProcessAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[ProcessAnswer]
    next_page_token: str | None


class QuoteAnswer(BaseModel):
    """
    A commission and its parts, which add up to it; money in yuan. `withdrawn_in` is where the creator gets its part.

    `platform_share` includes the taxes that are paid on the creator's behalf.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    product_id: str
    source: str
    amount: str
    rate: str
    commission: str
    platform_share: str
    technical_service_fee: str
    creator_income: str
    withdrawn_in: str
    policy_version: str


class QuoteBody(BaseModel):
    """
    An amount sold, in yuan, and the rate of commission on it; both written out in strings.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    product_id: str
    amount: str
    rate: str


class ReadAnswer(BaseModel):
    """
    When a message was read for the first time.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: UUID
    read_at: AwareDatetime


class RedeliveryAnswer(BaseModel):
    """
    How many deliveries are tried anew.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    redelivered: int


class ReportedAnswer(BaseModel):
    """
    How many reports on the parcel have brought news. Says no words: answers to POSTs are kept for their repeats.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    carrier: str
    tracking_no: str
    version: int


class Risk(BaseModel):
    """
    The platform's own flags on a creator (SR-01).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    level: Literal["low", "medium", "high"] | None = "low"
    reasons: list[str] | None = []


class RiskWaiver(BaseModel):
    """
    Of ops: a high risk does not refuse the creator meanwhile (SR-01).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    waived: bool
    reason: str
    until: AwareDatetime | None = None


class RotateBody(BaseModel):
    """
    For how long the secret until now still signs beside the new one; at most seven days.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    overlap: timedelta | None = None


class SampleOffer(BaseModel):
    """
    Whether samples of a product are offered: the merchant's choice (SR-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    offers_samples: bool


class SampleRequestApplyBody(BaseModel):
    """
    The creator asks for a sample (SR-05); a form named here is the agreed one (SR-11).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    product_id: str
    promotion_form: Literal["video", "live"] | None = None
    contact_id: str | None = None
    note: str | None = None


class SampleRequestApproveBody(BaseModel):
    """
    The merchant will send a sample (SR-06).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    note: str | None = None


class SampleRequestCancelBody(BaseModel):
    """
    Ops end the request.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class SampleRequestConfirmReceiptBody(BaseModel):
    """
    The creator has the sample: the promotion window starts (SR-10).
    """

    model_config = ConfigDict(
        extra="allow",
    )


class SampleRequestCorrectShipmentBody(BaseModel):
    """
    The merchant corrects carrier and number of what it has shipped (SR-09).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    carrier: str
    tracking_no: str


class SampleRequestExtendBody(BaseModel):
    """
    Ops give a deadline a later due time. Its name has no room for free text, which could not be erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    until: AwareDatetime
    reason: str


class SampleRequestLinkLiveBody(BaseModel):
    """
    The creator names a live session that promotes the product (SR-13).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    live_session_id: str


class SampleRequestLinkVideoBody(BaseModel):
    """
    The creator names a video that promotes the product (SR-12).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    video_id: str


class SampleRequestReinstateBody(BaseModel):
    """
    Ops resume a stopped receipt clock (IX-08) or strike a breach (SR-14).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class SampleRequestRejectBody(BaseModel):
    """
    The merchant will not, and says why (SR-06).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: Literal["not_match", "out_of_stock", "offline", "other"]
    note: str | None = None


class SampleRequestReportNonReceiptBody(BaseModel):
    """
    The creator says that nothing has come: the receipt clock stops (IX-08).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    note: str | None = None


class SampleRequestShipBody(BaseModel):
    """
    The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    carrier: str
    tracking_no: str
    shipped_at: AwareDatetime | None = None


class SampleRequestWithdrawBody(BaseModel):
    """
    The creator no longer wants the sample, as long as it is not shipped.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    note: str | None = None


class ShopScore(BaseModel):
    """
    One of a Taobao shop's scores beside its industry's average.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    score: str
    industry_average: str


class ShopScores(BaseModel):
    """
    CA-05
    """

    model_config = ConfigDict(
        extra="allow",
    )
    description: ShopScore | None = None
    service: ShopScore | None = None
    logistics: ShopScore | None = None


class StoredCampaign(BaseModel):
    """
    A campaign, as ops announce it. Both windows include their ends (CE-01); given in Beijing time, kept in UTC.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    title: str
    registration_from: AwareDatetime
    registration_until: AwareDatetime
    event_from: AwareDatetime
    event_until: AwareDatetime
    categories: list[str] | None = None
    not_freight_free_regions: list[str] | None = None
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredCreator(BaseModel):
    """
    What the platform knows of a creator; what is left out is not known.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    followers: int | None = None
    public_original_videos: int | None = None
    phone_bound: bool | None = None
    real_name_verified: bool | None = None
    risk: Risk | None = None
    disputes_lost: int | None = None
    bound_shop_id: str | None = None
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredLiveSession(BaseModel):
    """
    A live session and what its cart carried when; open as long as it has no end.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    cart: list[CartEntry] | None = Field([], validate_default=True)
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredMerchant(BaseModel):
    """
    A merchant: the alliance's standard (SR-02) and the campaigns' conditions (CE-06).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    shop_opened: bool | None = None
    meets_alliance_standard: bool | None = None
    alliance_standard_reasons: list[str] | None = []
    experience_score: str | None = None
    main_category: str | None = None
    trade_medal: str | None = None
    trustpass: str | None = None
    trustpass_valid_until: AwareDatetime | None = None
    alipay_real_name_bound: bool | None = None
    buyer_protection_joined: bool | None = None
    buyer_protection_deposit: str | None = None
    severe_fake_trading: list[FakeTrading] | None = None
    violation_points_this_year: int | None = None
    violation_points_year: int | None = None
    severe_ip_infringement: bool | None = None
    infringing_goods_points: int | None = None
    prohibited_information_points: int | None = None
    business_compliance_violation: bool | None = None
    court_dishonest: bool | None = None
    severe_overdue_finance_debt: bool | None = None
    overall_competitiveness_met: bool | None = None
    ships_within_48h_during_event: bool | None = None
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredProduct(BaseModel):
    """
    A product of a merchant; `published_at` is when it was published in the alliance (SR-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    title: str
    category: str | None = None
    source: str | None = None
    in_alliance: bool | None = None
    meets_alliance_standard: bool | None = None
    alliance_standard_reasons: list[str] | None = []
    cross_border: bool | None = None
    virtual: bool | None = None
    published_at: AwareDatetime | None = None
    in_taobao_alliance: bool | None = None
    shop_scores: ShopScores | None = None
    shop_level: str | None = None
    dropship: bool | None = None
    freight_free: bool | None = None
    not_freight_free_regions: list[str] | None = None
    shipping_guarantee_hours: int | None = None
    pickup_rate_48h: str | None = None
    alipay_escrow: bool | None = None
    no_reason_return_days: int | None = None
    ewaybill_channels: list[str] | None = None
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredRiskWaiver(BaseModel):
    """
    Of ops: a high risk does not refuse the creator meanwhile (SR-01).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    waived: bool
    reason: str
    until: AwareDatetime | None = None
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredSampleOffer(BaseModel):
    """
    Whether samples of a product are offered: the merchant's choice (SR-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    offers_samples: bool
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredVideo(BaseModel):
    """
    A video. Times left out are the moment of the report, in the time of the process concerned.

    `state_since` dates the state, and with it whatever else this report changes (IX-05). How many products a video may
    carry is the policy's (CA-06); the bounds here only keep a report in size.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    product_ids: list[str] | None = []
    tags: list[str] | None = []
    state: str
    published_at: AwareDatetime | None = None
    state_since: AwareDatetime | None = None
    id: str
    version: int
    recorded_at: AwareDatetime


class TextAnswer(BaseModel):
    """
    A free text of a process: `id` is what its events and details refer to, `field` what it was sent as.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    field: str
    text: str


class TextAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[TextAnswer]
    next_page_token: str | None


class TrackBody(BaseModel):
    """
    One scan of a parcel.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    at: AwareDatetime
    kind: Literal["pickup", "transit_centre", "out_for_delivery", "delivered", "exception"]
    place: str | None = None
    text: str | None = None


class TracksAnswer(BaseModel):
    """
    All that is known of a parcel, in order of time.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    carrier: str
    tracking_no: str
    version: int
    tracks: list[TrackBody]


class TracksBody(BaseModel):
    """
    Scans that add to those already known; one known already gets its place and text anew.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    tracks: list[TrackBody]


class UndoneBy(BaseModel):
    """
    A version that takes effect later and has the former values of parameters that are changed here.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    version: str
    effective_from: AwareDatetime
    parameters: list[str]


class Video(BaseModel):
    """
    A video. Times left out are the moment of the report, in the time of the process concerned.

    `state_since` dates the state, and with it whatever else this report changes (IX-05). How many products a video may
    carry is the policy's (CA-06); the bounds here only keep a report in size.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    product_ids: list[str] | None = []
    tags: list[str] | None = []
    state: Literal["published", "unpublished"]
    published_at: AwareDatetime | None = None
    state_since: AwareDatetime | None = None


class ViolationAnswer(BaseModel):
    """
    One rule that was not met; `rule` is the catalogue's ID, or `field:` and the field's name.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    rule: str
    message: str
    observed: Any | None = None
    required: Any | None = None
    remedy: str | None = None
    policy_version: str | None = None


class WebhookAnswer(BaseModel):
    """
    A webhook; its secret is told when it is made, and never again.

    `disabled_because` is `asked`, or `gone` where its receiver has answered 410. Of the secrets before the present
    one, the last still signs until `previous_secret_signs_until`.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    owner: str
    url: str
    kinds: list[str] | None
    event_types: list[str] | None
    created_at: AwareDatetime
    disabled_at: AwareDatetime | None
    disabled_because: str | None
    previous_secret_signs_until: AwareDatetime | None


class WebhookAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[WebhookAnswer]
    next_page_token: str | None


class WebhookBody(BaseModel):
    """
    Where events are to be sent, and which: by default all of the processes that the caller may see.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    url: str
    """
    An https address on the public network, with port 443 or 8443 and without credentials.
    """
    kinds: list[str] | None = None
    """
    Only events of these kinds: cooperation-order, dispute, sample-request; for services and ops also facts: campaign, cart-access, cart-access-decision, creator, live-session, merchant, parcel, product, risk-waiver, sample-offer, showcase-decision, video.
    """
    event_types: list[str] | None = None
    """
    Only events of these types.
    """


class WebhookWithSecret(BaseModel):
    """
    A webhook with its secret, by which the receiver verifies that messages come from here (Standard Webhooks).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    owner: str
    url: str
    kinds: list[str] | None
    event_types: list[str] | None
    created_at: AwareDatetime
    disabled_at: AwareDatetime | None
    disabled_because: str | None
    previous_secret_signs_until: AwareDatetime | None
    secret: str


class AdmissionAnswer(BaseModel):
    """
    An admission. Policy and checks are those of now; of an earlier admission only the rights are told.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    creator_id: str
    rights: list[str]
    version: int
    recorded_at: AwareDatetime
    policy_version: str | None = None
    checks: list[CheckAnswer] | None = Field([], validate_default=True)


class AdvanceAnswer(BaseModel):
    """
    The process once everything due by then has happened, and what happened, the advance itself first.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    process: ProcessAnswer
    events: list[EventAnswer]


class Complaint(BaseModel):
    """
    What ops have to say of a sample request that its parties dispute.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    claim: str
    evidence: list[Evidence] | None = Field([], validate_default=True)
    """
    References with the SHA-256 of their content.
    """


class CooperationOrderOpenDisputeBody(BaseModel):
    """
    Either side's: arbitration is asked for, and the order's deadlines stop (CO-09). The dispute begins with it.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """
    claim: str
    evidence: list[Evidence] | None = Field([], validate_default=True)


class CooperationOrderProposeBody(BaseModel):
    """
    The merchant offers a creator terms (CO-01). Judged by the rules as a whole, so that all faults are told.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    creator_id: str
    form: str
    products: list[OfferedProduct]
    advertising: Advertising | None = None
    latest_broadcast_at: AwareDatetime
    note: str | None = None


class Creator(BaseModel):
    """
    What the platform knows of a creator; what is left out is not known.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    followers: int | None = None
    public_original_videos: int | None = None
    phone_bound: bool | None = None
    real_name_verified: bool | None = None
    risk: Risk | None = None
    disputes_lost: int | None = None
    bound_shop_id: str | None = None


class DisputeAddEvidenceBody(BaseModel):
    """
    A side brings evidence.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator", "ops"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """
    evidence: list[Evidence]


class DisputeAppealBody(BaseModel):
    """
    A party does not accept the ruling: once, and the outcome stands (DS-02).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    by: Literal["merchant", "creator"] | None = None
    """
    Only a service says for which side it acts; everybody else acts for the own one.
    """
    evidence: list[Evidence] | None = Field([], validate_default=True)
    note: str | None = None


class ListedProduct(BaseModel):
    """
    A product as it was last reported, and whether it offers samples.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    title: str
    category: str | None = None
    source: str | None = None
    in_alliance: bool | None = None
    meets_alliance_standard: bool | None = None
    alliance_standard_reasons: list[str] | None = []
    cross_border: bool | None = None
    virtual: bool | None = None
    published_at: AwareDatetime | None = None
    in_taobao_alliance: bool | None = None
    shop_scores: ShopScores | None = None
    shop_level: str | None = None
    dropship: bool | None = None
    freight_free: bool | None = None
    not_freight_free_regions: list[str] | None = None
    shipping_guarantee_hours: int | None = None
    pickup_rate_48h: str | None = None
    alipay_escrow: bool | None = None
    no_reason_return_days: int | None = None
    ewaybill_channels: list[str] | None = None
    id: str
    version: int
    offers_samples: bool


class ListedProductPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[ListedProduct]
    next_page_token: str | None


class PolicyAdded(BaseModel):
    """
    A version that was added. `undone_by` warns of those to come that take some of its changes back.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    version: str
    effective_from: AwareDatetime | None
    added_at: AwareDatetime
    added_by: str | None
    policy: Policy
    undone_by: list[UndoneBy]


class PolicyBody(BaseModel):
    """
    A new version. `effective_from` may not be in the past; left out, the version is in force at once.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    version: str
    effective_from: AwareDatetime | None = None
    parameters: PolicyParameters


class ProblemAnswer(BaseModel):
    """
    The body of every answer that is no success; `allowed_actions` and `id` only where they apply.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    violations: list[ViolationAnswer]
    allowed_actions: list[str] | None = None
    id: str | None = None


class Product(BaseModel):
    """
    A product of a merchant; `published_at` is when it was published in the alliance (SR-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    title: str
    category: str | None = None
    source: Literal["taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning"] | None = None
    in_alliance: bool | None = None
    meets_alliance_standard: bool | None = None
    alliance_standard_reasons: list[str] | None = []
    cross_border: bool | None = None
    virtual: bool | None = None
    published_at: AwareDatetime | None = None
    in_taobao_alliance: bool | None = None
    shop_scores: ShopScores | None = None
    shop_level: str | None = None
    dropship: bool | None = None
    freight_free: bool | None = None
    not_freight_free_regions: list[str] | None = None
    shipping_guarantee_hours: int | None = None
    pickup_rate_48h: str | None = None
    alipay_escrow: bool | None = None
    no_reason_return_days: int | None = None
    ewaybill_channels: list[Literal["douyin", "main_channels"]] | None = None


class StepAnswer(BaseModel):
    """
    A step; logistics' tracks come with their places and words.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    name: str
    state: str
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    then: str | None = None
    late: bool | None = False
    automatic: bool | None = False
    tracks: list[TrackBody] | None = Field([], validate_default=True)
    contents: list[Candidate] | None = Field([], validate_default=True)


class ProgressAnswer(BaseModel):
    """
    The steps of a request, in order, and what time does next.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    status: str
    closed_reason: str | None
    closed_at: AwareDatetime | None
    steps: list[StepAnswer]
    next: Next | None
