"""What a rule is that hangs on more than facts, and so is in no set."""

from dataclasses import dataclass

from luyue.domain.messages import Text


@dataclass(frozen=True)
class RuleBeside:
    """A rule as it is shown; `applied` says where the check is. `id`, `source` and `parameters` are as a `Rule`'s."""

    id: str
    title: Text
    applied: Text
    source: str
    parameters: tuple[str, ...] = ()
