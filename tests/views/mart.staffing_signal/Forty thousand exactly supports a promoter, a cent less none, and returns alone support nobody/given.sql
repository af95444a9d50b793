select pg_temp.trade();
-- April's tills of C: S1 40,000.00, S2 39,999.99. G has no tills: S1 got goods, S2 gave back more than it got.
insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at)
select chain_id, store_id, '2026-01-01', 1, '-infinity', '-infinity' from core.store where not (chain_id = 'G' and store_id = 'S1');
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, amount, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-04-30', 4000, 40000.00, '-infinity', '-infinity'), ('C', 'S2', 'P', '2026-04-01', 3999, 39999.99, '-infinity', '-infinity'),
    ('C', 'S2', 'P', '2026-05-01', 9999, 99999.00, '-infinity', '-infinity');
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-04-07', chain => 'G');
select pg_temp.delivered('R1', '', 'P', 10, on_day => '2026-04-08', kind => 'return', store => 'S2', chain => 'G');
