select pg_temp.trade();
-- S1 sold P in April. S2 has no history, and what S3 gave back says nothing to split by.
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S3', '2026-01-01', 'S3', '华东', '上海', 'direct', '-infinity', '-infinity');
select pg_temp.delivered('D1', '', 'P', 20, on_day => date '2026-04-10');
select pg_temp.delivered('R1', '', 'P', 2, on_day => date '2026-04-10', kind => 'return', store => 'S3');
insert into core.target (chain_id, store_id, product_id, month, amount, arrived_at, recorded_at)
values ('C', 'S1', '', '2026-06-01', 0.30, '-infinity', '-infinity'), ('C', 'S2', '', '2026-06-01', 0.30, '-infinity', '-infinity'),
    ('C', 'S3', '', '2026-06-01', 0.30, '-infinity', '-infinity');
