"""How a decision says which facts it needs, and what it is given."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import StringConstraints

from luyue.domain.facts.campaigns import Campaign
from luyue.domain.facts.content import LiveSession, ParcelTracks, Video, plain_number
from luyue.domain.facts.eligibility import CartAccess, Decided, RiskWaiver
from luyue.domain.facts.parties import Consignee, Creator, Merchant
from luyue.domain.facts.products import Delisting, Product, SampleOffer
from luyue.domain.facts.record import OnRecord
from luyue.domain.messages import Moment, Value
from luyue.domain.outage import Outage

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
    "consignee": Consignee,
    "delisting": Delisting,
    "outage": Outage,
}
"""Every kind of fact by the first part of its stream's name."""


def content_subject(creator_id: str, product_id: str) -> str:
    """The subject of whatever this creator publishes with this product."""
    return f"content:{creator_id}:{product_id}"


def parcel_subject(carrier: str, tracking_no: str) -> str:
    """The subject of a parcel, however its number is written; it is never unique by itself (IX-11)."""
    return f"parcel:{carrier}:{plain_number(tracking_no)}"


def parcel_stream(carrier: str, tracking_no: str) -> str:
    """The stream of a parcel's tracks, however its number is written."""
    return f"parcel/{carrier}:{plain_number(tracking_no)}"


def merchant_subject(merchant_id: str) -> str:
    """The subject of a merchant's own standing."""
    return f"merchant:{merchant_id}"


def creator_subject(creator_id: str) -> str:
    """The subject of a creator's own standing."""
    return f"creator:{creator_id}"


def product_subject(product_id: str) -> str:
    """The subject of a product and of its being delisted."""
    return f"product:{product_id}"


def delistings_subject(merchant_id: str) -> str:
    """The subject of whatever of a merchant is delisted."""
    return f"delistings:{merchant_id}"


def consignee_subject(contact_id: str) -> str:
    """The subject of where a parcel goes to."""
    return f"consignee:{contact_id}"


CLOSING = "closing:"
"""Claims that say that a merchant's shop is closing or closed start with this."""


def closing_claim(merchant_id: str) -> str:
    """What the account of a merchant holds whose shop is closing or closed: it takes on nothing new (IX-28)."""
    return f"{CLOSING}{merchant_id}:"


def closing_began(merchant_id: str) -> str:
    """What the events carry as `found_by` with which a merchant's shop begins to close or is closed (IX-28)."""
    return f"{CLOSING}{merchant_id}"


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
        case Creator():
            return frozenset({creator_subject(stream.removeprefix("creator/"))})
        case CartAccess():
            return frozenset({creator_subject(stream.removeprefix("cart-access/"))})
        case RiskWaiver():
            return frozenset({creator_subject(stream.removeprefix("risk-waiver/"))})
        case Product():
            return frozenset({product_subject(stream.removeprefix("product/"))})
        case Delisting():
            return frozenset({product_subject(stream.removeprefix("delisting/")), delistings_subject(fact.merchant_id)})
        case Consignee():
            return frozenset({consignee_subject(stream.removeprefix("consignee/"))})
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


class Found(Value):
    """An event of another process, found by its `found_by`; `at` is the process's time of it."""

    stream: str
    type: str
    at: Moment
    data: Mapping[str, Any]


class Needs(Value):
    """What a decision wants to know: the newest report of streams, all reports on subjects, who holds which claims.

    `found_by` are what events of other processes carry in a field of that name: the newest of these are wanted.
    """

    streams: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    claim_prefixes: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    merchant_of: str | None = None
    """A product's stream: its merchant is wanted too, whoever that is, and whether its shop is closing (IX-28)."""
    record_of: str | None = None
    """A creator's or a merchant's stream: what stands on its record is wanted (SR-01)."""
    record_most: int | None = None
    """Only so many entries of the record, the newest; None: all."""
    open_of: str | None = None
    """A merchant's id: which other processes of its are still open is wanted (IX-28)."""
    outages: tuple[Moment, Moment] | None = None
    """Between these wall-clock times: outages of the platform in them, and all that are not yet released."""

    def __bool__(self) -> bool:
        return self != NOTHING_NEEDED


NOTHING_NEEDED = Needs()

FactT = TypeVar("FactT", bound=Value)


class Facts(Value):
    """The answer to `Needs`. `claims` gives each claim's holder (a stream); `record` is in the order of time.

    `found` are events, the newest first, at most 200 in all; `open` counts open processes by kind (`sample_request`).
    """

    newest: Mapping[str, Report] = {}
    reports: tuple[Report, ...] = ()
    claims: Mapping[str, str] = {}
    record: tuple[OnRecord, ...] = ()
    found: tuple[Found, ...] = ()
    open: Mapping[str, int] = {}

    def known(self, stream: str, kind: type[FactT]) -> FactT | None:
        """The newest report of a stream, or None when nothing was ever reported."""
        report = self.newest.get(stream)
        return report.fact if report is not None and isinstance(report.fact, kind) else None

    @property
    def outages(self) -> Mapping[str, Outage]:
        """The outages at hand, by their ids."""
        reports = self.newest.items()
        return {name.removeprefix("outage/"): one.fact for name, one in reports if isinstance(one.fact, Outage)}

    def histories(self, kind: type[FactT]) -> Iterator[tuple[str, list[Report]]]:
        """Each stream of a kind with its reports in order."""
        streams: dict[str, list[Report]] = {}
        for report in self.reports:
            if isinstance(report.fact, kind):
                streams.setdefault(report.stream, []).append(report)
        for stream in sorted(streams):
            yield stream, sorted(streams[stream], key=lambda report: report.version)


NOTHING_KNOWN = Facts()
