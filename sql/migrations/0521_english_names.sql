-- English letters name stores, places, people and dealers as their readers can read them; where none is given the name itself stands.
alter table core.store add column name_en text, add column region_en text, add column city_en text;
comment on column core.store.name_en is 'English or romanised name; null where none is given';
comment on column core.store.region_en is 'The region''s English name; null where none is given';
comment on column core.store.city_en is 'The city''s English name; null where none is given';

alter table core.person add column name_en text;
comment on column core.person.name_en is 'Romanised name; null where none is given';

alter table core.dealer add column name_en text;
comment on column core.dealer.name_en is 'English or romanised name; null where none is given';
