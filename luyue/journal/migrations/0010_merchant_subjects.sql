-- Orders in effect listen to how their merchant stands (IX-14): what was reported before is a subject too.
insert into fact_subjects (subject, stream)
select 'merchant:' || substr(stream, length('merchant/') + 1), stream from facts where stream like 'merchant/%'
on conflict do nothing;
