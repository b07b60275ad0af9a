-- The router asks what a fact has spoken of; the primary key answers only who has spoken of a subject.
create index fact_subjects_by_stream on fact_subjects (stream);

-- When a process began to listen. A report recorded between a decision's look at the facts and its append finds
-- nobody listening yet; by this the router's second look finds who began just then.
alter table listeners add column transaction_id xid8 not null default pg_current_xact_id();
