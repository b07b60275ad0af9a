"""Who and what still takes part, as far as reports say: products, merchants and creators (IX-13 to IX-15)."""

from luyue.domain.facts import CartAccess, Creator, Delisting, Merchant, Product


def unavailable(product: Product | None, delisting: Delisting | None) -> bool:
    """IX-13: the product was delisted and not put back, or was taken out of the alliance."""
    is_delisted = delisting is not None and delisting.state == "delisted"
    return is_delisted or (product is not None and product.in_alliance is False)


def has_left(merchant: Merchant | None) -> bool:
    """IX-14: the shop was closed, or does not meet the alliance's standard any more."""
    return merchant is not None and (merchant.shop_opened is False or merchant.meets_alliance_standard is False)


def is_banned(creator: Creator | None, access: CartAccess | None) -> bool:
    """IX-15: the platform has banned the creator, or taken away every product-sharing right."""
    return (creator is not None and creator.banned is True) or (access is not None and not access.rights)
