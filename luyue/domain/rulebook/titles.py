"""What each rule of today's rulebook is called."""

from collections.abc import Mapping

from luyue.domain.messages import Text
from luyue.domain.rulebook.beside import BESIDE
from luyue.domain.rulebook.sets import SETS

TITLES: Mapping[str, Text] = {
    **{rule.id: rule.title for rules in SETS.values() for rule in rules.rules},
    **{rule.id: rule.title for rule in BESIDE},
}
"""By the rules' ids."""
