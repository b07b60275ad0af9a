"""Whether a consumer order can be taken on, what its merchant is warned of, and whether it is one of a campaign's."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from luyue.domain.campaign_entry.messages import EntryEnrolled, EntryLeft, EntryRemoved
from luyue.domain.campaign_entry.state import enrolment
from luyue.domain.consumer_order import messages as m
from luyue.domain.consumer_order.terms import Caution, EventTerms
from luyue.domain.facts import Campaign, Facts, Found, Needs, Product, closing_began, closing_claim
from luyue.domain.facts.campaigns import Period
from luyue.domain.merchant_account.events import ClosingStarted, ShopClosedByPlatform
from luyue.domain.messages import Event, Refusal, Text, Violation
from luyue.domain.policy import Policy

GUARANTEES = (timedelta(hours=24), timedelta(hours=48))
"""SH-09, CE-05: the times within which goods in stock are shipped; a presale time is longer than both."""

_BEGINS_CLOSING = (ClosingStarted.type_name(), ShopClosedByPlatform.type_name())

CLOCKS_APART = timedelta(minutes=5)
"""By how much the clock of whoever reports a payment may be ahead."""


def needs(command: m.Place) -> Needs:
    """The product, since when its shop is closing if it is (IX-28), the campaign, and the product's entries in it."""
    streams = [f"product/{command.product_id}"]
    found_by = [closing_began(command.merchant_id)]
    if command.campaign_id is not None:
        streams.append(f"campaign/{command.campaign_id}")
        found_by.append(enrolment(command.campaign_id, command.product_id))
    claims = (closing_claim(command.merchant_id),)
    return Needs(streams=tuple(streams), claim_prefixes=claims, found_by=tuple(found_by))


def place(command: m.Place, facts: Facts, policy: Policy, at: datetime) -> Sequence[Event]:
    """The order; raises `Refusal` with everything that is wrong with it."""
    violations = tuple(_violations(command, facts, at))
    if violations:
        raise Refusal("rule", violations)
    product = facts.known(f"product/{command.product_id}", Product)
    assert product is not None
    placed = m.ConsumerOrderPlaced(
        **dict(command),
        event_terms=event_terms(command, facts, policy),
        warnings=tuple(_cautions(command, product, policy)),
        policy_version=policy.version,
    )
    if product.stock != 0:
        return [placed]
    return [placed, out_of_stock(command.product_id)]


def out_of_stock(product_id: str) -> Event:
    """SH-08: what is out of stock is to be delisted."""
    return m.DelistingRecommended(product_id=product_id, because="out_of_stock", violations=None)


def event_terms(command: m.Place, facts: Facts, policy: Policy) -> EventTerms | None:
    """The campaign's terms where the order is one of its orders, None where not (IX-26).

    It is where it was paid while the merchant's entry of the product was enrolled: from its effective time (IX-25),
    before the event's end, of which the last second counts whole (CE-01), and not after the merchant had left or was
    removed. The limit to refunds is the campaign's own where it has one (CE-09).
    """
    campaign = facts.known(f"campaign/{command.campaign_id}", Campaign)
    if command.campaign_id is None or campaign is None:
        return None
    own = campaign.parameters.instant_refund_max
    for enrolled in facts.found:
        if enrolled.type != EntryEnrolled.type_name() or enrolled.data["merchant_id"] != command.merchant_id:
            continue
        effective = Period(
            begins_at=enrolled.data["effective_from"],
            ends_at=enrolled.data["effective_before"],
        )
        if effective.covers(command.paid_at) and not _ended_before(command, enrolled.stream, facts.found):
            return EventTerms(
                campaign_id=command.campaign_id,
                entry=enrolled.stream,
                effective_from=effective.begins_at,
                effective_before=effective.ends_at,
                instant_refund_max=policy.instant_refund_max if own is None else own,
            )
    return None


def _paid_after_the_closing_began(command: m.Place, facts: Facts) -> bool:
    """What was paid before is owed already, though it is reported only now (IX-28)."""
    account = facts.claims.get(closing_claim(command.merchant_id))
    if account is None:
        return False
    began = [one.at for one in facts.found if one.stream == account and one.type in _BEGINS_CLOSING]
    return not began or command.paid_at > min(began)


def _ended_before(command: m.Place, entry: str, found: Iterable[Found]) -> bool:
    """Whether the merchant had left, or been removed, before the payment."""
    ends = (EntryLeft.type_name(), EntryRemoved.type_name())
    return any(one.stream == entry and one.type in ends and one.at < command.paid_at for one in found)


def _cautions(command: m.Place, product: Product, policy: Policy) -> Iterable[Caution]:
    """SH-08"""
    if command.ship_within > policy.presale_longest:
        yield "presale_long"
    if product.stock is not None and product.stock >= policy.unreal_stock_from:
        yield "stock_unreal"


def _violations(command: m.Place, facts: Facts, at: datetime) -> Iterable[Violation]:
    if _paid_after_the_closing_began(command, facts):
        yield _violation(
            "IX-28",
            "店铺在付款前已开始关闭,不再接受新订单,请将款项退回买家。",
            "The shop had begun to close before the payment and takes on no new order: return it to the buyer.",
            observed="closing",
            required="open",
        )
    product = facts.known(f"product/{command.product_id}", Product)
    if product is None:
        yield _violation(
            "SH-09.known_product",
            "平台尚无该商品的资料。",
            "The product is not known to the platform.",
            observed=command.product_id,
        )
    elif product.merchant_id != command.merchant_id:
        yield _violation(
            "SH-09.own_product",
            "该商品不属于该商家。",
            "The product is not the merchant's.",
            observed=command.merchant_id,
            required=product.merchant_id,
        )
    if command.paid_at > at + CLOCKS_APART:
        yield _violation(
            "SH-09.paid_at",
            "付款时间不能晚于当前时间。",
            "The time of payment can't be in the future.",
            observed=command.paid_at.isoformat(),
            required={"at_most": at.isoformat()},
        )
    if command.ship_within not in GUARANTEES and command.ship_within < max(GUARANTEES):
        yield _violation(
            "SH-08.ship_within",
            "发货时限须为 24 小时、48 小时,或超过 48 小时的预售时间。",
            "The time to ship is 24 h, 48 h, or a presale time longer than 48 h.",
            observed=_hours(command.ship_within),
            required={"one_of": [_hours(one) for one in GUARANTEES], "or_longer_than": _hours(max(GUARANTEES))},
        )
    if command.campaign_id is not None and facts.known(f"campaign/{command.campaign_id}", Campaign) is None:
        yield _violation(
            "CE-01.known_campaign",
            "没有该活动。",
            "There is no such campaign.",
            observed=command.campaign_id,
        )


def _hours(length: timedelta) -> str:
    return f"{length / timedelta(hours=1):g} h"


def _violation(rule: str, zh: str, en: str, *, observed: object, required: object = None) -> Violation:
    return Violation(rule=rule, message=Text(zh=zh, en=en), observed=observed, required=required)
