"""Writes docs/rules.md anew from the rulebook and the default policy: run it after changing a rule.

Usage: make rules
"""

from pathlib import Path

from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.document import rules_document
from luyue.domain.rulebook.sets import SETS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"

if __name__ == "__main__":
    PAGE.write_text(rules_document(SETS.values(), DEFAULT_POLICY), encoding="utf-8")
