"""What processes leave on the records of their parties: obligations not kept, and disputes lost."""

from typing import Literal

from luyue.domain.messages import Moment, Value

Party = Literal["creator", "merchant"]
Mark = Literal["breach", "default", "dispute_lost"]
"""A sample not promoted (SR-14), an order in default (CO-05, CO-08), a ruling that found so and stands (IX-24)."""


class RecordEntry(Value):
    """What a process leaves on the record of one of its parties, as long as its state says so."""

    party: Party
    what: Mark
    at: Moment


class OnRecord(Value):
    """An entry on a party's record, with the process that it comes from.

    `stream` is None where a decision, made before entries were named, has only counted them.
    """

    stream: str | None
    what: Mark
    at: Moment
