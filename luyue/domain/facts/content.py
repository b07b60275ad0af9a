"""What creators publish and where parcels are: videos, live sessions, tracks."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from luyue.domain.facts.numbers import Flag
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Identifier, Moment, Value

Carrier = Annotated[str, StringConstraints(min_length=2, max_length=32, pattern=r"^[A-Za-z0-9_]+$", to_upper=True)]
TrackingNumber = Annotated[str, StringConstraints(min_length=4, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]


def plain_number(tracking_no: str) -> str:
    """A number as all who write it otherwise mean it: small letters, hyphens and spaces make it no other (IX-11)."""
    return "".join(tracking_no.upper().replace("-", "").split())


def _each_once(product_ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(product_ids)) < len(product_ids):
        raise PydanticCustomError("entry_repeated", "must not have an entry twice")
    return product_ids


class Video(Value):
    """A video. Times left out are the moment of the report, in the time of the process concerned.

    `state_since` dates the state, and with it whatever else this report changes (IX-05). How many products a video may
    carry is the policy's (CA-06); the bounds here only keep a report in size.
    """

    creator_id: Identifier
    product_ids: Annotated[tuple[Identifier, ...], AfterValidator(_each_once)] = Field((), max_length=50)
    tags: tuple[Annotated[str, StringConstraints(min_length=1, max_length=64)], ...] = Field((), max_length=50)
    state: Literal["published", "unpublished"]
    published_at: Moment | None = None
    state_since: Moment | None = None


class CartEntry(Value):
    """A product's stay in a live room's cart; open while neither it nor the session has an end."""

    product_id: Identifier
    added_at: Moment
    removed_at: Moment | None = None
    explained: Flag = False
    sold_out_at: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "CartEntry":
        if self.removed_at is not None and self.removed_at < self.added_at:
            raise ValueError("removed_at is earlier than added_at")
        return self


class LiveSession(Value):
    """A live session and what its cart carried when; open as long as it has no end."""

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
    """One scan of a parcel. Its place and text are erasable and kept elsewhere; `region` is the place's province."""

    at: Moment
    kind: Literal["pickup", "transit_centre", "out_for_delivery", "delivered", "exception"]
    region: Region | None = None


NumberFinding = Literal["number_abnormal", "duplicate_track"]
"""What a carrier says of a number itself: it is none of its own, or its track is another's (SH-01)."""


class ParcelTracks(Value):
    """POST /v1/parcels/{carrier}/{tracking_no}/tracks: tracks and a finding that add to what is known already."""

    tracks: tuple[Track, ...] = Field((), max_length=200)
    finding: NumberFinding | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "ParcelTracks":
        if not self.tracks and self.finding is None:
            raise ValueError("tracks or a finding is required")
        return self
