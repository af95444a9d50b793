select pg_temp.trade();
-- M1 runs from 10 to 16 May, seven days, in S1 alone: before 3 to 9 May, after 17 to 23 May, last year the same days.
select pg_temp.ordered('O0', 'P', 6, '2025-05-08'), pg_temp.delivered('D0', 'O0', 'P', 6, on_day => '2025-05-10');
select pg_temp.ordered('O2', 'P', 20, '2026-05-01'), pg_temp.delivered('D2', 'O2', 'P', 20, on_day => '2026-05-05');
select pg_temp.ordered('O3', 'P', 30, '2026-05-10'), pg_temp.delivered('D3', 'O3', 'P', 30, on_day => '2026-05-13');
select pg_temp.ordered('O4', 'P', 10, '2026-05-18'), pg_temp.delivered('D4', 'O4', 'P', 10, on_day => '2026-05-20');
-- Another store, and another product, are not in it.
select pg_temp.ordered('O5', 'P', 90, '2026-05-10', store => 'S2'),
    pg_temp.delivered('D5', 'O5', 'P', 90, on_day => '2026-05-13', store => 'S2');
select pg_temp.ordered('O6', 'Q', 90, '2026-05-10'), pg_temp.delivered('D6', 'O6', 'Q', 90, on_day => '2026-05-13');
insert into core.price (chain_id, product_id, valid_from, valid_to, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2025-01-01', '2025-12-31', 10, '-infinity', '-infinity');
insert into core.product (product_id, valid_from, valid_to, name, category, pack_size, vat_rate, arrived_at, recorded_at)
values ('P', '2025-01-01', '2025-12-31', '大纯', 'uht', 12, 0.09, '-infinity', '-infinity');

-- M2 has not begun, M3 has no plan and no supply.
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at) values
    ('C', 'M1', 'P', '2026-05-10', '2026-05-15', '2026-05-12', '2026-05-16', 8, '-infinity', '-infinity'),
    ('C', 'M2', 'P', '2026-06-10', '2026-06-20', '2026-06-12', '2026-06-18', 8, '-infinity', '-infinity'),
    ('G', 'M3', 'Q', '2026-05-10', '2026-05-15', '2026-05-12', '2026-05-15', 3, '-infinity', '-infinity');
insert into core.promotion_plan (chain_id, promotion_id, purpose, stores, goal_amount, budget_amount, our_share_pct, finance_filed_on,
    arrived_at, recorded_at) values ('C', 'M1', 'p', 'S1、S9', 300, 100, 60, '2026-06-01', '-infinity', '-infinity');
insert into core.special_fee (chain_id, fee_number, month, promotion_id, applied_on, applied_amount, approved_on, approved_amount, spent_on,
    spent_amount, arrived_at, recorded_at) values
    ('C', 'a', '2026-05-01', 'M1', '2026-04-10', 100, '2026-04-12', 40, '2026-05-16', 40, '-infinity', '-infinity');
