"""Parcels' tracks: times, kinds and provinces go to the journal, places and words to where they can be erased."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints, model_validator

from luyue.api.answers import answer, etag
from luyue.api.authorisation import may_read
from luyue.api.context import TAKES_KEY, Asked, Context
from luyue.api.idempotency import Received
from luyue.api.permissions import WORDS_OF_TRACKS
from luyue.api.problems import Problem, documented
from luyue.domain.facts import Carrier, NumberFinding, ParcelTracks, Track, TrackingNumber, parcel_stream
from luyue.domain.facts.regions import Region
from luyue.domain.messages import Moment, Text, Value
from luyue.domain.provinces import name_of, region_of
from luyue.journal.personal_data import ScanText

router = APIRouter(prefix="/v1/parcels/{carrier}/{tracking_no}", tags=["parcels"])


ScanKind = Literal["pickup", "transit_centre", "out_for_delivery", "delivered", "exception"]


class TrackBody(Value):
    """One scan of a parcel."""

    at: Moment
    kind: ScanKind
    place: Annotated[str, StringConstraints(max_length=200)] | None = None
    text: Annotated[str, StringConstraints(max_length=1000)] | None = None


class TracksBody(Value):
    """Scans that add to those already known; one known already gets its place and text anew, or loses them.

    `finding` is what the carrier says of the number itself (SH-01); for good, and without scans too.
    """

    tracks: tuple[TrackBody, ...] = Field((), max_length=200)
    finding: NumberFinding | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "TracksBody":
        if not self.tracks and self.finding is None:
            raise ValueError("tracks or a finding is required")
        return self


class ReportedAnswer(BaseModel):
    """How many reports on the parcel have brought news. Says no words: answers to POSTs are kept for their repeats."""

    carrier: str
    tracking_no: str
    version: int


class ScanAnswer(BaseModel):
    """One scan of a parcel. `region` and `province` are its place's, `place` and `text` for services and ops alone.

    Anybody may name a number as its own: that shows nobody where somebody's parcel went.
    """

    at: datetime
    kind: ScanKind
    region: Region | None
    province: Text | None
    place: str | None
    text: str | None


class TracksAnswer(BaseModel):
    """All that is known of a parcel, in order of time."""

    carrier: str
    tracking_no: str
    version: int
    tracks: list[ScanAnswer]


@router.post(
    "/tracks",
    response_model=ReportedAnswer,
    responses=documented(401, 403, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def add_tracks(carrier: Carrier, tracking_no: TrackingNumber, asked: Asked, body: TracksBody) -> Response:
    """Reports scans of a parcel. They reach every process that waits for it by themselves.

    Of a scan's `place` the province is kept with its time, where the place begins with its name (SH-03).
    """

    async def act(received: Received) -> Response:
        stream = _stream(carrier, tracking_no)
        scans = [ScanText(one.at, one.kind, one.place, one.text) for one in body.tracks]
        await asked.journal.personal_data.keep_scan_texts(stream, scans)
        kept = await asked.journal.facts.report(
            stream,
            ParcelTracks(
                tracks=tuple(Track(at=one.at, kind=one.kind, region=region_of(one.place)) for one in body.tracks),
                finding=body.finding,
            ),
            actor=asked.caller.actor,
            command_id=received.command_id,
            at=received.at,
        )
        content = ReportedAnswer(carrier=carrier, tracking_no=tracking_no, version=kept.version)
        return answer(content, ETag=etag(kept.version))

    return await asked.once(body, act)


@router.get("/tracks", response_model=TracksAnswer, responses=documented(401, 403, 404, 422, 503))
async def read_tracks(
    carrier: Carrier,
    tracking_no: TrackingNumber,
    asked: Asked,
    at: Annotated[Moment | None, Query(description="As they were known at this time.")] = None,
) -> Response:
    """All that is known of a parcel."""
    newest = await asked.journal.facts.newest(_stream(carrier, tracking_no), at)
    if newest is None:
        raise Problem("not-found")
    tracks = await tracks_of(asked, carrier, tracking_no, at)
    content = TracksAnswer(carrier=carrier, tracking_no=tracking_no, version=newest.version, tracks=tracks)
    return answer(content, ETag=etag(newest.version))


@router.delete("/tracks", status_code=204, responses=documented(401, 403, 404, 422, 503))
async def erase_tracks(carrier: Carrier, tracking_no: TrackingNumber, asked: Asked) -> Response:
    """Erases the places and words of all scans of a parcel. Their times, kinds and provinces stay."""
    stream = _stream(carrier, tracking_no)
    has_erased = await asked.journal.personal_data.erase_scan_texts(stream)
    if not has_erased and await asked.journal.facts.newest(stream) is None:
        raise Problem("not-found")
    return Response(status_code=204)


async def tracks_of(asked: Context, carrier: str, tracking_no: str, at: datetime | None = None) -> list[ScanAnswer]:
    """A parcel's tracks as far as the caller may read them, in order of time."""
    stream = _stream(carrier, tracking_no)
    texts = await _texts(asked, stream)
    reports = await asked.journal.facts.versions(stream)
    regions: dict[tuple[datetime, ScanKind], Region | None] = {}
    for report in reports:
        if isinstance(report.fact, ParcelTracks) and (at is None or report.recorded_at <= at):
            for track in report.fact.tracks:
                # A scan said again with the province of its place is none of its own.
                regions[track.at, track.kind] = track.region or regions.get((track.at, track.kind))
    found = []
    for (scanned_at, kind), region in regions.items():
        said = texts.get((scanned_at, kind))
        place, text = (said.place, said.body) if said else (None, None)
        found.append(
            ScanAnswer(at=scanned_at, kind=kind, region=region, province=name_of(region), place=place, text=text)
        )
    return sorted(found, key=lambda scan: scan.at)


async def _texts(asked: Context, stream: str) -> dict[tuple[datetime, str], ScanText]:
    if not may_read(asked.caller.role, WORDS_OF_TRACKS):
        return {}
    return {(scan.scanned_at, scan.kind): scan for scan in await asked.journal.personal_data.scan_texts(stream)}


def _stream(carrier: str, tracking_no: str) -> str:
    return parcel_stream(carrier, tracking_no)
