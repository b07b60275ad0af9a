"""docs/rules.md says what the code says, and every rule is named by a test of its own."""

import re
from pathlib import Path

import pytest

from luyue.domain.rulebook.beside import BESIDE
from luyue.domain.rulebook.document import SOURCES
from luyue.domain.rulebook.sets import SETS
from scripts.write_rules import PAGE, ROOT, catalogue, files_by_rule, page

CATALOGUE = catalogue()
RULES = sorted({rule.id for rules in SETS.values() for rule in rules.rules} | {rule.id for rule in BESIDE})
SHOWN = {rule.partition(".")[0] for rule in RULES}


@pytest.fixture(scope="module")
def other_tests() -> str:
    """The text of every other test, with what belongs to it."""
    paths = [path for path in sorted((ROOT / "tests").rglob("*.py")) if path != Path(__file__)]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/rules.md is stale: run `make rules`"


def test_every_rule_of_the_catalogue_is_tested() -> None:
    assert [rule for rule, files in files_by_rule().items() if not files] == []


@pytest.mark.parametrize("family", ["CE", "SH", "MA"])
def test_campaigns_shipments_and_accounts_are_shown_whole(family: str) -> None:
    assert {rule for rule in CATALOGUE if rule.startswith(family)} <= SHOWN


@pytest.mark.parametrize("rule", RULES)
def test_a_test_names_the_rule(rule: str, other_tests: str) -> None:
    in_a_name = re.sub(r"\W", "_", rule.lower())
    assert rule in other_tests or f"test_{in_a_name}_" in other_tests, f"no test names {rule}"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_of_the_catalogue(rule: str) -> None:
    assert rule.partition(".")[0] in CATALOGUE


def test_the_sources_are_numbered_as_their_files() -> None:
    assert all(document.startswith(f"{number}_") for number, document in SOURCES.items())
