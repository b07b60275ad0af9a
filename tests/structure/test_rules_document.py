"""docs/rules.md says what the code says, and every rule is named by a test of its own."""

from pathlib import Path

import pytest

from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.document import SOURCES, rules_document
from luyue.domain.rulebook.sets import SETS

ROOT = Path(__file__).parent.parent.parent
CATALOGUE = [
    *(f"SR-{number:02}" for number in range(1, 6)),
    *(f"CA-{number:02}" for number in range(1, 11)),
    "CE-05",
    "CE-06",
]
RULES = sorted({rule.id for rules in SETS.values() for rule in rules.rules})


@pytest.fixture(scope="module")
def other_tests() -> str:
    """The text of every other test, with what belongs to it."""
    paths = [path for path in sorted((ROOT / "tests").rglob("*.py")) if path != Path(__file__)]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_document(SETS.values(), DEFAULT_POLICY), "docs/rules.md is stale: run `make rules`"


@pytest.mark.parametrize("rule", [*CATALOGUE, *RULES])
def test_a_test_names_the_rule(rule: str, other_tests: str) -> None:
    assert rule in other_tests, f"no test names {rule}"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_of_the_catalogue(rule: str) -> None:
    assert rule.partition(".")[0] in CATALOGUE


def test_the_sources_are_numbered_as_their_files() -> None:
    assert all(document.startswith(f"{number}_") for number, document in SOURCES.items())
