"""Which facts' streams a report is for, by its path."""

from collections.abc import Sequence

from tests.chaos.checker.evidence import Request

WHOLE = {
    "creators": "creator",
    "merchants": "merchant",
    "products": "product",
    "videos": "video",
    "live-sessions": "live-session",
    "campaigns": "campaign",
}
OF_PRODUCTS = frozenset({"sample-offer", "delisting"})


class NotAReport(Exception):
    """A path that this table does not know: add it, having read what it leaves on record."""


def streams_of(request: Request) -> Sequence[str]:
    """The streams that a report leads to an event in, as long as it says something new; raises NotAReport."""
    match request.method, request.words:
        case "PUT", [collection, id] if collection in WHOLE:
            return [f"{WHOLE[collection]}/{id}"]
        case "PUT", ["products", id, part] if part in OF_PRODUCTS:
            return [f"{part}/{id}"]
        case "PUT", ["creators", id, "risk-waiver"]:
            return [f"risk-waiver/{id}"]
        case "PUT", ["creators", creator, "showcase", product]:
            return [f"showcase-decision/{creator}:{product}"]
        case "POST", ["parcels", carrier, number, "tracks"]:
            return [f"parcel/{carrier}:{''.join(number.upper().replace('-', '').split())}"]
        case "POST", ["cart-access"]:
            creator = request.body["creator_id"]
            return [f"cart-access/{creator}", f"cart-access-decision/{creator}"]
        case "POST", ["policies"]:
            return []
    raise NotAReport(f"{request.method} {request.path}")
