"""Erases what is personal of somebody, or of one process, from the tables that it is kept in; the journal stays whole.

Events hold ids and keyed digests alone, so nothing in them changes, and every chain of hashes stays as it is.
"""

from dataclasses import dataclass

from luyue.domain.facts.knowledge import parcel_stream
from luyue.domain.outage import outage_stream
from luyue.journal.connection import Pool

_OF_CREATOR = "select stream from processes where creator_id = $1"
_OF_CONTACT = """
select distinct stream from events where data->>'contact_id' = $1 or data->>'consignee_id' = $1
"""
_OF_PROCESS = "select stream from processes where stream = $1"

# Of a sample or an order: the process of its parcel, and the disputes about it.
_WITH_WHAT_IS_BESIDE = """
with found as (
  select stream from unnest($1::text[]) as stream
  union select 'shipment/sh_' || p.id from processes p where p.stream = any ($1)
  union select data->>'process' from events where stream = any ($1) and type = 'ProcessLinked'
)
select stream from found join processes using (stream)
"""

_NUMBERS = """
select distinct data->>'carrier' as carrier, data->>'tracking_no' as tracking_no from events
where stream = any ($1) and data ? 'carrier' and data ? 'tracking_no'
"""

_ERASE = """
with named as (
  select contact as id from events, unnest(array[data->>'contact_id', data->>'consignee_id']) as contact
  where stream = any ($1) and contact is not null
  union select $2::text where $2 is not null
), of_contacts as (
  delete from contacts c using named n where c.id = n.id returning c.id
), of_texts as (
  delete from texts t where t.stream = any ($1) returning t.id
), of_scans as (
  delete from scan_texts s where s.stream = any ($3) returning s.stream
)
select (select count(distinct id) from of_contacts) as contacts, (select count(*) from of_texts) as texts,
       (select count(*) from of_scans) as scans, cardinality($1::text[]) as processes
"""

# The answers kept for repeats show the reason. The receipt stays, so that a repeat still is none of a new outage.
_FORGET_ANSWERS_ABOUT_OUTAGE = """
update idempotency_keys set status = null, headers = null, body = null
where (path = '/v1/outages' or path like '/v1/outages/%') and position(convert_to($1, 'UTF8') in body) > 0
"""


@dataclass(frozen=True)
class Erased:
    """How much there was of it: processes looked through, contacts with all versions, texts, and scans with words."""

    processes: int
    contacts: int
    texts: int
    scans: int


class Erasure:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of_creator(self, id: str) -> Erased:
        """The creator's own contact, and of all its processes the consignees, the texts and the parcels' words."""
        return await self._erase(_OF_CREATOR, id, contact=id)

    async def of_contact(self, id: str) -> Erased:
        """A contact, and of all processes with it as consignee the texts and the parcels' words."""
        return await self._erase(_OF_CONTACT, id, contact=id)

    async def of_process(self, stream: str) -> Erased:
        """Of one process, of its shipment and its disputes, the consignee, the texts and the parcels' words."""
        return await self._erase(_OF_PROCESS, stream, contact=None)

    async def of_outage(self, id: str) -> Erased | None:
        """The reason given for a declared outage; None where there is no such outage."""
        stream = outage_stream(id)
        if await self._pool.fetchrow("select from events where stream = $1 limit 1", stream) is None:
            return None
        erased = Erased(**await self._pool.fetchrow(_ERASE, [stream], None, []))
        await self._pool.execute(_FORGET_ANSWERS_ABOUT_OUTAGE, id)
        return erased

    async def _erase(self, found_by: str, subject: str, contact: str | None) -> Erased:
        found = [row["stream"] for row in await self._pool.fetch(found_by, subject)]
        streams = [row["stream"] for row in await self._pool.fetch(_WITH_WHAT_IS_BESIDE, found)]
        numbers = await self._pool.fetch(_NUMBERS, streams)
        parcels = [parcel_stream(row["carrier"], row["tracking_no"]) for row in numbers]
        return Erased(**await self._pool.fetchrow(_ERASE, streams, contact, parcels))
