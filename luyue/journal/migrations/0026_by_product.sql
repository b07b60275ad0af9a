-- A product's processes, newest first: there are many products, and each has few.
create index concurrently processes_by_product on processes (kind, product_id, created_at desc, id desc);
