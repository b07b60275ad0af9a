-- See 0023.
create index concurrently processes_of_merchant_by_status
  on processes (kind, merchant_id, status, created_at desc, id desc);
