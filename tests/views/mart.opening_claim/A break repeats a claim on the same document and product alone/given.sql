select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20),
    pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
insert into core.opening_claim (chain_id, claim_number, statement_number, delivery_number, product_id, what, found_on, amount, load_id,
    row_number, arrived_at, recorded_at)
values ('C', '1', 'A', '', 'P', '少结', '2026-04-20', 20.00, 9, 6, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '2', 'A', '', 'Q', '少结', '2026-04-20', 30.00, 9, 7, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '3', 'B', '', '', '少结', '2026-04-20', 40.00, 9, 8, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
