-- How an endpoint's last try went, null before the first: who hangs must not hold up those who take what they get.
alter table webhook_endpoints add column last_succeeded boolean;

-- What is under way, of all endpoints at once.
drop index webhook_queues_held;
create index webhook_queues_held on webhook_queues (held_until) where holder is not null;

-- Each earlier secret signs until an end of its own, whatever is rotated meanwhile.
alter table webhook_endpoints
  add column earlier_secrets text[] not null default '{}',
  add column earlier_sign_until timestamptz[] not null default '{}',
  add constraint webhook_endpoints_earlier check (cardinality(earlier_secrets) = cardinality(earlier_sign_until));
update webhook_endpoints set earlier_secrets = array[previous_secret], earlier_sign_until = array[previous_signs_until]
where num_nulls(previous_secret, previous_signs_until) = 0;
alter table webhook_endpoints drop column previous_secret, drop column previous_signs_until;
