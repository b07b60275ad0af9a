-- See 0023.
create index concurrently processes_of_creator_by_status
  on processes (kind, creator_id, status, created_at desc, id desc);
