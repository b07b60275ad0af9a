"""The stories of merchant accounts: a month's statement, the end of a shop, and what the platform itself ends."""

from luyue.cli.demonstration import account_outcomes as outcomes
from luyue.cli.demonstration.platform import Platform
from luyue.cli.demonstration.shops import new_shop
from luyue.cli.demonstration.story import Story


async def not_invoiced(platform: Platform) -> tuple[str]:
    """The statement of a month comes, and nobody sends an invoice for it in the next."""
    account = await (await new_shop(platform, "not-invoiced")).open_account()
    await account.service("record-subsidy", amount="90.00")
    await account.advance_past("month_end")
    await account.advance_past("invoice_due")
    return (account.id,)


async def closed_shop(platform: Platform) -> tuple[str]:
    """A shop that is given up stays closing until its fees are invoiced and its last order is finished."""
    shop = await new_shop(platform, "closed-shop")
    account = await shop.open_account()
    await account.service("pay-deposit", amount="5000.00")
    await account.service("record-subsidy", amount="90.00")
    order = await shop.sell("58.00", "P7D")
    closing = await account.service("close-shop", reason="转行")
    await account.advance_past("closing_review")
    await account.advance_past("closing_fees_due")
    [statement] = closing["details"]["statements"]
    invoice = {"kind": "service", "taxpayer": "general", "form": "special_vat"}
    await account.service("submit-invoice", statement=statement["name"], **invoice)
    await order.service("refund-request", amount="58.00")
    await order.service("answer-refund", accepted=True)
    await account.service("review-closing")
    return (account.id,)


async def counterfeit(platform: Platform) -> tuple[str]:
    """Nobody tells the account: the report of the delisting reaches it by itself."""
    shop = await new_shop(platform, "counterfeit")
    account = await shop.open_account()
    await account.service("pay-deposit", amount="5000.00")
    delisting = {"merchant_id": shop.merchant_id, "state": "delisted", "reason": "counterfeit", "severity": "severe"}
    await platform.service("PUT", f"/v1/products/{shop.product_id}/delisting", delisting)
    await account.until(lambda shown: shown["status"] == "CLOSED", "is closed by the platform")
    return (account.id,)


STORIES = (
    Story(not_invoiced, (outcomes.NOT_INVOICED,)),
    Story(closed_shop, (outcomes.CLOSED_SHOP,)),
    Story(counterfeit, (outcomes.COUNTERFEIT,)),
)
