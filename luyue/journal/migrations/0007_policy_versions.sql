-- Versions of the policy are kept as they were added: by whom, each from a moment of its own, never changed.

-- Null for the version that came with the schema.
alter table policies add column added_by text;
-- The command that added it, so that its repeat is told what the first one did.
alter table policies add column command_id text;

-- Two versions from one moment would leave it open which of them is in force.
drop index policies_by_time;
alter table policies add constraint policies_effective_from_key unique (effective_from);

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% are append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger policies_append_only before update or delete on policies
  for each row execute function refuse_change();
create trigger policies_never_truncated before truncate on policies
  for each statement execute function refuse_change();
