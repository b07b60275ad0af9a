-- The schema as text, from the catalogue: tables, indexes, triggers, functions and what the service's role may do.
with lines (part, name, number, line) as (
  select 1, c.relname, 0, 'table ' || c.relname
  from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
  union all
  select 1, c.relname, a.attnum, '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attcollation not in (0, t.typcollation) then ' collate ' || quote_ident(l.collname) else '' end
    || case when a.attidentity = 'a' then ' generated always as identity' else '' end
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_collation l on l.oid = a.attcollation
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
  union all
  select 1, c.relname, 1000 + row_number() over (partition by c.oid order by k.conname),
    '  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
  from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype <> 'n'
  where c.relnamespace = current_schema()::regnamespace
  union all
  select 1, c.relname, 2000 + row_number() over (partition by c.oid order by i.indexname), '  ' || i.indexdef
  from pg_class c join pg_indexes i on i.tablename = c.relname and i.schemaname = current_schema()
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
  union all
  select 1, c.relname, 3000 + row_number() over (partition by c.oid order by g.tgname), '  ' || pg_get_triggerdef(g.oid)
  from pg_class c join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
  where c.relnamespace = current_schema()::regnamespace
  union all
  select 1, c.relname, 4000, '  luyue_service: ' || string_agg(lower(p.privilege_type), ', ' order by p.privilege_type)
  from pg_class c join information_schema.role_table_grants p
    on p.table_name = c.relname and p.table_schema = current_schema() and p.grantee = 'luyue_service'
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
  group by c.relname
  union all
  select 2, f.proname, 0, rtrim(pg_get_functiondef(f.oid), E'\n')
  from pg_proc f where f.pronamespace = current_schema()::regnamespace
)
select string_agg(line, E'\n' order by part, name, number) || E'\n' from lines
