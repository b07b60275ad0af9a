-- How many are parked is asked every few seconds; among all that were delivered in a month they would have to be looked
-- for.
create index concurrently webhook_deliveries_parked on webhook_deliveries (endpoint_id) where state = 'parked';
