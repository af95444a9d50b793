select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 5, '2026-04-20');
select pg_temp.ordered('O2', 'P', 20, '2026-05-04'), pg_temp.delivered('D2', 'O2', 'P', 20, on_day => '2026-05-06');
select pg_temp.ordered('O3', 'P', 30, '2026-05-12'), pg_temp.delivered('D3', 'O3', 'P', 30, on_day => '2026-05-14');
-- Free goods are supply without worth.
select pg_temp.ordered('O4', 'P', 4, '2026-05-12', printed => 0, free => true, store => 'S2'),
    pg_temp.delivered('D4', 'O4', 'P', 4, on_day => '2026-05-14', free => true, store => 'S2');

insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at) values
    ('C', 'M0', 'Q', '2026-04-22', '2026-04-25', '2026-04-22', '2026-04-25', 3.0, '-infinity', '-infinity'),
    ('C', 'M1', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-18', 8.5, '-infinity', '-infinity'),
    ('C', 'M2', 'P', '2026-06-10', '2026-06-20', '2026-06-12', '2026-06-18', 8.0, '-infinity', '-infinity');
