"""The sets of rules for entering a campaign: what its products (CE-05) and its merchants (CE-06) must meet."""

from luyue.domain.messages import Text
from luyue.domain.rulebook.campaign_merchant import MERCHANT_RULES
from luyue.domain.rulebook.campaign_product import PRODUCT_RULES
from luyue.domain.rulebook.rule import RuleSet

CAMPAIGN_PRODUCT = RuleSet(
    name="campaign-product",
    title=Text(zh="活动报名:商品要求", en="Campaign entry: what a product must meet"),
    rules=PRODUCT_RULES,
)

CAMPAIGN_MERCHANT = RuleSet(
    name="campaign-merchant",
    title=Text(zh="活动报名:商家要求", en="Campaign entry: what a merchant must meet"),
    rules=MERCHANT_RULES,
)
