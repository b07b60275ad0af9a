-- A merchant's slow parcels (SH-08) are few among its shipments: found without reading the others.
create index processes_slow on processes (merchant_id, id)
  where kind = 'shipment' and (state -> 'slow' ->> 'stage') is not null;
