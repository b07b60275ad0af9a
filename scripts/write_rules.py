"""Writes docs/rules.md anew from the rulebook, the default policy and the tests: run it after changing a rule.

Usage: make rules
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.document import rules_document
from luyue.domain.rulebook.sets import SETS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rules.md"
CATALOGUE = {"SR": 16, "CO": 9, "CE": 9, "CA": 10, "SH": 9, "DS": 4, "MA": 7, "IX": 30}
"""How many rules each family of the catalogue has."""
NOT_A_TEST_OF_RULES = ROOT / "tests" / "structure" / "test_rules_document.py"


@cache
def files_by_rule() -> Mapping[str, Sequence[str]]:
    """The files of tests that name each rule of the catalogue, in a name (`test_sh_04_…`) or in words (SH-04)."""
    files = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if path != NOT_A_TEST_OF_RULES]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return {id: [file for file, text in texts.items() if _names(text, id)] for id in catalogue()}


def catalogue() -> Sequence[str]:
    """Every ID of the catalogue, in its order."""
    return [f"{family}-{number:02}" for family, last in CATALOGUE.items() for number in range(1, last + 1)]


def _names(text: str, id: str) -> bool:
    family, number = id.split("-")
    # What is searched for first is quickly found missing.
    in_a_name = f"{family.lower()}_{number}"
    if id not in text and in_a_name not in text:
        return False
    return re.search(rf"\b{id}\b|def test_(?:\w*_)?{in_a_name}(?:_|\b)", text) is not None


def page() -> str:
    """The page as it should be."""
    return rules_document(SETS.values(), DEFAULT_POLICY, files_by_rule())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
