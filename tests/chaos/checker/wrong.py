"""A finding of the checker."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """`what` names the property that does not hold, `where` a stream or a request."""

    what: str
    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}: {self.why}"
