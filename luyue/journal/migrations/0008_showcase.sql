-- Creators' showcases (CA-04 to CA-07). What a creator shows may change and go at any time: no history is kept.

create table showcase (
  creator_id  text not null collate "C",
  product_id  text not null collate "C",
  category    text collate "C",
  recommended boolean not null,
  is_new      boolean not null,
  explaining  boolean not null,
  added_by    text not null,
  added_at    timestamptz not null,
  updated_at  timestamptz not null,
  constraint showcase_pkey primary key (creator_id, product_id)
);
create index showcase_newest on showcase (creator_id, added_at desc, product_id desc);
-- One product at a time is being explained, however many requests say so at once.
create unique index showcase_explaining on showcase (creator_id) where explaining;

grant select, insert, update, delete on showcase to luyue_service;
