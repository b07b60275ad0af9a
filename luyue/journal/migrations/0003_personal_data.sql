-- Personal data and free text: erasable, and referred to from everywhere else by id and keyed digest only.

create table texts (
  id         text not null,
  stream     text not null,
  field      text not null,
  body       text not null,
  digest     text not null,
  written_at timestamptz not null default clock_timestamp(),
  constraint texts_pkey primary key (id)
);
create index texts_by_stream on texts (stream);

create table contacts (
  id          text not null,
  version     integer not null,
  contact     jsonb not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint contacts_pkey primary key (id, version)
);

-- What a scan says in words; its time and kind are in the journal.
create table scan_texts (
  stream     text not null collate "C",
  scanned_at timestamptz not null,
  kind       text not null,
  place      text,
  body       text,
  constraint scan_texts_pkey primary key (stream, scanned_at, kind)
);
