"""What a dispute and its subject speak of: pieces of evidence, and what a ruling means for the subject."""

from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from luyue.domain.messages import Value

Outcome = Literal["resume", "cancel", "complete"]
"""What becomes of the subject: it goes on with the time left, ends cancelled, or ends as if accepted (CO-09)."""

Outcomes = Annotated[tuple[Outcome, ...], Field(min_length=1, max_length=3)]
"""What may be ruled on a subject."""
EVERY_OUTCOME: tuple[Outcome, ...] = get_args(Outcome)

# A reference stays in the journal for good: no room for sentences.
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~:/%?&=#+-]*$", max_length=512)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Evidence(Value):
    """Where a piece of evidence is kept, and the SHA-256 of its content in lower-case hexadecimal."""

    reference: Reference
    sha256: Sha256


Pieces = Annotated[tuple[Evidence, ...], Field(max_length=50)]
