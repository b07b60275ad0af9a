-- What other processes have done that a decision must know: a parcel's number used before (SH-02), a product enrolled
-- in a campaign when an order was paid (IX-26). Such events say in `found_by` what they are found by.
create index events_found_by on events ((data ->> 'found_by'), occurred_at desc)
  where data ->> 'found_by' is not null;

-- What an entry on a party's record weighs (SH-06).
alter table processes add column record_points integer not null default 0;

-- From now on processes listen to reports on products and creators too.
insert into fact_subjects (subject, stream)
select 'product:' || substr(stream, 9), stream from facts where stream like 'product/%'
union all
select 'creator:' || split_part(stream, '/', 2), stream from facts
where stream like 'creator/%' or stream like 'cart-access/%' or stream like 'risk-waiver/%'
on conflict do nothing;
