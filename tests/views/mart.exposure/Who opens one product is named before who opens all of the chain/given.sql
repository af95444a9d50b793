select pg_temp.trade();
insert into core.responsibility (person_id, role, chain_id, subject, valid_from, arrived_at, recorded_at) values
    ('all', 'item_opener', 'C', '', '2026-01-01', '-infinity', '-infinity'), ('q', 'item_opener', 'C', 'Q', '2026-01-01', '-infinity', '-infinity'),
    ('boss', 'supervisor', 'C', '', '2026-01-01', '-infinity', '-infinity');
update core.product set launched_on = '2026-04-01', assortment = 'other';
delete from core.store where chain_id = 'G' or store_id = 'S2';
