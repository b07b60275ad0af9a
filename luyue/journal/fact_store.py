"""Facts: each report is an event of the fact's stream; the newest version of each is kept beside."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from luyue.domain.facts import ParcelTracks, Report, subjects_of
from luyue.domain.messages import Value
from luyue.journal.canonical import NO_HASH, chain_hash, digest
from luyue.journal.connection import Pool
from luyue.journal.gathering import report

_APPEND = """
with appended as (
  insert into events (stream, version, id, type, schema_version, data, actor, command_id, occurred_at, hash)
  values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9)
), spoken_of as (
  insert into fact_subjects (subject, stream) select unnest($10::text[]), $1 on conflict do nothing
)
insert into facts (stream, version, fact, hash, recorded_at) values ($1, $2, $5, $9, $8)
on conflict (stream) do update set
  version = excluded.version, fact = excluded.fact, hash = excluded.hash, recorded_at = excluded.recorded_at
"""


@dataclass(frozen=True)
class Kept:
    """What became of a report: the stream's version, and whether it said anything new."""

    version: int
    changed: bool


class Outdated(Exception):
    """The stream is no longer at the version that a report was meant to follow."""


class FactStore:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def report(
        self, stream: str, fact: Value, *, actor: str, command_id: str, at: datetime, after: int | None = None
    ) -> Kept:
        """Records a report; the same content again changes nothing. Tracks already known are left out.

        With `after`, only a stream at that version takes the report (0: one without any); raises `Outdated`.
        """
        while True:
            row = await self._pool.fetchrow("select version, fact, hash from facts where stream = $1", stream)
            if after is not None and after != (row["version"] if row else 0):
                raise Outdated(f"{stream} is not at version {after}")
            news: Value | None = fact
            if row is not None:
                news = await self._news(stream, fact, row["fact"])
            if news is None:
                return Kept(version=row["version"], changed=False)
            version = (row["version"] if row else 0) + 1
            data = news.model_dump(mode="json")
            event_id, kind = uuid.uuid4(), f"{type(fact).__name__}Reported"
            hashed = chain_hash(
                row["hash"] if row else NO_HASH,
                stream=stream,
                version=version,
                id=str(event_id),
                type=kind,
                schema_version=1,
                data=data,
                actor=actor,
                command_id=command_id,
                occurred_at=at,
            )
            subjects = sorted(subjects_of(stream, news))
            text = json.dumps(data, ensure_ascii=False)
            try:
                await self._pool.execute(
                    _APPEND, stream, version, event_id, kind, text, actor, command_id, at, hashed, subjects
                )
            except asyncpg.UniqueViolationError:
                continue
            return Kept(version=version, changed=True)

    async def _news(self, stream: str, fact: Value, newest: str) -> Value | None:
        """What a report adds to what is known: all of it, some of its tracks, or nothing."""
        if not isinstance(fact, ParcelTracks):
            return None if digest(fact.model_dump(mode="json")) == digest(json.loads(newest)) else fact
        earlier = [one.fact for one in await self.versions(stream) if isinstance(one.fact, ParcelTracks)]
        # A scan said again is news only where it now says which province its place is in.
        known = {track for one in earlier for track in one.tracks}
        known |= {track.model_copy(update={"region": None}) for track in known}
        news = tuple(dict.fromkeys(track for track in fact.tracks if track not in known))
        finding = fact.finding if fact.finding not in {one.finding for one in earlier} else None
        return ParcelTracks(tracks=news, finding=finding) if news or finding else None

    async def newest(self, stream: str, at: datetime | None = None) -> Report | None:
        """The newest report, or the newest recorded at a time (wall clock) or before."""
        row = await self._pool.fetchrow(
            "select stream, version, data as fact, recorded_at from events"
            " where stream = $1 and ($2::timestamptz is null or recorded_at <= $2) order by version desc limit 1",
            stream,
            at,
        )
        return report(row) if row is not None else None

    async def versions(self, stream: str) -> list[Report]:
        """Every report of a stream, in order."""
        rows = await self._pool.fetch(
            "select stream, version, data as fact, recorded_at from events where stream = $1 order by version", stream
        )
        return [report(row) for row in rows]
