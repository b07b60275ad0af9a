"""Puts the document together. Nothing here is about a single route: each part walks over all operations."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from luyue.api.document.answers import add_answers
from luyue.api.document.examples import add_examples
from luyue.api.document.links import add_links
from luyue.api.kinds import SERVED

DESCRIPTION = """\
Promises between merchants and content creators, kept: sample requests, cooperation orders, disputes.

Every answer that is no success is a problem (RFC 9457) with a stable `code`. Every POST takes an `Idempotency-Key`.
Times are RFC 3339 in UTC, money and rates decimal strings, durations ISO 8601. What creators and merchants may not see
is answered as if it were not there (404). Members may be added to answers, and types to events: ignore the unknown.
"""
_TAGS = {
    "sample-requests": "A creator asks a merchant for a sample and promotes it in return.",
    "cooperation-orders": "A merchant offers a creator terms for promoting products.",
    "consumer-orders": "What a buyer has paid for is shipped in time, or compensated and refunded.",
    "campaign-entries": "A merchant enters a product into a campaign of the platform.",
    "disputes": "Arbitration of an order or a sample request.",
    "shipments": "Parcels on their way to meet a sample request or an order: where they are, whether they are real.",
    "merchant-accounts": "A merchant's enterprise account and shop: deposit, monthly statements, closing.",
    "purchases": "What buyers may buy: limits, blacklists, checks.",
    "content-quality": "How good a piece of content is.",
    "events": "The feed of all events that the caller may see.",
    "webhooks": "Events sent to an address, signed.",
    "inbox": "Messages for people.",
    "facts": "What the platform reports; each report replaces the whole.",
    "products": "Browsing products.",
    "creators": "The directory of creators to whom merchants can offer orders.",
    "contacts": "Consignees: personal data, erasable.",
    "parcels": "Scans of parcels.",
    "eligibility": "Who may take part, and why not. Asking does nothing.",
    "cart-access": "Product-sharing rights.",
    "showcase": "Creators' showcases.",
    "commissions": "How commissions are split and orders followed.",
    "policies": "Versions of the rules' parameters.",
    "outages": "Times when the platform is away: what is due in them waits for ops.",
    "dossiers": "The keys that prove dossiers.",
    "test-clock": "Moving processes forward in time. Not in production.",
    "health": "Whether the service lives and is ready.",
}
_PROCESSES = {served.collection: served.kind.name.replace("-", "_") for served in SERVED}


def operation_id(route: APIRoute) -> str:
    """A route's name for good: generated clients call their functions by it.

    What a kind of process has is named after the kind (`sample_request_approve`), and so is asking for eligibility.
    """
    collection = route.path.removeprefix("/v1/").partition("/")[0]
    name = route.name.replace("-", "_").replace("_processes", "").replace("_process", "")
    prefix = _PROCESSES.get(collection) or ("eligibility" if collection == "eligibility" else None)
    return f"{prefix}_{name}" if prefix else name


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application; made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            openapi_version=app.openapi_version,
            description=DESCRIPTION,
            routes=app.routes,
            webhooks=app.webhooks.routes,
            servers=[{"url": app.state.services.settings.address}],
            tags=[{"name": name, "description": description} for name, description in _TAGS.items()],
        )
        for _, _, operation in operations(made):
            operation["summary"] = _sentence(operation["summary"])
        add_answers(made)
        add_links(made)
        add_examples(made)
        app.openapi_schema = made
    return app.openapi_schema


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its method, in capitals, and its path."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _sentence(title: str) -> str:
    first, *rest = title.split(" ")
    return " ".join([first, *(word.lower() for word in rest)])
