-- Webhooks: who wants events and where, what is to be delivered there, and what became of it.

create table webhook_endpoints (
  id                   text not null collate "C",
  owner                text not null collate "C",
  -- Numbered, so that the database itself holds how many one owner may have, however many are made at once.
  place                integer not null check (place > 0),
  -- How much of an event is shown, and whose processes' events: 'all', or a party as in 'merchant:m1'.
  role                 text not null,
  audience             text not null collate "C",
  url                  text not null,
  -- Null for all.
  kinds                text[],
  event_types          text[],
  -- As the owner was told it: whoever signs needs it whole.
  secret               text not null,
  -- The command that made the secret, so that its repeat makes no other.
  secret_made_by       text not null,
  previous_secret      text,
  previous_signs_until timestamptz,
  created_at           timestamptz not null default clock_timestamp(),
  disabled_at          timestamptz,
  disabled_because     text check (disabled_because in ('asked', 'gone')),
  -- What has waited until the endpoint was enabled is tried at least until then.
  tried_until          timestamptz,
  constraint webhook_endpoints_pkey primary key (id),
  constraint webhook_endpoints_place_key unique (owner, place),
  constraint webhook_endpoints_disabled check (num_nulls(disabled_at, disabled_because) <> 1)
);
create index webhook_endpoints_by_audience on webhook_endpoints (audience);

create table webhook_deliveries (
  endpoint_id     text not null collate "C" references webhook_endpoints on delete cascade,
  event_id        uuid not null,
  stream          text not null collate "C",
  version         integer not null,
  event_type      text not null,
  number          bigint generated always as identity,
  state           text not null default 'pending' check (state in ('pending', 'delivered', 'parked')),
  attempts        integer not null default 0,
  created_at      timestamptz not null,
  -- A failure from then on is the last.
  tried_until     timestamptz not null,
  last_attempt_at timestamptz,
  last_status     integer,
  last_error      text,
  delivered_at    timestamptz,
  -- An event is fanned out at least once, and delivered as one.
  constraint webhook_deliveries_pkey primary key (endpoint_id, event_id)
);
create index webhook_deliveries_pending on webhook_deliveries (endpoint_id, stream, version) where state = 'pending';
create index webhook_deliveries_newest on webhook_deliveries (endpoint_id, number desc);
create index webhook_deliveries_by_state on webhook_deliveries (endpoint_id, state, number desc);
create index webhook_deliveries_by_age on webhook_deliveries (created_at);

-- One queue a process and endpoint: who holds it delivers its first pending event, so that order is kept.
create table webhook_queues (
  endpoint_id     text not null collate "C" references webhook_endpoints on delete cascade,
  stream          text not null collate "C",
  -- 'infinity' while nothing is pending.
  next_attempt_at timestamptz not null,
  -- Counts what has been added, so that who has emptied a queue sees that it is not empty any more.
  added           bigint not null default 1,
  holder          uuid,
  held_until      timestamptz,
  constraint webhook_queues_pkey primary key (endpoint_id, stream)
);
create index webhook_queues_due on webhook_queues (endpoint_id, next_attempt_at) where next_attempt_at < 'infinity';
create index webhook_queues_held on webhook_queues (endpoint_id) where holder is not null;
create index webhook_queues_by_holder on webhook_queues (holder) where holder is not null;
create index webhook_queues_empty on webhook_queues (stream) where next_attempt_at = 'infinity';

grant select, insert, update, delete on webhook_endpoints, webhook_deliveries, webhook_queues to luyue_service;
