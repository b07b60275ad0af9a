-- Texts whose command never happened are looked for among the old ones, in pages from the oldest on.

create index texts_by_age on texts (written_at, id);
