"""Whose process it is, by its first event."""

from collections.abc import Mapping

from tests.chaos.checker.evidence import Event


def parties(first: Event) -> Mapping[str, str | None]:
    """Creator, merchant and product. An order of several products is of none in particular."""
    data = first.data
    product = data.get("product_id")
    if first.kind == "cooperation-order":
        promised = products(first)
        product = promised[0] if len(promised) == 1 else None
    return {"creator_id": data.get("creator_id"), "merchant_id": data.get("merchant_id"), "product_id": product}


def products(offer: Event) -> list[str]:
    """What a cooperation order promises."""
    return [one["product_id"] for one in offer.data["terms"]["products"]]
