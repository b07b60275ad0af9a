# Document 6dca73806bf24168, text 9ab5f3eaad332537
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


class BlacklistedAnswer(BaseModel):
    """
    A buyer to whom a merchant does not sell, and since when.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    buyer_id: str
    added_at: AwareDatetime


class BlacklistedAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[BlacklistedAnswer]
    next_page_token: str | None


class CampaignEntryApproveBody(BaseModel):
    """
    Ops have reviewed the product: it takes part (CE-03).
    """

    model_config = ConfigDict(
        extra="allow",
    )


class CampaignEntryExtendBody(BaseModel):
    """
    Ops give a deadline a later due time. Its name has no room for free text, which could not be erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    until: AwareDatetime
    reason: str


class CampaignEntryLeaveBody(BaseModel):
    """
    The merchant takes the product out of the campaign, such as when it cannot ship (CE-07).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str | None = None


class CampaignEntryRejectBody(BaseModel):
    """
    Ops have reviewed the product: it does not take part; the merchant may register another one (CE-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class CampaignEntryRemoveBody(BaseModel):
    """
    Ops take the product out of the campaign.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class CampaignParameters(BaseModel):
    """
    Parameters of the policy that a campaign has its own of, by the policy's names; None: as the policy has it.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    review_window: timedelta | None = None
    shipping_guarantee_at_most: int | None = None
    pickup_rate_minimum: str | None = None
    no_reason_return_minimum: int | None = None
    ewaybill_channels: list[Literal["douyin", "main_channels"]] | None = None
    experience_score_minimum: str | None = None
    trade_medal_minimum: str | None = None
    buyer_protection_minimum: str | None = None
    fake_trading_months: int | None = None
    violation_points_below: int | None = None
    prohibited_information_points_below: int | None = None
    infringing_goods_points_at_most: int | None = None
    instant_refund_max: str | None = None


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


class ConsumerOrderAnswerRefundBody(BaseModel):
    """
    The merchant answers a request for a refund that was not made at once (CE-09).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    accepted: bool
    reason: str | None = None


class ConsumerOrderConfirmReceiptBody(BaseModel):
    """
    The buyer has the goods: the order is complete.
    """

    model_config = ConfigDict(
        extra="allow",
    )


class ConsumerOrderCorrectShipmentBody(BaseModel):
    """
    The merchant corrects carrier and number of what it has shipped (SH-06).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    carrier: str
    tracking_no: str


class ConsumerOrderExtendBody(BaseModel):
    """
    Ops give a deadline a later due time. Its name has no room for free text, which could not be erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    until: AwareDatetime
    reason: str


class ConsumerOrderPlaceBody(BaseModel):
    """
    A buyer has paid for one product, which is to be shipped within `ship_within` of payment (SH-09).

    `ship_within` is 24 h, 48 h or a presale time longer than that (SH-08); `consignee_id` is the id of a contact.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    product_id: str
    paid_amount: str
    paid_at: AwareDatetime
    consignee_id: str
    buyer_id: str | None = None
    region: str | None = None
    ship_within: timedelta
    campaign_id: str | None = None


class ConsumerOrderReportAbnormalShippingBody(BaseModel):
    """
    The merchant says that it cannot ship as it should; never of an order of a campaign (CE-07, IX-26).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: Literal["out_of_stock", "logistics", "address", "other"]
    note: str | None = None


class ConsumerOrderReportForceMajeureBody(BaseModel):
    """
    Ops find that force majeure kept the merchant from shipping in time: nothing is owed for lateness (SH-09).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class ConsumerOrderRequestRefundBody(BaseModel):
    """
    The buyer asks for `amount` back and returns nothing (CE-09).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    amount: str
    reason: str | None = None


class ConsumerOrderShipBody(BaseModel):
    """
    The merchant uploads carrier and number; an earlier `shipped_at` is information only (SR-09).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    carrier: str
    tracking_no: str
    shipped_at: AwareDatetime | None = None


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


class Delisting(BaseModel):
    """
    A product taken off the platform or put back (MA-05); `since`: when that took effect, if not when reported.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    state: Literal["delisted", "relisted"]
    reason: (
        Literal["counterfeit", "false_advertising", "substandard", "material_mismatch", "rights_misuse", "prohibited"]
        | None
    ) = None
    severity: Literal["normal", "severe"] | None = "normal"
    since: AwareDatetime | None = None


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


class EntryOnRecord(BaseModel):
    """
    What a process has left on the record; `process` is its address, `points` what it weighs.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    process: str
    what: str
    at: AwareDatetime
    points: int


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


class MerchantAccountCloseShopBody(BaseModel):
    """
    The merchant gives up its shop: nothing new begins, and the deposit is returned in the end (MA-03, IX-28).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str | None = None


class MerchantAccountExtendBody(BaseModel):
    """
    Ops give a deadline a later due time. Its name has no room for free text, which could not be erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    until: AwareDatetime
    reason: str


class MerchantAccountFinishClosingBody(BaseModel):
    """
    Ops end a closing in which nothing is open but statements; what is not invoiced stays on record (IX-28).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class MerchantAccountLiftFreezeBody(BaseModel):
    """
    Ops free the deposit and the payments of a shop that the platform has closed (MA-05).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class MerchantAccountOpenBody(BaseModel):
    """
    A merchant opens its enterprise account and shop, to sell in these categories (MA-03, MA-07).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    name: str | None = None
    industry: str | None = None
    contact_id: str | None = None
    licence: str | None = None
    logo: str | None = None
    background: str | None = None
    introduction: str | None = None
    merchant_id: str
    categories: list[str]


class MerchantAccountPayDepositBody(BaseModel):
    """
    The merchant has paid into the shop's deposit, or topped it up (MA-03). In yuan.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    amount: str


class MerchantAccountRecordDepositReturnBody(BaseModel):
    """
    The deposit that was to be returned has been (MA-03).
    """

    model_config = ConfigDict(
        extra="allow",
    )


class MerchantAccountRecordSubsidyBody(BaseModel):
    """
    The platform has settled a subsidy with the merchant: it belongs to this month's statement (MA-04). In yuan.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    amount: str


class MerchantAccountReviewClosingBody(BaseModel):
    """
    Looks at once whether a closing shop has anything open still (IX-28).
    """

    model_config = ConfigDict(
        extra="allow",
    )


class MerchantAccountReviewLicenceBody(BaseModel):
    """
    Ops have looked at the business licence (MA-07).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    approved: bool
    reason: str | None = None


class MerchantAccountSetAutomaticDeductionBody(BaseModel):
    """
    Whether what would be frozen for want of an invoice is taken from the deposit instead (MA-04).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    on: bool


class MerchantAccountSetCategoriesBody(BaseModel):
    """
    The shop sells in other categories: another deposit may be required (MA-03).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    categories: list[str]


class MerchantAccountSubmitInvoiceBody(BaseModel):
    """
    The merchant has issued the invoice for a statement (MA-04). `quantity` is the one on it: 0 for goods.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    statement: str
    kind: Literal["service", "goods"]
    quantity: int | None = None
    taxpayer: Literal["general", "small"]
    form: Literal["special_vat", "special_vat_by_tax_office", "ordinary"]


class MerchantAccountUpdateProfileBody(BaseModel):
    """
    More of what an enterprise account shows, or other (MA-07).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    name: str | None = None
    industry: str | None = None
    contact_id: str | None = None
    licence: str | None = None
    logo: str | None = None
    background: str | None = None
    introduction: str | None = None


class Next(BaseModel):
    """
    What time does next, and when. `warning_window`: until then a fake shipment is to be put right (IX-09).
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


class OutageBody(BaseModel):
    """
    Times by the wall clock. Left out, the outage starts now, and goes on until it is released.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    """
    From here on deadlines are not held.
    """
    reason: str


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
    transit_window: timedelta | None = None
    """
    SH-04: from the first pickup to the first transit centre.
    """
    number_reuse_window: timedelta | None = None
    """
    SH-02: for how long before its upload a number must not have been another consignee's or address's.
    """
    pickup_window: timedelta | None = None
    """
    SH-05: a parcel that its carrier has not scanned so long after its upload was not really shipped. Not of those
    carriers whose tracks may not show (SH-07).
    """
    tracks_count_after_delivery: timedelta | None = None
    """
    SH-01 to SH-05: how long after a delivery became known what tracks say can still show that it was fake.
    """
    fake_shipment_points: int | None = 4
    """
    SH-06: penalty points of a fake shipment that was not put right.
    """
    slow_pickup_to_transit: timedelta | None = None
    """
    SH-08: a parcel longer on its way from pickup to transit is listed as slow.
    """
    slow_transit_to_delivery: timedelta | None = None
    """
    SH-08: a parcel longer on its way from transit to delivery is listed as slow.
    """
    presale_longest: timedelta | None = None
    """
    SH-08: a longer presale time brings a warning.
    """
    unreal_stock_from: int | None = 99999
    """
    SH-08: so much declared stock brings a warning.
    """
    compensation_free_up_to: str | None = "3.00"
    """
    SH-09: nothing is owed for late or no shipment of what cost no more, in yuan.
    """
    compensation_flat: str | None = "3.00"
    """
    SH-09: what is owed for whatever cost more than that and less than `compensation_share_from`, in yuan.
    """
    compensation_share_from: str | None = "300.00"
    """
    SH-09: from this paid amount on a share of it is owed, in yuan.
    """
    compensation_share: str | None = "0.01"
    """
    SH-09
    """
    compensation_most: str | None = "30.00"
    """
    SH-09: the share is no more than this, in yuan.
    """
    late_shipment_points: int | None = 0
    """
    SH-09: penalty points for an order that was not shipped in time; the source states none.
    """
    unshipped_refund: timedelta | None = None
    """
    SH-09: an order that is not shipped so long after it was due is refunded by itself.
    """
    order_receipt_window: timedelta | None = None
    """
    A consumer order counts as received so long after shipping; longer than `reasonable_delivery` (SH-05).
    """
    refund_answer: timedelta | None = None
    """
    CE-09: a merchant that has not answered by then agrees to the refund.
    """
    assessment_period: timedelta | None = None
    """
    CE-08: how far back an assessment looks.
    """
    throttle_from: int | None = 3
    """
    CE-08: from so many violations on, throttling is recommended.
    """
    delist_from: int | None = 10
    """
    CE-08: from so many violations on, delisting is recommended.
    """
    buyer_review_from: int | None = 10
    """
    CE-08: from so many claims of one buyer on, a look at the buyer is recommended.
    """
    shop_deposits: dict[str, str] | None = {
        "apparel_accessories_and_jewellery": "5000.00",
        "catering_and_fresh_food": "5000.00",
        "digital_and_computers": "5000.00",
        "food_and_beverages": "5000.00",
        "personal_care_and_home_cleaning": "5000.00",
    }
    """
    MA-03: in yuan, by category. The source says only 2000 to 5000: which category asks for how much is assumed.
    """
    shop_deposit_otherwise: str | None = "2000.00"
    """
    MA-03: in yuan, of categories that `shop_deposits` leaves out.
    """
    invoice_due: int | None = 1
    """
    MA-04: by the end of so many calendar months, in Beijing, after its own a statement is to be invoiced.
    """
    invoice_freeze_share: str | None = "0.30"
    """
    MA-04: what is frozen of a statement's amount that was not invoiced in time.
    """
    closing_fees_due: int | None = 5
    """
    MA-04: by the end of so many calendar days, in Beijing, after a shop began to close this year's fees are due.
    """
    closing_review: timedelta | None = None
    """
    IX-28: how often a closing shop is looked at for what is still open; after seven looks, a seventh as often.
    """
    severe_delisting_deduction: str | None = "2000.00"
    """
    MA-05: in yuan, at most what the deposit holds.
    """
    per_order_limits: dict[str, int] | None = {}
    """
    MA-01: how many pieces an order may have where the merchant set no limit, by category; the source names none.
    """
    per_order_limit_otherwise: int | None = 99
    """
    MA-01: in pieces, of categories that `per_order_limits` leaves out.
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
    transit_window: timedelta | None = None
    """
    SH-04: from the first pickup to the first transit centre.
    """
    number_reuse_window: timedelta | None = None
    """
    SH-02: for how long before its upload a number must not have been another consignee's or address's.
    """
    pickup_window: timedelta | None = None
    """
    SH-05: a parcel that its carrier has not scanned so long after its upload was not really shipped. Not of those
    carriers whose tracks may not show (SH-07).
    """
    tracks_count_after_delivery: timedelta | None = None
    """
    SH-01 to SH-05: how long after a delivery became known what tracks say can still show that it was fake.
    """
    fake_shipment_points: int | None = None
    """
    SH-06: penalty points of a fake shipment that was not put right.
    """
    slow_pickup_to_transit: timedelta | None = None
    """
    SH-08: a parcel longer on its way from pickup to transit is listed as slow.
    """
    slow_transit_to_delivery: timedelta | None = None
    """
    SH-08: a parcel longer on its way from transit to delivery is listed as slow.
    """
    presale_longest: timedelta | None = None
    """
    SH-08: a longer presale time brings a warning.
    """
    unreal_stock_from: int | None = None
    """
    SH-08: so much declared stock brings a warning.
    """
    compensation_free_up_to: str | None = None
    """
    SH-09: nothing is owed for late or no shipment of what cost no more, in yuan.
    """
    compensation_flat: str | None = None
    """
    SH-09: what is owed for whatever cost more than that and less than `compensation_share_from`, in yuan.
    """
    compensation_share_from: str | None = None
    """
    SH-09: from this paid amount on a share of it is owed, in yuan.
    """
    compensation_share: str | None = None
    """
    SH-09
    """
    compensation_most: str | None = None
    """
    SH-09: the share is no more than this, in yuan.
    """
    late_shipment_points: int | None = None
    """
    SH-09: penalty points for an order that was not shipped in time; the source states none.
    """
    unshipped_refund: timedelta | None = None
    """
    SH-09: an order that is not shipped so long after it was due is refunded by itself.
    """
    order_receipt_window: timedelta | None = None
    """
    A consumer order counts as received so long after shipping; longer than `reasonable_delivery` (SH-05).
    """
    refund_answer: timedelta | None = None
    """
    CE-09: a merchant that has not answered by then agrees to the refund.
    """
    assessment_period: timedelta | None = None
    """
    CE-08: how far back an assessment looks.
    """
    throttle_from: int | None = None
    """
    CE-08: from so many violations on, throttling is recommended.
    """
    delist_from: int | None = None
    """
    CE-08: from so many violations on, delisting is recommended.
    """
    buyer_review_from: int | None = None
    """
    CE-08: from so many claims of one buyer on, a look at the buyer is recommended.
    """
    shop_deposits: dict[str, str] | None = None
    """
    MA-03: in yuan, by category. The source says only 2000 to 5000: which category asks for how much is assumed.
    """
    shop_deposit_otherwise: str | None = None
    """
    MA-03: in yuan, of categories that `shop_deposits` leaves out.
    """
    invoice_due: int | None = None
    """
    MA-04: by the end of so many calendar months, in Beijing, after its own a statement is to be invoiced.
    """
    invoice_freeze_share: str | None = None
    """
    MA-04: what is frozen of a statement's amount that was not invoiced in time.
    """
    closing_fees_due: int | None = None
    """
    MA-04: by the end of so many calendar days, in Beijing, after a shop began to close this year's fees are due.
    """
    closing_review: timedelta | None = None
    """
    IX-28: how often a closing shop is looked at for what is still open; after seven looks, a seventh as often.
    """
    severe_delisting_deduction: str | None = None
    """
    MA-05: in yuan, at most what the deposit holds.
    """
    per_order_limits: dict[str, int] | None = None
    """
    MA-01: how many pieces an order may have where the merchant set no limit, by category; the source names none.
    """
    per_order_limit_otherwise: int | None = None
    """
    MA-01: in pieces, of categories that `per_order_limits` leaves out.
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


class PurchaseAnswer(BaseModel):
    """
    A purchase on record.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    buyer_id: str
    sku_id: str
    quantity: int
    """
    In pieces.
    """
    purchase_id: str


class PurchaseBody(BaseModel):
    """
    What a buyer has bought; the same `purchase_id` again is the same purchase.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    buyer_id: str
    sku_id: str
    quantity: int
    """
    In pieces.
    """
    purchase_id: str


class PurchaseCheckAnswer(BaseModel):
    """
    Every check, passed ones too, and the policy's version that it was made under.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    allowed: bool
    policy_version: str
    checks: list[CheckAnswer]


class QualityAnswer(BaseModel):
    """
    The quality of a piece of content, and what it brings its author, in words.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    quality: str
    brings: list[str]


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


class Ratings(BaseModel):
    """
    **A** The dimensions: 真实 what is seen is got, 可信 promises are kept, 专业 expert, 有趣 new and friendly.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    authentic: Literal["good", "ordinary", "bad"]
    credible: Literal["good", "ordinary", "bad"]
    professional: Literal["good", "ordinary", "bad"]
    interesting: Literal["good", "ordinary", "bad"]


class ReadAnswer(BaseModel):
    """
    When a message was read for the first time.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: UUID
    read_at: AwareDatetime


class RecordAnswer(BaseModel):
    """
    A merchant's record, the newest entry first; `points_this_year` are all of this Beijing year's.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    points_this_year: int
    items: list[EntryOnRecord]
    next_page_token: str | None


class RedeliveryAnswer(BaseModel):
    """
    How many deliveries are tried anew.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    redelivered: int


class Registration(BaseModel):
    """
    A product that a merchant registers. That acknowledges the campaign's rules, unless it says that it does not.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    product_id: str
    rules_acknowledged: bool | None = True


class ReleaseAnswer(BaseModel):
    """
    When and by whom an outage was released, and how much time deadlines got.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    released_at: AwareDatetime
    released_by: str
    extend_by: timedelta


class ReleaseBody(BaseModel):
    """
    How an outage is released; left out, it ended as declared, or now, and deadlines get as much time as it took.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    ends_at: AwareDatetime | None = None
    """
    When it ended: not after now, nor after the end declared.
    """
    extend_by: timedelta | None = None
    """
    How much later deadlines are due that were due in it: at least its length, or PT0S: they act.
    """


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


class ShipmentClearBody(BaseModel):
    """
    Ops find a warning or a violation wrong (SH-06).
    """

    model_config = ConfigDict(
        extra="allow",
    )
    reason: str


class ShipmentExtendBody(BaseModel):
    """
    Ops give a deadline a later due time. Its name has no room for free text, which could not be erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    deadline: str
    until: AwareDatetime
    reason: str


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


class Sku(BaseModel):
    """
    A product's variant as it is sold, with how many there are.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    cumulative_limit: int | None = None
    per_order_limit: int | None = None
    minimum: int | None = None
    merchant_id: str
    product_id: str
    stock: int


class SkuAnswer(BaseModel):
    """
    A product's variant as it is sold; null: nothing was set.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    cumulative_limit: int | None = None
    per_order_limit: int | None = None
    minimum: int | None = None
    merchant_id: str
    product_id: str
    stock: int
    id: str


class SlowParcelAnswer(BaseModel):
    """
    A parcel that has not moved on for too long; `id` is the shipment's, `since` the time of its last stage.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    obligation: str
    product_id: str
    carrier: str
    tracking_no: str
    status: str
    stage: str
    since: AwareDatetime


class SlowParcelAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[SlowParcelAnswer]
    next_page_token: str | None


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
    banned: bool | None = None
    disputes_lost: int | None = None
    bound_shop_id: str | None = None
    id: str
    version: int
    recorded_at: AwareDatetime


class StoredDelisting(BaseModel):
    """
    A product taken off the platform or put back (MA-05); `since`: when that took effect, if not when reported.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    state: str
    reason: str | None = None
    severity: str | None = None
    since: AwareDatetime | None = None
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
    stock: int | None = None
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


class Text(BaseModel):
    """
    A sentence for creators, merchants and buyers in both languages.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    zh: str
    en: str


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


class TracksBody(BaseModel):
    """
    Scans that add to those already known; one known already gets its place and text anew, or loses them.

    `finding` is what the carrier says of the number itself (SH-01); for good, and without scans too.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    tracks: list[TrackBody] | None = Field([], validate_default=True)
    finding: Literal["number_abnormal", "duplicate_track"] | None = None


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
    Only events of these kinds: campaign-entry, consumer-order, cooperation-order, dispute, merchant-account, sample-request, shipment; for services and ops also facts: campaign, cart-access, cart-access-decision, consignee, creator, delisting, live-session, merchant, outage, parcel, product, risk-waiver, sample-offer, showcase-decision, video.
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


class WishBody(BaseModel):
    """
    What a buyer, known by the platform's id alone, wants to buy of a merchant's SKU.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    merchant_id: str
    buyer_id: str
    sku_id: str
    quantity: int
    """
    In pieces.
    """


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


class Benefit(BaseModel):
    """
    What taking part brings (CE-07): traffic, or a place in a venue; in the words that merchants read.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    kind: Literal["traffic", "venue"]
    text: Text


class Campaign(BaseModel):
    """
    A campaign, as ops announce it. Both windows include their ends to the second (CE-01): an `until` names the
    last second, which counts whole. Given in Beijing time with its offset, kept in UTC.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    title: str
    registration_from: AwareDatetime
    registration_until: AwareDatetime
    event_from: AwareDatetime
    event_until: AwareDatetime
    rule_sets: list[Literal["campaign-merchant", "campaign-product"]] | None = [
        "campaign-merchant",
        "campaign-product",
    ]
    parameters: CampaignParameters | None = Field({}, validate_default=True)
    categories: list[str] | None = None
    not_freight_free_regions: list[str] | None = None
    benefits: list[Benefit] | None = Field([], validate_default=True)
    warehousing_needed: bool | None = False


class CarrierAnswer(BaseModel):
    """
    A partner carrier: parcels by it are tracked by themselves. Others are taken, but their tracks may not show.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    code: str
    name: Text


class CarrierAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[CarrierAnswer]
    next_page_token: str | None


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
    banned: bool | None = None
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
    stock: int | None = None
    id: str
    version: int
    offers_samples: bool


class ListedProductPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[ListedProduct]
    next_page_token: str | None


class OutageAnswer(BaseModel):
    """
    An outage. `ends_at` is null while no end is known, `release` while it holds deadlines, `reason` once erased.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    id: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None
    reason: str | None
    declared_at: AwareDatetime
    declared_by: str
    release: ReleaseAnswer | None


class OutageAnswerPage(BaseModel):
    model_config = ConfigDict(
        extra="allow",
    )
    items: list[OutageAnswer]
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
    stock: int | None = None


class ScanAnswer(BaseModel):
    """
    One scan of a parcel. `region` and `province` are its place's, `place` and `text` for services and ops alone.

    Anybody may name a number as its own: that shows nobody where somebody's parcel went.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    at: AwareDatetime
    kind: str
    region: str | None
    province: Text | None
    place: str | None
    text: str | None


class StepAnswer(BaseModel):
    """
    A step; logistics' tracks come with their provinces, and for services and ops with their places and words.
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
    tracks: list[ScanAnswer] | None = Field([], validate_default=True)
    contents: list[Candidate] | None = Field([], validate_default=True)


class StoredCampaign(BaseModel):
    """
    A campaign, as ops announce it. Both windows include their ends to the second (CE-01): an `until` names the
    last second, which counts whole. Given in Beijing time with its offset, kept in UTC.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    title: str
    registration_from: AwareDatetime
    registration_until: AwareDatetime
    event_from: AwareDatetime
    event_until: AwareDatetime
    rule_sets: list[str] | None = ["campaign-merchant", "campaign-product"]
    parameters: CampaignParameters | None = Field({}, validate_default=True)
    categories: list[str] | None = None
    not_freight_free_regions: list[str] | None = None
    benefits: list[Benefit] | None = Field([], validate_default=True)
    warehousing_needed: bool | None = False
    id: str
    version: int
    recorded_at: AwareDatetime


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
    tracks: list[ScanAnswer]


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
