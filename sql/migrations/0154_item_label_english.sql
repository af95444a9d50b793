-- What an edition's line was called, in English too: whoever reads English is told in English that it is cleared.
alter table ops.edition_item add column label_en text not null default '';
comment on column ops.edition_item.label is 'What it was called, in Chinese';
comment on column ops.edition_item.label_en is 'The same in English; empty for figures and for editions recorded before there was one';
