"""How a process ended: the rule behind it and its wording. Which ending is which is each kind's own."""

from luyue.domain.messages import Text, Value


class Ending(Value):
    """The rule that ended a process, by the catalogue's ID, and what it says."""

    rule: str
    wording: Text


def ending_by(rule: str, zh: str, en: str) -> Ending:
    """An ending by its rule and wording."""
    return Ending(rule=rule, wording=Text(zh=zh, en=en))
