"""What the platform reports about the world, and how a decision says which of it it needs.

A fact is a stream of reports (`video/v1`); each report replaces the one before, except tracks, which add up.
A subject (`content:c1:p1`, `parcel:SF:123`) is what reports speak of and processes listen to.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints, model_validator

from luyue.domain.messages import Identifier, Moment, Value

Carrier = Annotated[str, StringConstraints(min_length=2, max_length=32, pattern=r"^[A-Za-z0-9_]+$", to_upper=True)]
TrackingNumber = Annotated[str, StringConstraints(min_length=4, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]

MOST = 2**53 - 1
"""The largest whole number that canonical JSON can hold."""


class Risk(Value):
    """The platform's own assessment of a creator (SR-01)."""

    level: Literal["low", "medium", "high"] = "low"
    reasons: tuple[str, ...] = ()


class Creator(Value):
    """PUT /v1/creators/{id}"""

    followers: int | None = Field(None, ge=0, le=MOST)
    public_original_videos: int | None = Field(None, ge=0, le=MOST)
    phone_bound: bool | None = None
    real_name_verified: bool | None = None
    risk: Risk | None = None


class Merchant(Value):
    """PUT /v1/merchants/{id}"""

    shop_opened: bool | None = None


class Product(Value):
    """PUT /v1/products/{id}; `published_at` is when it was published in the alliance (SR-04)."""

    merchant_id: Identifier
    title: str = Field(min_length=1, max_length=200)
    category: str | None = Field(None, max_length=64)
    source: Literal["taobao_tmall", "alliance", "own_shop", "jd", "kaola", "vip", "suning"] | None = None
    in_alliance: bool | None = None
    cross_border: bool | None = None
    virtual: bool | None = None
    published_at: Moment | None = None


class SampleOffer(Value):
    """PUT /v1/products/{id}/sample-offer: the merchant's choice (SR-04)."""

    offers_samples: bool


class Video(Value):
    """PUT /v1/videos/{id}. Times left out are the moment of the report, in the time of the process concerned.

    `state_since` dates the state, and with it whatever else this report changes (IX-05).
    """

    creator_id: Identifier
    product_ids: tuple[Identifier, ...] = Field((), max_length=7)
    tags: tuple[Annotated[str, StringConstraints(min_length=1, max_length=64)], ...] = ()
    state: Literal["published", "unpublished"]
    published_at: Moment | None = None
    state_since: Moment | None = None


class CartEntry(Value):
    """A product's stay in a live room's cart; open while neither it nor the session has an end."""

    product_id: Identifier
    added_at: Moment
    removed_at: Moment | None = None
    explained: bool = False
    sold_out_at: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "CartEntry":
        if self.removed_at is not None and self.removed_at < self.added_at:
            raise ValueError("removed_at is earlier than added_at")
        return self


class LiveSession(Value):
    """PUT /v1/live-sessions/{id}"""

    creator_id: Identifier
    started_at: Moment
    ended_at: Moment | None = None
    cart: tuple[CartEntry, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "LiveSession":
        if self.ended_at is not None and self.ended_at < self.started_at:
            raise ValueError("ended_at is earlier than started_at")
        return self


class Track(Value):
    """One scan of a parcel. Its place and text are erasable and kept elsewhere."""

    at: Moment
    kind: Literal["pickup", "transit_centre", "out_for_delivery", "delivered", "exception"]


class ParcelTracks(Value):
    """POST /v1/parcels/{carrier}/{tracking_no}/tracks: tracks that add to those already known."""

    tracks: tuple[Track, ...] = Field(min_length=1, max_length=200)


FACTS: Mapping[str, type[Value]] = {
    "creator": Creator,
    "merchant": Merchant,
    "product": Product,
    "sample-offer": SampleOffer,
    "video": Video,
    "live-session": LiveSession,
    "parcel": ParcelTracks,
}
"""Every kind of fact by the first part of its stream's name."""


def content_subject(creator_id: str, product_id: str) -> str:
    """The subject of whatever this creator publishes with this product."""
    return f"content:{creator_id}:{product_id}"


def parcel_subject(carrier: str, tracking_no: str) -> str:
    """The subject of a parcel; a number is never unique by itself (IX-11)."""
    return f"parcel:{carrier}:{tracking_no}"


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
        case _:
            return frozenset()


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

    def __bool__(self) -> bool:
        return bool(self.streams or self.subjects or self.claim_prefixes)


FactT = TypeVar("FactT", bound=Value)


class Facts(Value):
    """The answer to `Needs`. `claims` gives each claim's holder (a stream)."""

    newest: Mapping[str, Report] = {}
    reports: tuple[Report, ...] = ()
    claims: Mapping[str, str] = {}

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
