"""Schemathesis along the links, from what it has made to reading it and to its commands, in whatever order."""

import pytest

from tests.api.contract.conftest import EXAMPLES, Schemathesis

pytestmark = pytest.mark.long

WALKS = [
    ("creator", r"^/v1/sample-requests(?!.*dispute)"),
    ("service", r"^/v1/sample-requests(?!.*dispute)"),
    ("service", r"^/v1/cooperation-orders"),
    ("service", r"^/v1/(webhooks|creators|products|cart-access)"),
    ("merchant", r"^/v1/cooperation-orders"),
    ("ops", r"^/v1/(disputes|sample-requests/\{id\}/open-dispute)"),
]


@pytest.mark.parametrize(("role", "paths"), WALKS)
async def test_answers_on_the_way_are_as_documented(role: str, paths: str, schemathesis: Schemathesis) -> None:
    await schemathesis(role, "stateful", f"--include-path-regex={paths}", walks=4 * EXAMPLES or 6)
