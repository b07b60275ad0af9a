-- A list by status is walked in its order, however rare that status is: without this and the next two a page of what
-- there is little of reads through all that there is.
create index concurrently processes_by_status on processes (kind, status, created_at desc, id desc);
