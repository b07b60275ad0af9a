"""MA-05: a product that is delisted is neither registered in campaigns nor bought, until it is back."""

from luyue.domain import alliance
from luyue.domain.evaluation import Check
from luyue.domain.facts import Delisting
from luyue.domain.messages import Text

ID = "MA-05.not_delisted"
TITLE = Text(zh="商品未被下架", en="The product is not delisted")


def not_delisted(delisting: Delisting | None, remedy: Text) -> Check:
    """The verdict on a product by its newest delisting, if any; and what helps where it is delisted."""
    delisted = alliance.unavailable(None, delisting)
    return Check(
        rule=ID,
        passed=not delisted,
        observed={"delisted": delisted},
        required={"delisted": False},
        message=Text(zh="该商品已被下架。", en="The product is delisted.") if delisted else TITLE,
        remedy=remedy if delisted else None,
    )
