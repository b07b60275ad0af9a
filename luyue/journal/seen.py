"""What a decision was made on, kept with its events: enough to make the same decision again, and small."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from luyue.domain.facts import Facts, Found, Needs, OnRecord, Product
from luyue.domain.messages import Value


class Seen(Value):
    """The version of each fact at hand (0: asked for and unknown), and who held which of the claims asked for.

    Of a subject's facts all versions up to the one named were at hand. `record` is None where nobody asked. `breaches`
    is no longer written: how many there were, from before what is on record was named.
    """

    facts: Mapping[str, int] = {}
    subjects: tuple[str, ...] = ()
    claim_prefixes: tuple[str, ...] = ()
    claims: Mapping[str, str] = {}
    breaches: int | None = None
    record: tuple[OnRecord, ...] | None = None
    found: tuple[Found, ...] = ()
    open: Mapping[str, int] = {}

    @classmethod
    def of(cls, needs: Needs, facts: Facts) -> Self:
        """What was asked for, and what was found."""
        versions = dict.fromkeys(needs.streams, 0)
        if needs.merchant_of is not None and (product := facts.known(needs.merchant_of, Product)) is not None:
            versions[f"merchant/{product.merchant_id}"] = 0
        for report in (*facts.newest.values(), *facts.reports):
            versions[report.stream] = max(versions.get(report.stream, 0), report.version)
        return cls(
            facts=versions,
            subjects=needs.subjects,
            claim_prefixes=needs.claim_prefixes,
            claims=dict(facts.claims),
            record=facts.record if needs.record_of is not None else None,
            found=facts.found,
            open=dict(facts.open),
        )

    def on_record(self, counted_at: datetime) -> tuple[OnRecord, ...]:
        """What stood on the record asked for; nameless, and dated `counted_at`, where it was only counted."""
        if self.record is not None:
            return self.record
        return (OnRecord(stream=None, what="breach", at=counted_at),) * (self.breaches or 0)


NOTHING_SEEN = Seen()
