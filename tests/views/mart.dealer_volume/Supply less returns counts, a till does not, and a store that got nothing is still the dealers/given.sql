select pg_temp.trade();
-- S2 of the dealer got nothing in May, and its till alone reported in April.
select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2');
update core.store set dealer = '申达' where chain_id = 'C';
select pg_temp.delivered('D1', '', 'P', 100000, on_day => date '2026-05-04');
select pg_temp.delivered('R1', '', 'P', 10000, on_day => date '2026-05-05', kind => 'return');
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, amount, arrived_at, recorded_at)
    values ('C', 'S2', 'P', '2026-04-10', 8, 103.60, '-infinity', '-infinity');
