"""The sets of rules by purpose. Which process or answer uses which is decided there, not here."""

from collections.abc import Mapping
from dataclasses import replace

from luyue.domain.messages import Text
from luyue.domain.rulebook.alliance import ALLIANCE
from luyue.domain.rulebook.campaign import CAMPAIGN_MERCHANT, CAMPAIGN_PRODUCT
from luyue.domain.rulebook.creators import CART_BAR, KNOWN_CREATOR, SHARING_RIGHT, SHOWCASE_RIGHT
from luyue.domain.rulebook.products import KNOWN_PRODUCT, OFFERS_SAMPLES, OWN_SHOP, SOURCE, TRAITS
from luyue.domain.rulebook.risk import RISK
from luyue.domain.rulebook.rule import RuleSet
from luyue.domain.rulebook.taobao import TAOBAO

SAMPLE_REQUEST = RuleSet(
    name="sample-request",
    title=Text(zh="申请样品", en="Requesting a sample"),
    rules=(
        KNOWN_CREATOR,
        KNOWN_PRODUCT,
        RISK,
        *ALLIANCE,
        TRAITS,
        OFFERS_SAMPLES,
        SHARING_RIGHT,
        # SR-05: an admission on record speaks for itself; its bar is checked only without one.
        *(
            replace(
                rule,
                applies=lambda case: case.cart_access is None,
                applies_when=Text(zh="仅适用于没有开通记录的创作者", en="Creators without an admission on record only"),
                reads_if_known=("cart_access",),
            )
            for rule in CART_BAR
        ),
    ),
)
"""SR-01 to SR-05"""

CART_ACCESS = RuleSet(name="cart-access", title=Text(zh="开通购物车权限", en="Cart access"), rules=CART_BAR)
"""CA-01, CA-02"""

SHOWCASE_PRODUCT = RuleSet(
    name="showcase-product",
    title=Text(zh="橱窗添加商品", en="Adding a product to the showcase"),
    rules=(SHOWCASE_RIGHT, SOURCE, OWN_SHOP, *TAOBAO),
)
"""CA-03, CA-04, CA-05"""

SETS: Mapping[str, RuleSet] = {
    rules.name: rules for rules in (SAMPLE_REQUEST, CART_ACCESS, SHOWCASE_PRODUCT, CAMPAIGN_PRODUCT, CAMPAIGN_MERCHANT)
}
"""Every set by its name."""
