"""Whether a creator may ask for a sample (SR-04, SR-05, SR-16)."""

from luyue.domain.facts import Creator, Facts, Product, SampleOffer
from luyue.domain.messages import Event, Text, Violation
from luyue.domain.policy import Policy
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.state import open_claim


def apply(command: m.Apply, facts: Facts, policy: Policy) -> Event:
    """The request, or its refusal with every rule that was not met."""
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
    if open_claim(command) in facts.claims:
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
    """SR-04: the merchant's choice; unchosen, only products published by the service's launch offer samples."""
    offer = facts.known(f"sample-offer/{product_id}", SampleOffer)
    if offer is not None:
        return offer.offers_samples
    return product.published_at is not None and product.published_at <= policy.service_launched_at
