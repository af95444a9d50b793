-- English papers name a chain's warehouse as their readers can read it.
alter table core.store add column warehouse_en text;
comment on column core.store.warehouse_en is 'The warehouse''s English name; null where none is given';
