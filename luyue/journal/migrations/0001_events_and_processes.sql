-- The journal itself: append-only events, and one row a process that every append brings up to date.

create table events (
  -- Position orders events within a transaction; across transactions the feed orders by (transaction_id, position).
  position       bigint generated always as identity,
  transaction_id xid8 not null default pg_current_xact_id(),
  stream         text not null collate "C",
  version        integer not null check (version > 0),
  id             uuid not null,
  type           text not null,
  schema_version integer not null,
  data           jsonb not null,
  actor          text not null,
  command_id     text not null,
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default clock_timestamp(),
  -- What it was decided on: versions of facts and claims of others, so that the decision can be made again.
  seen           jsonb not null default '{}',
  hash           bytea not null,
  constraint events_pkey primary key (stream, version)
);
create index events_feed on events (transaction_id, position);
create unique index events_id on events (id);

-- Append-only by trigger (also for the owner) and by role (no grant to update or delete).
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger events_append_only before update or delete on events
  for each row execute function refuse_change();
create trigger events_never_truncated before truncate on events
  for each statement execute function refuse_change();

-- A command id is unique in its stream: the same command again finds its first result here.
create table commands (
  stream         text not null collate "C",
  command_id     text not null,
  name           text not null,
  payload_digest bytea not null,
  payload        jsonb not null,
  first_version  integer not null,
  last_version   integer not null,
  constraint commands_pkey primary key (stream, command_id)
);

create table processes (
  stream           text not null collate "C",
  kind             text not null,
  id               text not null,
  version          integer not null,
  status           text not null,
  closed_reason    text,
  closed           boolean not null,
  creator_id       text,
  merchant_id      text,
  product_id       text,
  policy_version   text not null,
  next_deadline_at timestamptz,
  next_deadline    text,
  -- What may exist only once, held by the database and not by a look beforehand.
  claim            text collate "C",
  state            jsonb not null,
  state_shape      integer not null,
  hash             bytea not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint processes_pkey primary key (stream),
  constraint processes_claim_key unique (claim)
);
create index processes_by_creator on processes (kind, creator_id, created_at desc, id desc);
create index processes_by_merchant on processes (kind, merchant_id, created_at desc, id desc);
create index processes_by_creation on processes (kind, created_at desc, id desc);
create index processes_by_deadline on processes (kind, next_deadline_at, id) where not closed;

-- The subjects whose reports a process listens to; the router finds it by them.
create table listeners (
  subject text not null collate "C",
  stream  text not null collate "C",
  constraint listeners_pkey primary key (subject, stream)
);
create index listeners_by_stream on listeners (stream);
