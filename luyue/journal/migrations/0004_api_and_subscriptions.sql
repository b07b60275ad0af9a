-- What the API remembers of requests, and how far each subscription has read the feed.

create table idempotency_keys (
  caller      text not null,
  path        text not null,
  key         text not null,
  body_digest bytea not null,
  -- The first receipt is the command's time of issue, also for its repeats.
  received_at timestamptz not null,
  status      integer,
  headers     jsonb,
  body        bytea,
  constraint idempotency_keys_pkey primary key (caller, path, key)
);
create index idempotency_keys_by_age on idempotency_keys (received_at);

create table subscriptions (
  name           text not null,
  transaction_id xid8 not null default '0',
  position       bigint not null default 0,
  -- Raised by each worker that takes over; what an older worker still writes is refused.
  epoch          bigint not null default 0,
  constraint subscriptions_pkey primary key (name)
);

-- Deliveries that failed: each holds back the later events of its own stream only.
create table held_deliveries (
  subscription   text not null,
  transaction_id xid8 not null,
  position       bigint not null,
  stream         text not null collate "C",
  attempts       integer not null default 0,
  next_try_at    timestamptz not null default clock_timestamp(),
  parked         boolean not null default false,
  error          text,
  constraint held_deliveries_pkey primary key (subscription, transaction_id, position)
);
create index held_deliveries_by_stream on held_deliveries (subscription, stream) where not parked;

create table inbox (
  recipient   text not null,
  event_id    uuid not null,
  stream      text not null,
  message     text not null,
  parameters  jsonb not null,
  occurred_at timestamptz not null,
  position    bigint generated always as identity,
  read_at     timestamptz,
  constraint inbox_pkey primary key (recipient, event_id)
);
create index inbox_newest on inbox (recipient, position desc);
