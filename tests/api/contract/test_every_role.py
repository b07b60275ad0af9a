"""Schemathesis against the whole API with each role's token: no 5xx, no undocumented status, no answer off its schema.

A few made-up requests an operation, always the same. `make contract` makes many more, and all edges of every schema.
"""

import pytest

from tests.api.contract.conftest import EXAMPLES, Schemathesis


@pytest.mark.long
@pytest.mark.parametrize("role", ["ops", "creator", "merchant", "service"])
async def test_answers_are_as_documented(role: str, schemathesis: Schemathesis) -> None:
    if EXAMPLES:
        await schemathesis(role, "examples,coverage,fuzzing", examples=EXAMPLES)
    else:
        # The document's own examples are the same for everybody.
        await schemathesis(role, "examples,fuzzing" if role == "service" else "fuzzing")
