-- See 0021.
create index concurrently processes_of_creator_by_deadline on processes (creator_id, kind, next_deadline_at, id)
  where not closed;
