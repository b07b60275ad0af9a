-- The service works as this role: it can add events, never change or remove them.

do $$
begin
  if not exists (select from pg_roles where rolname = 'luyue_service') then
    begin
      create role luyue_service nologin;
    exception when duplicate_object or unique_violation then
      -- Roles belong to the whole server: another of its databases was migrated at the same moment.
      null;
    end;
  end if;
  execute format('grant luyue_service to %I', current_user);
  -- The schema's name differs where tests share a server.
  execute format('grant usage on schema %I to luyue_service', current_schema());
end $$;

grant select, insert on events, commands, policies to luyue_service;
grant select, insert, update, delete on
  processes, listeners, facts, fact_subjects, texts, contacts, scan_texts,
  idempotency_keys, subscriptions, held_deliveries, inbox to luyue_service;
