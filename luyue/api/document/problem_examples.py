"""An example of every kind of problem."""

from collections.abc import Mapping
from typing import Any

from luyue.api.document.example_values import MEMBERS
from luyue.api.wording import PROBLEMS


def problem_examples(status: int) -> dict[str, Any]:
    """A problem of each kind that has the status."""
    return {
        code: {
            "summary": wording.title_en,
            "value": {
                "type": f"https://luyue.example/problems#{code}",
                "title": wording.title_en,
                "status": status,
                "detail": wording.detail_en,
                "code": code,
                "request_id": MEMBERS["request_id"],
                "violations": _VIOLATIONS.get(code, []),
            },
        }
        for code, wording in PROBLEMS.items()
        if wording.status == status
    }


_VIOLATIONS: Mapping[str, list[dict[str, Any]]] = {
    "invalid": [{"rule": "field:reason", "message": "reason: Field required"}],
    "refused": [
        {
            "rule": "SR-16",
            "message": "You already have an open request for this product.",
            "observed": 1,
            "required": 0,
            "remedy": "Finish or withdraw it first.",
            "policy_version": "1",
        }
    ],
    "not-allowed-in-status": [
        {"rule": "status", "message": "ship is not allowed in status PENDING.", "observed": "PENDING"}
    ],
}
