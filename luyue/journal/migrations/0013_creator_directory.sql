-- The directory of creators (CO-01), listed by id or by followers, most first. In columns of their own, so that reports
-- that leave the number as it is change nothing in an index, and so that a page ends where the creators do.

alter table facts
  add column creator_id text collate "C" generated always as (
    case when stream > 'creator/' and stream < 'creator0' then substr(stream, 9) end
  ) stored,
  -- -1 where the number is not known.
  add column followers bigint generated always as (
    case when stream > 'creator/' and stream < 'creator0' then coalesce((fact ->> 'followers')::bigint, -1) end
  ) stored;
create index facts_creators on facts (creator_id) where creator_id is not null;
create index facts_creators_by_followers on facts (followers, creator_id) where creator_id is not null;
