"""Parcels' tracks: their times and kinds go to the journal, their places and words to where they can be erased."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from luyue.api.answers import answer, etag
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.problems import Problem, documented
from luyue.domain.facts import Carrier, ParcelTracks, Track, TrackingNumber
from luyue.domain.messages import Moment, Value
from luyue.journal.journal import Journal
from luyue.journal.personal_data import ScanText

router = APIRouter(prefix="/v1/parcels/{carrier}/{tracking_no}", tags=["parcels"])


class TrackBody(Value):
    """One scan of a parcel."""

    at: Moment
    kind: Literal["pickup", "transit_centre", "out_for_delivery", "delivered", "exception"]
    place: Annotated[str, StringConstraints(max_length=200)] | None = None
    text: Annotated[str, StringConstraints(max_length=1000)] | None = None


class TracksBody(Value):
    """Scans that add to those already known; one known already gets its place and text anew."""

    tracks: tuple[TrackBody, ...] = Field(min_length=1, max_length=200)


class ReportedAnswer(BaseModel):
    """How many reports on the parcel have brought news. Says no words: answers to POSTs are kept for their repeats."""

    carrier: str
    tracking_no: str
    version: int


class TracksAnswer(BaseModel):
    """All that is known of a parcel, in order of time."""

    carrier: str
    tracking_no: str
    version: int
    tracks: list[TrackBody]


@router.post(
    "/tracks",
    response_model=ReportedAnswer,
    responses=documented(401, 403, 409, 422, 503),
    openapi_extra=TAKES_KEY,
)
async def add_tracks(carrier: Carrier, tracking_no: TrackingNumber, asked: Asked, body: TracksBody) -> Response:
    """Reports scans of a parcel. They reach every process that waits for it by themselves."""

    async def act(received: Received) -> Response:
        stream = _stream(carrier, tracking_no)
        scans = [ScanText(one.at, one.kind, one.place, one.text) for one in body.tracks]
        await asked.journal.personal_data.keep_scan_texts(stream, scans)
        kept = await asked.journal.facts.report(
            stream,
            ParcelTracks(tracks=tuple(Track(at=one.at, kind=one.kind) for one in body.tracks)),
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
    tracks = await tracks_of(asked.journal, carrier, tracking_no, at)
    content = TracksAnswer(carrier=carrier, tracking_no=tracking_no, version=newest.version, tracks=tracks)
    return answer(content, ETag=etag(newest.version))


async def tracks_of(journal: Journal, carrier: str, tracking_no: str, at: datetime | None = None) -> list[TrackBody]:
    """A parcel's tracks with their places and words, in order of time."""
    stream = _stream(carrier, tracking_no)
    texts = {(scan.scanned_at, scan.kind): scan for scan in await journal.personal_data.scan_texts(stream)}
    found = []
    for report in await journal.facts.versions(stream):
        if isinstance(report.fact, ParcelTracks) and (at is None or report.recorded_at <= at):
            for track in report.fact.tracks:
                said = texts.get((track.at, track.kind))
                place, text = (said.place, said.body) if said else (None, None)
                found.append(TrackBody(at=track.at, kind=track.kind, place=place, text=text))
    return sorted(found, key=lambda track: track.at)


def _stream(carrier: str, tracking_no: str) -> str:
    return f"parcel/{carrier}:{tracking_no}"
