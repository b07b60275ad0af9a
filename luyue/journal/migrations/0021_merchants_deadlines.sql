-- A merchant's or creator's next deadlines (to-do lists) are walked in their order, however many others have some:
-- without this and the next one a page reads through everybody's open processes.
create index concurrently processes_of_merchant_by_deadline on processes (merchant_id, kind, next_deadline_at, id)
  where not closed;
