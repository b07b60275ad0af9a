"""Schemathesis along the links, from what it has made to reading it and to its commands, in whatever order."""

import pytest

from tests.api.contract.conftest import EXAMPLES, Schemathesis

WALKS = [
    ("creator", r"^/v1/sample-requests(?!.*dispute)"),
    pytest.param("service", r"^/v1/sample-requests(?!.*dispute)", marks=pytest.mark.long),
    pytest.param("service", r"^/v1/cooperation-orders", marks=pytest.mark.long),
    pytest.param("service", r"^/v1/(webhooks|creators|products|cart-access)", marks=pytest.mark.long),
    pytest.param("merchant", r"^/v1/cooperation-orders", marks=pytest.mark.long),
    pytest.param("ops", r"^/v1/(disputes|sample-requests/\{id\}/open-dispute)", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("role", "paths"), WALKS)
async def test_answers_on_the_way_are_as_documented(role: str, paths: str, schemathesis: Schemathesis) -> None:
    await schemathesis(role, "stateful", f"--include-path-regex={paths}", walks=4 * EXAMPLES or 6)
