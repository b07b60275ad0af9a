"""Cases by purpose: which facts an evaluation needs, and the case that they make."""

from collections.abc import Mapping
from datetime import datetime

from luyue.domain.facts import Campaign, CartAccess, Creator, Facts, Merchant, Needs, Product, RiskWaiver, SampleOffer
from luyue.domain.promotion import Form
from luyue.domain.rulebook.case import Case


def needs(creator_id: str | None = None, product_id: str | None = None, campaign_id: str | None = None) -> Needs:
    """The facts on a creator, on a product with its merchant, and on a campaign, as far as they are named."""
    streams: list[str] = []
    if creator_id is not None:
        streams += [f"creator/{creator_id}", f"risk-waiver/{creator_id}", f"cart-access/{creator_id}"]
    if product_id is not None:
        streams += [f"product/{product_id}", f"sample-offer/{product_id}"]
    if campaign_id is not None:
        streams.append(f"campaign/{campaign_id}")
    return Needs(
        streams=tuple(streams),
        merchant_of=f"product/{product_id}" if product_id is not None else None,
        record_of=f"creator/{creator_id}" if creator_id is not None else None,
    )


def case(
    facts: Facts,
    at: datetime,
    creator_id: str | None = None,
    product_id: str | None = None,
    campaign_id: str | None = None,
    merchant_id: str | None = None,
    promotion_form: Form | None = None,
) -> Case:
    """The case that the facts on the parties named make; without a merchant named it is the product's."""
    product = facts.known(f"product/{product_id}", Product)
    merchant_id = merchant_id or (product.merchant_id if product else None)
    return Case(
        at=at,
        creator=facts.known(f"creator/{creator_id}", Creator),
        risk_waiver=facts.known(f"risk-waiver/{creator_id}", RiskWaiver),
        record=facts.record,
        cart_access=facts.known(f"cart-access/{creator_id}", CartAccess),
        merchant=facts.known(f"merchant/{merchant_id}", Merchant),
        product=product,
        sample_offer=facts.known(f"sample-offer/{product_id}", SampleOffer),
        campaign=facts.known(f"campaign/{campaign_id}", Campaign),
        promotion_form=promotion_form,
    )


def versions(asked: Needs, facts: Facts) -> Mapping[str, int]:
    """The version of each fact that was considered; 0: nothing was ever reported."""
    streams = [*asked.streams]
    product = facts.known(asked.merchant_of, Product) if asked.merchant_of is not None else None
    if product is not None:
        streams.append(f"merchant/{product.merchant_id}")
    return dict.fromkeys(streams, 0) | {stream: report.version for stream, report in facts.newest.items()}
