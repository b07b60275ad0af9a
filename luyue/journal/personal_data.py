"""Personal data and free text, the erasable part: contacts, notes and the words of parcel scans."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from luyue.journal.connection import Pool

_PUT_CONTACT = """
with newest as (
  select version, contact, recorded_at from contacts where id = $1 order by version desc limit 1
), added as (
  insert into contacts (id, version, contact)
  select $1, coalesce((select version from newest), 0) + 1, $2::jsonb
  where not exists (select from newest where contact = $2::jsonb)
  on conflict do nothing
  returning version, contact, recorded_at
)
select version, contact, recorded_at from added
union all
select version, contact, recorded_at from newest where contact = $2::jsonb
"""

# A text that is there already stays; sent again after a day, it is as if written anew, so that nobody takes it for one
# whose command will not come any more. Only a row that was not there has no `xmax`.
_KEEP_TEXTS = """
insert into texts (id, stream, field, body, digest)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
on conflict (id) do update set written_at = excluded.written_at
where texts.written_at < excluded.written_at - interval '1 day'
returning id, xmax = 0 as is_new
"""

TEXTS = """
with referred as (
  select named #>> '{}' as id, min(version) as version
  from events, jsonb_path_query(data, '$.**.id') as named
  where stream = $1
  group by 1
)
select t.id, t.stream, t.field, t.body, t.digest
from referred r join texts t on t.id = r.id and t.stream = $1
order by r.version, t.written_at, t.id
"""

_KEEP_SCAN_TEXTS = """
with said as (
  select * from unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[]) as s (scanned_at, kind, place, body)
), erased as (
  delete from scan_texts t using said s
  where t.stream = $1 and t.scanned_at = s.scanned_at and t.kind = s.kind
    and coalesce(s.place, '') = '' and coalesce(s.body, '') = ''
)
insert into scan_texts (stream, scanned_at, kind, place, body)
select $1, scanned_at, kind, place, body from said where coalesce(place, '') <> '' or coalesce(body, '') <> ''
on conflict (stream, scanned_at, kind) do update set place = excluded.place, body = excluded.body
"""

_IS_REFERRED = """exists (
  select from events e
  where e.stream = t.stream collate "C"
    and jsonb_path_exists(e.data, '$.**.id ? (@ == $id)', jsonb_build_object('id', t.id))
)"""

OLD_TEXTS = f"""
with old as materialized (
  select id, stream, written_at from texts
  where (written_at, id) > ($1::timestamptz, $2) and written_at < $3
  order by written_at, id limit $4
)
select id, stream, written_at, {_IS_REFERRED} as is_referred from old t order by written_at, id
"""


@dataclass(frozen=True)
class KeptContact:
    version: int
    contact: Mapping[str, str]
    recorded_at: datetime


@dataclass(frozen=True)
class KeptText:
    """A free text; `field` is the command's field that it came in."""

    id: str
    stream: str
    field: str
    body: str
    digest: str


@dataclass(frozen=True)
class OldText:
    """A text written a while ago; `is_referred` says whether an event of its process names it."""

    id: str
    stream: str
    written_at: datetime
    is_referred: bool


@dataclass(frozen=True)
class ScanText:
    """What a scan of a parcel says in words."""

    scanned_at: datetime
    kind: str
    place: str | None
    body: str | None


class PersonalData:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put_contact(self, id: str, contact: Mapping[str, str]) -> KeptContact:
        """Stores a new version of a contact; the same content again changes nothing."""
        row = None
        # Another version may be stored at this very moment; then this one comes after it.
        while row is None:
            row = await self._pool.fetchrow(_PUT_CONTACT, id, json.dumps(dict(contact), ensure_ascii=False))
        return KeptContact(row["version"], json.loads(row["contact"]), row["recorded_at"])

    async def contact(self, id: str) -> KeptContact | None:
        """The newest version of a contact."""
        row = await self._pool.fetchrow(
            "select version, contact, recorded_at from contacts where id = $1 order by version desc limit 1", id
        )
        return KeptContact(row["version"], json.loads(row["contact"]), row["recorded_at"]) if row else None

    async def erase_contact(self, id: str) -> bool:
        """Erases every version of a contact; returns whether there was any."""
        erased: str = await self._pool.execute("delete from contacts where id = $1", id)
        return not erased.endswith(" 0")

    async def keep_texts(self, texts: Iterable[KeptText]) -> list[str]:
        """Stores texts that are not there yet, and returns the ids of those that were not."""
        rows = list(texts)
        if not rows:
            return []
        stored = await self._pool.fetch(
            _KEEP_TEXTS,
            [text.id for text in rows],
            [text.stream for text in rows],
            [text.field for text in rows],
            [text.body for text in rows],
            [text.digest for text in rows],
        )
        return [row["id"] for row in stored if row["is_new"]]

    async def erase_texts(self, ids: Sequence[str]) -> None:
        """Erases texts by their ids."""
        if ids:
            await self._pool.execute("delete from texts where id = any ($1)", list(ids))

    async def erase_texts_of(self, stream: str) -> None:
        """Erases the texts of a process."""
        await self._pool.execute("delete from texts where stream = $1", stream)

    async def texts(self, stream: str) -> list[KeptText]:
        """The texts that a process's events refer to, in the order of the events.

        What a command that was not carried out said, or not yet, is nobody's to read.
        """
        rows = await self._pool.fetch(TEXTS, stream)
        return [KeptText(**row) for row in rows]

    async def old_texts(self, after: tuple[datetime, str], before: datetime, size: int) -> list[OldText]:
        """Up to `size` texts written before a moment, the oldest first, after a place: when written, and the id."""
        rows = await self._pool.fetch(OLD_TEXTS, *after, before, size)
        return [OldText(**row) for row in rows]

    async def erase_lost_texts(self, ids: Sequence[str], before: datetime) -> None:
        """Erases those of these texts that are still older than a moment, and that still no event refers to."""
        if ids:
            await self._pool.execute(
                f"delete from texts t where id = any ($1) and written_at < $2 and not {_IS_REFERRED}", list(ids), before
            )

    async def keep_scan_texts(self, stream: str, scans: Iterable[ScanText]) -> None:
        """Stores what scans of a parcel say, in place of what they said before; one that says nothing is erased."""
        rows = list({(scan.scanned_at, scan.kind): scan for scan in scans}.values())
        if rows:
            await self._pool.execute(
                _KEEP_SCAN_TEXTS,
                stream,
                [scan.scanned_at for scan in rows],
                [scan.kind for scan in rows],
                [scan.place for scan in rows],
                [scan.body for scan in rows],
            )

    async def erase_scan_texts(self, stream: str) -> bool:
        """Erases what all scans of a parcel say; returns whether there was anything."""
        erased: str = await self._pool.execute("delete from scan_texts where stream = $1", stream)
        return not erased.endswith(" 0")

    async def scan_texts(self, stream: str) -> list[ScanText]:
        """What the scans of a parcel say."""
        rows = await self._pool.fetch("select scanned_at, kind, place, body from scan_texts where stream = $1", stream)
        return [ScanText(**row) for row in rows]
