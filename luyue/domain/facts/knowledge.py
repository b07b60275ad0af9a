"""How a decision says which facts it needs, and what it is given."""

from collections.abc import Iterator, Mapping
from typing import Annotated, TypeVar

from pydantic import StringConstraints

from luyue.domain.facts.content import LiveSession, ParcelTracks, Video
from luyue.domain.facts.eligibility import Campaign, CartAccess, Decided, RiskWaiver
from luyue.domain.facts.parties import Creator, Merchant
from luyue.domain.facts.products import Product, SampleOffer
from luyue.domain.facts.record import OnRecord
from luyue.domain.messages import Moment, Value

FACTS: Mapping[str, type[Value]] = {
    "creator": Creator,
    "merchant": Merchant,
    "product": Product,
    "sample-offer": SampleOffer,
    "video": Video,
    "live-session": LiveSession,
    "parcel": ParcelTracks,
    "cart-access": CartAccess,
    "cart-access-decision": Decided,
    "showcase-decision": Decided,
    "risk-waiver": RiskWaiver,
    "campaign": Campaign,
}
"""Every kind of fact by the first part of its stream's name."""


def content_subject(creator_id: str, product_id: str) -> str:
    """The subject of whatever this creator publishes with this product."""
    return f"content:{creator_id}:{product_id}"


def parcel_subject(carrier: str, tracking_no: str) -> str:
    """The subject of a parcel; a number is never unique by itself (IX-11)."""
    return f"parcel:{carrier}:{tracking_no}"


def merchant_subject(merchant_id: str) -> str:
    """The subject of a merchant's own standing."""
    return f"merchant:{merchant_id}"


def subjects_of(stream: str, fact: Value) -> frozenset[str]:
    """The subjects that a report speaks of."""
    match fact:
        case Video():
            return frozenset(content_subject(fact.creator_id, product) for product in fact.product_ids)
        case LiveSession():
            return frozenset(content_subject(fact.creator_id, entry.product_id) for entry in fact.cart)
        case ParcelTracks():
            carrier, _, number = stream.removeprefix("parcel/").partition(":")
            return frozenset({parcel_subject(carrier, number)})
        case Merchant():
            return frozenset({merchant_subject(stream.removeprefix("merchant/"))})
        case _:
            return frozenset()


FactStream = Annotated[str, StringConstraints(pattern=r"^[a-z-]+/.+$", max_length=256)]
"""The name of a fact's stream (`video/v1`), as commands and events refer to it."""


class Report(Value):
    """One version of a fact. `recorded_at` is wall-clock time, also where a test clock was advanced."""

    stream: str
    version: int
    recorded_at: Moment
    fact: Value


class Needs(Value):
    """What a decision wants to know: the newest report of streams, all reports on subjects, who holds which claims."""

    streams: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    claim_prefixes: tuple[str, ...] = ()
    merchant_of: str | None = None
    """A product's stream: its merchant is wanted too, whoever that is."""
    record_of: str | None = None
    """A creator's or a merchant's stream: what stands on its record is wanted (SR-01)."""

    def __bool__(self) -> bool:
        return self != NOTHING_NEEDED


NOTHING_NEEDED = Needs()

FactT = TypeVar("FactT", bound=Value)


class Facts(Value):
    """The answer to `Needs`. `claims` gives each claim's holder (a stream); `record` is in the order of time."""

    newest: Mapping[str, Report] = {}
    reports: tuple[Report, ...] = ()
    claims: Mapping[str, str] = {}
    record: tuple[OnRecord, ...] = ()

    def known(self, stream: str, kind: type[FactT]) -> FactT | None:
        """The newest report of a stream, or None when nothing was ever reported."""
        report = self.newest.get(stream)
        return report.fact if report is not None and isinstance(report.fact, kind) else None

    def histories(self, kind: type[FactT]) -> Iterator[tuple[str, list[Report]]]:
        """Each stream of a kind with its reports in order."""
        streams: dict[str, list[Report]] = {}
        for report in self.reports:
            if isinstance(report.fact, kind):
                streams.setdefault(report.stream, []).append(report)
        for stream in sorted(streams):
            yield stream, sorted(streams[stream], key=lambda report: report.version)


NOTHING_KNOWN = Facts()
