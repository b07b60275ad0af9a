"""What Schemathesis is told: the checks it makes, and the ids of what there is, so that much of it arrives."""

import json
from datetime import UTC, datetime, timedelta

from tests.api.contract.scenery import CAMPAIGN, CONTACT, CREATOR, FREE, MERCHANT, Ids

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
    "use_after_free",
    "ensure_resource_availability",
)
"""Not that valid data is accepted: a rule may well refuse it."""

STEPS = 10
"""Of a walk."""
_OFTEN = 0.8
_BOUND = {
    "body.creator_id": "creator_id",
    "body.merchant_id": "merchant_id",
    "body.product_id": "product_id",
    "body.products[*].product_id": "product_id",
    "body.contact_id": "contact_id",
    "body.sku_id": "skus",
    "body.latest_broadcast_at": "soon",
    "body.url": "url",
    "query.creator_id": "creator_id",
    "query.merchant_id": "merchant_id",
    "query.product_id": "product_id",
    "path.creator_id": "creator_id",
    "path.product_id": "product_id",
    "path.campaign_id": "campaign_id",
    "path.kind": "kind",
}
_OF_ENTRIES = {r"^/v1/campaigns/[^/]+/entries$": "campaign_id", "^/v1/campaigns/.*/entries/": "campaign-entries"}
"""What `{id}` is below a campaign, by the path."""


def configuration(ids: Ids, *, walks: int | None = None) -> str:
    """The configuration file: how often the links are walked, and what is filled in for which member.

    On a walk processes are those that it has made: only a dispute needs one that is there.
    """
    soon = datetime.now(UTC) + timedelta(days=10)
    known = {
        "creator_id": [CREATOR],
        "merchant_id": [MERCHANT],
        "product_id": FREE,
        "contact_id": [CONTACT],
        "campaign_id": [CAMPAIGN],
        "kind": ["sample-request", "cooperation-order", "dispute", "campaign-entry", "merchant-account"],
        "url": ["https://8.8.8.8/luyue"],
        "soon": [soon.isoformat(timespec="seconds")],
        **ids,
    }
    lines = []
    for name, values in known.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(list(values))}"]
    if walks is not None:
        lines += ["[phases.stateful]", f"max-steps = {STEPS}"]
        # Links alone: what could be inferred beside them only leads astray.
        lines += ["[phases.stateful.inference]", "algorithms = []"]
        lines += ["[phases.stateful.generation]", f"max-examples = {walks}", 'mode = "positive"']
    lines += ["[parameters]", *(_binding(where, name) for where, name in _BOUND.items())]
    for collection in ids:
        path = f"^/v1/{collection}/" if walks is None else f"^/v1/{collection}/.*/open-dispute"
        lines += ["[[operations]]", f"include-path-regex = '{path}'"]
        lines.append(f"parameters = {{ {_binding('path.id', collection)} }}")
    for path, name in _OF_ENTRIES.items():
        lines += ["[[operations]]", f"include-path-regex = '{path}'"]
        lines.append(f"parameters = {{ {_binding('path.id', name)} }}")
    return "\n".join(lines) + "\n"


def _binding(where: str, dictionary: str) -> str:
    return f'"{where}" = {{ dictionary = "{dictionary}", probability = {_OFTEN} }}'
