-- Facts are streams in the journal too; these are their newest versions and what they speak of.

create table facts (
  stream      text not null collate "C",
  version     integer not null,
  fact        jsonb not null,
  hash        bytea not null,
  recorded_at timestamptz not null,
  constraint facts_pkey primary key (stream)
);

-- Every subject that a fact has ever spoken of: an unlinked product still belongs to its video's history.
create table fact_subjects (
  subject text not null collate "C",
  stream  text not null collate "C",
  constraint fact_subjects_pkey primary key (subject, stream)
);

create table policies (
  version        text not null,
  effective_from timestamptz not null,
  policy         jsonb not null,
  added_at       timestamptz not null default clock_timestamp(),
  constraint policies_pkey primary key (version)
);
create index policies_by_time on policies (effective_from desc);
