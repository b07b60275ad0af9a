"""What processes leave on the records of their parties: obligations not kept, and disputes lost."""

from typing import Literal

from luyue.domain.messages import Moment, Value

Party = Literal["creator", "merchant"]
Mark = Literal["breach", "default", "dispute_lost", "fake_shipment", "late_shipment", "merchant_left"]
"""A sample not promoted (SR-14), an order in default (CO-05, CO-08), a ruling that found so and stands (IX-24), a fake
shipment that was not put right (SH-06), a consumer order not shipped in time (SH-09), a sample not shipped because its
merchant left the alliance (IX-14)."""


class RecordEntry(Value):
    """What a process leaves on the record of one of its parties, as long as its state says so, with penalty points."""

    party: Party
    what: Mark
    at: Moment
    points: int = 0


class OnRecord(Value):
    """An entry on a party's record, with the process that it comes from.

    `stream` is None where a decision, made before entries were named, has only counted them.
    """

    stream: str | None
    what: Mark
    at: Moment
