"""Whether a product may be registered in a campaign: its time, its merchant and the product, all checked at once
(CE-01, CE-02, CE-04 to CE-06, MA-05), whoever asks."""

from collections.abc import Iterable
from datetime import datetime

from luyue.domain.campaign_entry import messages as m
from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.refusals import unknown_campaign
from luyue.domain.campaign_entry.registration_checks import (
    acknowledged,
    in_time,
    no_other_entry,
    not_rejected_before,
    own_product,
    shop_stays_open,
    still_sold,
)
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import Campaign, Delisting, Facts, Needs, Product, closing_claim
from luyue.domain.messages import Event
from luyue.domain.policy import Policy
from luyue.domain.rulebook import cases, delisted
from luyue.domain.rulebook.campaign import CAMPAIGN_MERCHANT, CAMPAIGN_PRODUCT
from luyue.domain.rulebook.campaign_parameters import in_campaign

NEWER = frozenset({delisted.ID})
"""Rules that evaluations on record do not have yet."""


def needs(campaign_id: str, merchant_id: str, product_id: str | None) -> Needs:
    """The facts on campaign, merchant and product, and what the merchant or the product has entered already."""
    asked = _asked(campaign_id, merchant_id, product_id)
    delisting = () if product_id is None else (f"delisting/{product_id}",)
    return asked.model_copy(update={"streams": (*asked.streams, *delisting)})


def _asked(campaign_id: str, merchant_id: str, product_id: str | None) -> Needs:
    """Without what only newer rules read: evaluations on record do not name it where it was not known."""
    streams = [f"campaign/{campaign_id}", f"merchant/{merchant_id}"]
    claims = [closing_claim(merchant_id)]
    if product_id is not None:
        streams.append(f"product/{product_id}")
        claims += [s.open_claim(campaign_id, product_id), s.rejected_claim(campaign_id, merchant_id, product_id)]
    return Needs(
        streams=tuple(streams), claim_prefixes=tuple(claims), found_by=(s.rejection(campaign_id, merchant_id),)
    )


def register(command: m.Register, facts: Facts, policy: Policy, at: datetime) -> Event:
    """The entry, or its refusal with every rule that was not met (CE-02); either keeps the evaluation.

    Raises `Refusal` where there is no such campaign.
    """
    campaign = facts.known(f"campaign/{command.campaign_id}", Campaign)
    if campaign is None:
        raise unknown_campaign(command.campaign_id)
    evaluation = evaluate(
        campaign,
        facts,
        policy,
        at,
        campaign_id=command.campaign_id,
        merchant_id=command.merchant_id,
        product_id=command.product_id,
        rules_acknowledged=command.rules_acknowledged,
    )
    if not evaluation.eligible:
        return m.EntryRefused(
            campaign_id=command.campaign_id,
            merchant_id=command.merchant_id,
            product_id=command.product_id,
            violations=evaluation.violations(),
            policy_version=policy.version,
            evaluation=evaluation.kept(NEWER),
        )
    return m.EntryRegistered(
        campaign_id=command.campaign_id,
        merchant_id=command.merchant_id,
        product_id=command.product_id,
        registration_from=campaign.registration_from,
        registration_until=campaign.registration_until,
        event_from=campaign.event_from,
        event_until=campaign.event_until,
        review_due_at=at + in_campaign(policy, campaign).review_window,
        benefits=campaign.benefits,
        warehousing_needed=campaign.warehousing_needed,
        policy_version=policy.version,
        evaluation=evaluation.kept(NEWER),
    )


def evaluate(
    campaign: Campaign,
    facts: Facts,
    policy: Policy,
    at: datetime,
    *,
    campaign_id: str,
    merchant_id: str,
    product_id: str | None,
    rules_acknowledged: bool = True,
) -> Evaluation:
    """Every rule's verdict on a registration at a moment, given the facts that `needs` names.

    Without a product it is the merchant alone that is judged. Parameters are the campaign's where it has its own.
    """
    case = cases.case(facts, at, product_id=product_id, campaign_id=campaign_id, merchant_id=merchant_id)
    asked_of = (CAMPAIGN_MERCHANT,) if product_id is None else (CAMPAIGN_MERCHANT, CAMPAIGN_PRODUCT)
    here = in_campaign(policy, campaign)
    was_rejected = any(one.type == m.EntryRejected.type_name() for one in facts.found)

    def checks() -> Iterable[Check]:
        yield in_time(campaign, at, was_rejected=was_rejected)
        yield acknowledged(rules_acknowledged)
        yield shop_stays_open(merchant_id, facts)
        if product_id is not None:
            product = facts.known(f"product/{product_id}", Product)
            yield own_product(product.merchant_id if product is not None else None, merchant_id)
            yield no_other_entry(s.open_claim(campaign_id, product_id) not in facts.claims)
            yield not_rejected_before(s.rejected_claim(campaign_id, merchant_id, product_id) not in facts.claims)
            yield still_sold(facts.known(f"delisting/{product_id}", Delisting))
        for rules in asked_of:
            if rules.name in campaign.rule_sets:
                yield from rules.evaluate(case, here).checks

    return Evaluation(
        rules="campaign-entry",
        policy_version=policy.version,
        checks=tuple(checks()),
        facts=cases.versions(_asked(campaign_id, merchant_id, product_id), facts),
    )
