"""Which subjects' reports a process listens to, written down once more."""

from collections.abc import Callable, Mapping, Sequence

from tests.chaos.checker.evidence import Event
from tests.chaos.checker.parties import products


def subjects(status: str, events: Sequence[Event]) -> frozenset[str]:
    """The subjects in a status, after these events; most kinds listen to nothing."""
    found = _OF_KINDS.get(events[0].kind)
    return frozenset(found(status, events)) if found is not None else frozenset()


def _of_request(status: str, events: Sequence[Event]) -> set[str]:
    """Product and merchant while it is open, the creator until it is shipped, then the parcel and the content."""
    data = events[0].data
    creator, product = data["creator_id"], data["product_id"]
    found: set[str] = set()
    if status in ("PENDING", "AWAITING_SHIPMENT"):
        found.add(f"creator:{creator}")
    if status in ("PENDING", "AWAITING_SHIPMENT", "SHIPPED", "CONTENT_PENDING"):
        found |= {f"product:{product}", f"merchant:{data['merchant_id']}"}
    if status in ("SHIPPED", "CONTENT_PENDING", "BREACHED"):
        found |= {f"content:{creator}:{product}"} | {_parcel(one) for one in events if one.type == "SampleShipped"}
    return found


def _of_order(status: str, events: Sequence[Event]) -> set[str]:
    """What the creator publishes with the products while that may count, and the merchant until it is live."""
    data = events[0].data
    if status not in ("EFFECTIVE", "LIVE", "DELIVERED"):
        return set()
    found = {f"content:{data['creator_id']}:{product}" for product in products(events[0])}
    return found | {f"merchant:{data['merchant_id']}"} if status == "EFFECTIVE" else found


def _of_shipment(_status: str, events: Sequence[Event]) -> set[str]:
    """The parcel, also after the end; and where it goes to, until that is known."""
    data = events[0].data
    is_known = data["person"] is not None or any(event.type == "ShipmentConsigneeKnown" for event in events)
    consignee = set() if is_known or data["consignee_id"] is None else {f"consignee:{data['consignee_id']}"}
    return {_parcel(events[0])} | consignee


def _of_account(status: str, events: Sequence[Event]) -> set[str]:
    return set() if status == "CLOSED" else {f"delistings:{events[0].data['merchant_id']}"}


def _parcel(event: Event) -> str:
    number = "".join(event.data["tracking_no"].upper().replace("-", "").split())
    return f"parcel:{event.data['carrier']}:{number}"


_OF_KINDS: Mapping[str, Callable[[str, Sequence[Event]], set[str]]] = {
    "sample-request": _of_request,
    "cooperation-order": _of_order,
    "shipment": _of_shipment,
    "merchant-account": _of_account,
}
