-- What a process leaves on the record of one of its parties, named as the stream of that party's facts: a breach, a
-- default or a lost dispute. Like the rest of the row it follows the process's state, and goes when that takes it back.

alter table processes add column record_of text collate "C";
alter table processes add column record_what text;
alter table processes add column record_at timestamptz;

-- Until now only breaches of sample requests stood on record, by their status.
update processes p set
  record_of = 'creator/' || p.creator_id,
  record_what = 'breach',
  record_at = (
    select max(e.occurred_at) from events e where e.stream = p.stream and e.type = 'SampleRequestBreached'
  )
where p.kind = 'sample_request' and p.status = 'BREACHED';

alter table processes add constraint processes_record_whole check (num_nulls(record_of, record_what, record_at) in (0, 3));
create index processes_on_record on processes (record_of) where record_of is not null;
