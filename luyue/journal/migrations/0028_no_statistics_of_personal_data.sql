-- What the planner gathers quotes a column's values, and would still do so when their rows are erased: no more of it, and
-- what was gathered so far goes.
alter table contacts alter column contact set statistics 0;
alter table texts alter column body set statistics 0;
alter table scan_texts alter column place set statistics 0;
alter table scan_texts alter column body set statistics 0;
alter table idempotency_keys alter column body set statistics 0;
select pg_clear_attribute_stats(current_schema(), relname, attname, false) from (
  values ('contacts', 'contact'), ('texts', 'body'), ('scan_texts', 'place'),
    ('scan_texts', 'body'), ('idempotency_keys', 'body')
) personal(relname, attname);
