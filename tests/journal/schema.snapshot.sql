table blacklisted_buyers
  merchant_id text collate "C" not null
  buyer_id text collate "C" not null
  added_at timestamp with time zone not null
  constraint blacklisted_buyers_pkey PRIMARY KEY (merchant_id, buyer_id)
  CREATE UNIQUE INDEX blacklisted_buyers_pkey ON public.blacklisted_buyers USING btree (merchant_id, buyer_id)
  luyue_service: delete, insert, select, update
table commands
  stream text collate "C" not null
  command_id text not null
  name text not null
  payload_digest bytea not null
  payload jsonb not null
  first_version integer not null
  last_version integer not null
  constraint commands_pkey PRIMARY KEY (stream, command_id)
  CREATE UNIQUE INDEX commands_pkey ON public.commands USING btree (stream, command_id)
  luyue_service: insert, select
table contacts
  id text not null
  version integer not null
  contact jsonb not null
  recorded_at timestamp with time zone not null default clock_timestamp()
  constraint contacts_pkey PRIMARY KEY (id, version)
  CREATE UNIQUE INDEX contacts_pkey ON public.contacts USING btree (id, version)
  luyue_service: delete, insert, select, update
table events
  position bigint generated always as identity not null
  transaction_id xid8 not null default pg_current_xact_id()
  stream text collate "C" not null
  version integer not null
  id uuid not null
  type text not null
  schema_version integer not null
  data jsonb not null
  actor text not null
  command_id text not null
  occurred_at timestamp with time zone not null
  recorded_at timestamp with time zone not null default clock_timestamp()
  seen jsonb not null default '{}'::jsonb
  hash bytea not null
  constraint events_pkey PRIMARY KEY (stream, version)
  constraint events_version_check CHECK ((version > 0))
  CREATE INDEX events_feed ON public.events USING btree (transaction_id, "position")
  CREATE INDEX events_found_by ON public.events USING btree (((data ->> 'found_by'::text)), occurred_at DESC) WHERE ((data ->> 'found_by'::text) IS NOT NULL)
  CREATE UNIQUE INDEX events_id ON public.events USING btree (id)
  CREATE UNIQUE INDEX events_pkey ON public.events USING btree (stream, version)
  CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER events_never_truncated BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  luyue_service: insert, select
table fact_subjects
  subject text collate "C" not null
  stream text collate "C" not null
  constraint fact_subjects_pkey PRIMARY KEY (subject, stream)
  CREATE INDEX fact_subjects_by_stream ON public.fact_subjects USING btree (stream)
  CREATE UNIQUE INDEX fact_subjects_pkey ON public.fact_subjects USING btree (subject, stream)
  luyue_service: delete, insert, select, update
table facts
  stream text collate "C" not null
  version integer not null
  fact jsonb not null
  hash bytea not null
  recorded_at timestamp with time zone not null
  creator_id text collate "C" default 
CASE
    WHEN ((stream > 'creator/'::text) AND (stream < 'creator0'::text)) THEN substr(stream, 9)
    ELSE NULL::text
END
  followers bigint default 
CASE
    WHEN ((stream > 'creator/'::text) AND (stream < 'creator0'::text)) THEN COALESCE(((fact ->> 'followers'::text))::bigint, ('-1'::integer)::bigint)
    ELSE NULL::bigint
END
  constraint facts_pkey PRIMARY KEY (stream)
  CREATE INDEX facts_creators ON public.facts USING btree (creator_id) WHERE (creator_id IS NOT NULL)
  CREATE INDEX facts_creators_by_followers ON public.facts USING btree (followers, creator_id) WHERE (creator_id IS NOT NULL)
  CREATE UNIQUE INDEX facts_pkey ON public.facts USING btree (stream)
  luyue_service: delete, insert, select, update
table held_deliveries
  subscription text not null
  transaction_id xid8 not null
  position bigint not null
  stream text collate "C" not null
  attempts integer not null default 0
  next_try_at timestamp with time zone not null default clock_timestamp()
  parked boolean not null default false
  error text
  constraint held_deliveries_pkey PRIMARY KEY (subscription, transaction_id, "position")
  CREATE INDEX held_deliveries_by_stream ON public.held_deliveries USING btree (subscription, stream) WHERE (NOT parked)
  CREATE UNIQUE INDEX held_deliveries_pkey ON public.held_deliveries USING btree (subscription, transaction_id, "position")
  luyue_service: delete, insert, select, update
table idempotency_keys
  caller text not null
  path text not null
  key text not null
  body_digest bytea not null
  received_at timestamp with time zone not null
  status integer
  headers jsonb
  body bytea
  constraint idempotency_keys_pkey PRIMARY KEY (caller, path, key)
  CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (received_at)
  CREATE UNIQUE INDEX idempotency_keys_pkey ON public.idempotency_keys USING btree (caller, path, key)
  luyue_service: delete, insert, select, update
table inbox
  recipient text not null
  event_id uuid not null
  stream text not null
  message text not null
  parameters jsonb not null
  occurred_at timestamp with time zone not null
  position bigint generated always as identity not null
  read_at timestamp with time zone
  constraint inbox_pkey PRIMARY KEY (recipient, event_id)
  CREATE INDEX inbox_newest ON public.inbox USING btree (recipient, "position" DESC)
  CREATE UNIQUE INDEX inbox_pkey ON public.inbox USING btree (recipient, event_id)
  CREATE INDEX inbox_unread ON public.inbox USING btree (recipient, "position" DESC) WHERE (read_at IS NULL)
  luyue_service: delete, insert, select, update
table listeners
  subject text collate "C" not null
  stream text collate "C" not null
  transaction_id xid8 not null default pg_current_xact_id()
  constraint listeners_pkey PRIMARY KEY (subject, stream)
  CREATE INDEX listeners_by_stream ON public.listeners USING btree (stream)
  CREATE UNIQUE INDEX listeners_pkey ON public.listeners USING btree (subject, stream)
  luyue_service: delete, insert, select, update
table migrations
  name text not null
  applied_at timestamp with time zone default now()
  constraint migrations_pkey PRIMARY KEY (name)
  CREATE UNIQUE INDEX migrations_pkey ON public.migrations USING btree (name)
table policies
  version text not null
  effective_from timestamp with time zone not null
  policy jsonb not null
  added_at timestamp with time zone not null default clock_timestamp()
  added_by text
  command_id text
  constraint policies_effective_from_key UNIQUE (effective_from)
  constraint policies_pkey PRIMARY KEY (version)
  CREATE UNIQUE INDEX policies_effective_from_key ON public.policies USING btree (effective_from)
  CREATE UNIQUE INDEX policies_pkey ON public.policies USING btree (version)
  CREATE TRIGGER policies_append_only BEFORE DELETE OR UPDATE ON public.policies FOR EACH ROW EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER policies_never_truncated BEFORE TRUNCATE ON public.policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  luyue_service: insert, select
table processes
  stream text collate "C" not null
  kind text not null
  id text not null
  version integer not null
  status text not null
  closed_reason text
  closed boolean not null
  creator_id text
  merchant_id text
  product_id text
  policy_version text not null
  next_deadline_at timestamp with time zone
  next_deadline text
  claim text collate "C"
  state jsonb not null
  state_shape integer not null
  hash bytea not null
  created_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  record_of text collate "C"
  record_what text
  record_at timestamp with time zone
  record_points integer not null default 0
  constraint processes_claim_key UNIQUE (claim)
  constraint processes_pkey PRIMARY KEY (stream)
  constraint processes_record_whole CHECK ((num_nulls(record_of, record_what, record_at) = ANY (ARRAY[0, 3])))
  CREATE INDEX processes_by_creation ON public.processes USING btree (kind, created_at DESC, id DESC)
  CREATE INDEX processes_by_creator ON public.processes USING btree (kind, creator_id, created_at DESC, id DESC)
  CREATE INDEX processes_by_deadline ON public.processes USING btree (kind, next_deadline_at, id) WHERE (NOT closed)
  CREATE INDEX processes_by_merchant ON public.processes USING btree (kind, merchant_id, created_at DESC, id DESC)
  CREATE INDEX processes_by_product ON public.processes USING btree (kind, product_id, created_at DESC, id DESC)
  CREATE INDEX processes_by_status ON public.processes USING btree (kind, status, created_at DESC, id DESC)
  CREATE UNIQUE INDEX processes_claim_key ON public.processes USING btree (claim)
  CREATE INDEX processes_of_creator_by_deadline ON public.processes USING btree (creator_id, kind, next_deadline_at, id) WHERE (NOT closed)
  CREATE INDEX processes_of_creator_by_status ON public.processes USING btree (kind, creator_id, status, created_at DESC, id DESC)
  CREATE INDEX processes_of_merchant_by_deadline ON public.processes USING btree (merchant_id, kind, next_deadline_at, id) WHERE (NOT closed)
  CREATE INDEX processes_of_merchant_by_status ON public.processes USING btree (kind, merchant_id, status, created_at DESC, id DESC)
  CREATE INDEX processes_on_record ON public.processes USING btree (record_of) WHERE (record_of IS NOT NULL)
  CREATE UNIQUE INDEX processes_pkey ON public.processes USING btree (stream)
  CREATE INDEX processes_slow ON public.processes USING btree (merchant_id, id) WHERE ((kind = 'shipment'::text) AND (((state -> 'slow'::text) ->> 'stage'::text) IS NOT NULL))
  luyue_service: delete, insert, select, update
table purchases
  id text collate "C" not null
  sku_id text collate "C" not null
  merchant_id text collate "C" not null
  buyer_id text collate "C" not null
  quantity bigint not null
  bought_at timestamp with time zone not null
  constraint purchases_pkey PRIMARY KEY (id)
  constraint purchases_quantity_check CHECK ((quantity > 0))
  CREATE INDEX purchases_of_buyer ON public.purchases USING btree (sku_id, buyer_id) INCLUDE (quantity)
  CREATE UNIQUE INDEX purchases_pkey ON public.purchases USING btree (id)
  luyue_service: insert, select
table scan_texts
  stream text collate "C" not null
  scanned_at timestamp with time zone not null
  kind text not null
  place text
  body text
  constraint scan_texts_pkey PRIMARY KEY (stream, scanned_at, kind)
  CREATE UNIQUE INDEX scan_texts_pkey ON public.scan_texts USING btree (stream, scanned_at, kind)
  luyue_service: delete, insert, select, update
table showcase
  creator_id text collate "C" not null
  product_id text collate "C" not null
  category text collate "C"
  recommended boolean not null
  is_new boolean not null
  explaining boolean not null
  added_by text not null
  added_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  constraint showcase_pkey PRIMARY KEY (creator_id, product_id)
  CREATE UNIQUE INDEX showcase_explaining ON public.showcase USING btree (creator_id) WHERE explaining
  CREATE INDEX showcase_newest ON public.showcase USING btree (creator_id, added_at DESC, product_id DESC)
  CREATE UNIQUE INDEX showcase_pkey ON public.showcase USING btree (creator_id, product_id)
  luyue_service: delete, insert, select, update
table skus
  id text collate "C" not null
  merchant_id text collate "C" not null
  product_id text collate "C" not null
  stock bigint not null
  cumulative_limit bigint
  per_order_limit bigint
  minimum bigint
  updated_at timestamp with time zone not null
  constraint skus_cumulative_limit_check CHECK ((cumulative_limit > 0))
  constraint skus_limits CHECK (((per_order_limit <= cumulative_limit) AND (minimum <= per_order_limit) AND (minimum <= cumulative_limit)))
  constraint skus_minimum_check CHECK ((minimum > 0))
  constraint skus_per_order_limit_check CHECK ((per_order_limit > 0))
  constraint skus_pkey PRIMARY KEY (id)
  constraint skus_stock_check CHECK ((stock >= 0))
  CREATE UNIQUE INDEX skus_pkey ON public.skus USING btree (id)
  luyue_service: delete, insert, select, update
table subscriptions
  name text not null
  transaction_id xid8 not null default '0'::xid8
  position bigint not null default 0
  epoch bigint not null default 0
  constraint subscriptions_pkey PRIMARY KEY (name)
  CREATE UNIQUE INDEX subscriptions_pkey ON public.subscriptions USING btree (name)
  luyue_service: delete, insert, select, update
table texts
  id text not null
  stream text not null
  field text not null
  body text not null
  digest text not null
  written_at timestamp with time zone not null default clock_timestamp()
  constraint texts_pkey PRIMARY KEY (id)
  CREATE INDEX texts_by_age ON public.texts USING btree (written_at, id)
  CREATE INDEX texts_by_stream ON public.texts USING btree (stream)
  CREATE UNIQUE INDEX texts_pkey ON public.texts USING btree (id)
  luyue_service: delete, insert, select, update
table webhook_deliveries
  endpoint_id text collate "C" not null
  event_id uuid not null
  stream text collate "C" not null
  version integer not null
  event_type text not null
  number bigint generated always as identity not null
  state text not null default 'pending'::text
  attempts integer not null default 0
  created_at timestamp with time zone not null
  tried_until timestamp with time zone not null
  last_attempt_at timestamp with time zone
  last_status integer
  last_error text
  delivered_at timestamp with time zone
  constraint webhook_deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE
  constraint webhook_deliveries_pkey PRIMARY KEY (endpoint_id, event_id)
  constraint webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'parked'::text])))
  CREATE INDEX webhook_deliveries_by_age ON public.webhook_deliveries USING btree (created_at)
  CREATE INDEX webhook_deliveries_by_state ON public.webhook_deliveries USING btree (endpoint_id, state, number DESC)
  CREATE INDEX webhook_deliveries_newest ON public.webhook_deliveries USING btree (endpoint_id, number DESC)
  CREATE INDEX webhook_deliveries_parked ON public.webhook_deliveries USING btree (endpoint_id) WHERE (state = 'parked'::text)
  CREATE INDEX webhook_deliveries_pending ON public.webhook_deliveries USING btree (endpoint_id, stream, version) WHERE (state = 'pending'::text)
  CREATE UNIQUE INDEX webhook_deliveries_pkey ON public.webhook_deliveries USING btree (endpoint_id, event_id)
  luyue_service: delete, insert, select, update
table webhook_endpoints
  id text collate "C" not null
  owner text collate "C" not null
  place integer not null
  role text not null
  audience text collate "C" not null
  url text not null
  kinds text[]
  event_types text[]
  secret text not null
  secret_made_by text not null
  created_at timestamp with time zone not null default clock_timestamp()
  disabled_at timestamp with time zone
  disabled_because text
  tried_until timestamp with time zone
  last_succeeded boolean
  earlier_secrets text[] not null default '{}'::text[]
  earlier_sign_until timestamp with time zone[] not null default '{}'::timestamp with time zone[]
  constraint webhook_endpoints_disabled CHECK ((num_nulls(disabled_at, disabled_because) <> 1))
  constraint webhook_endpoints_disabled_because_check CHECK ((disabled_because = ANY (ARRAY['asked'::text, 'gone'::text])))
  constraint webhook_endpoints_earlier CHECK ((cardinality(earlier_secrets) = cardinality(earlier_sign_until)))
  constraint webhook_endpoints_pkey PRIMARY KEY (id)
  constraint webhook_endpoints_place_check CHECK ((place > 0))
  constraint webhook_endpoints_place_key UNIQUE (owner, place)
  CREATE INDEX webhook_endpoints_by_audience ON public.webhook_endpoints USING btree (audience)
  CREATE UNIQUE INDEX webhook_endpoints_pkey ON public.webhook_endpoints USING btree (id)
  CREATE UNIQUE INDEX webhook_endpoints_place_key ON public.webhook_endpoints USING btree (owner, place)
  luyue_service: delete, insert, select, update
table webhook_queues
  endpoint_id text collate "C" not null
  stream text collate "C" not null
  next_attempt_at timestamp with time zone not null
  added bigint not null default 1
  holder uuid
  held_until timestamp with time zone
  constraint webhook_queues_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE
  constraint webhook_queues_pkey PRIMARY KEY (endpoint_id, stream)
  CREATE INDEX webhook_queues_by_holder ON public.webhook_queues USING btree (holder) WHERE (holder IS NOT NULL)
  CREATE INDEX webhook_queues_due ON public.webhook_queues USING btree (endpoint_id, next_attempt_at) WHERE (next_attempt_at < 'infinity'::timestamp with time zone)
  CREATE INDEX webhook_queues_empty ON public.webhook_queues USING btree (stream) WHERE (next_attempt_at = 'infinity'::timestamp with time zone)
  CREATE INDEX webhook_queues_held ON public.webhook_queues USING btree (held_until) WHERE (holder IS NOT NULL)
  CREATE UNIQUE INDEX webhook_queues_pkey ON public.webhook_queues USING btree (endpoint_id, stream)
  luyue_service: delete, insert, select, update
CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% are append-only', tg_table_name using errcode = 'insufficient_privilege';
end $function$
