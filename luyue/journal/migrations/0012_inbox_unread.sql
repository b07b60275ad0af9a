-- An inbox lists what is unread alone, which must not cost a look at all that was ever read.
create index inbox_unread on inbox (recipient, position desc) where read_at is null;
