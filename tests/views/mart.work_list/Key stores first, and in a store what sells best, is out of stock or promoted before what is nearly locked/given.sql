select pg_temp.trade();
insert into core.person (person_id, name, email, arrived_at, recorded_at)
values ('rep', '代表', 'rep@example.com', '-infinity', '-infinity');
select pg_temp.answers('rep', 'representative', region => '华东');

insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
select product_id, '2026-01-01', product_id, 'uht', 12, 0.09, '-infinity', '-infinity'
from (values ('L'), ('M'), ('O')) more (product_id);
-- S2 is the key store, P the best seller of both.
select pg_temp.ordered('A', 'P', 12, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DA', 'A', 'P', 12, on_day => date '2026-05-20', store => 'S1');
select pg_temp.ordered('B', 'P', 120, date '2026-05-18', store => 'S2');
select pg_temp.delivered('DB', 'B', 'P', 120, on_day => date '2026-05-20', store => 'S2');

-- L failed twice and is locked by the next failure; M has nothing to say for it; O is out of stock; Q is promoted.
select pg_temp.ordered('L1', 'L', 12, date '2026-05-11');
select pg_temp.ordered('L2', 'L', 12, date '2026-05-18');
select pg_temp.ordered('N1', product, 24, date '2026-05-30', requested => '2026-06-01')
from unnest(array['M', 'L', 'O', 'Q', 'P']) product;
select pg_temp.ordered('N2', 'P', 12, date '2026-05-30', requested => '2026-06-02');
select pg_temp.ordered('N3', 'P', 12, date '2026-05-30', requested => '2026-06-03');
select pg_temp.ordered('N4', 'M', 12, date '2026-05-30', requested => '2026-06-01', store => 'S2');
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'DM6', 'Q', 'poster', '2026-05-28', '2026-06-08', '2026-06-03', '2026-06-10', 3, '-infinity', '-infinity'),
    ('C', 'DM5', 'M', 'poster', '2026-05-08', '2026-05-18', '2026-05-13', '2026-05-31', 3, '-infinity', '-infinity');

insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'O', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-31', date '2026-05-31', 0))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'O', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-30', date '2026-05-30', 6))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;
