select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('D1', 'O1', 'P', 10),
    pg_temp.ordered('O2', 'P', 5, store => 'S2'), pg_temp.delivered('D2', 'O2', 'P', 5, store => 'S2');
select pg_temp.answers('ann', 'representative', 'C', 'S1'), pg_temp.answers('bob', 'supervisor', 'C');
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at) values
    ('C', 'P1', 'T1', '2026-05-31', 80, '-infinity', '-infinity'), ('C', 'P2', 'T1', '2026-04-30', 7, '-infinity', '-infinity'),
    ('G', 'P3', 'T1', '2026-05-20', 9, '-infinity', '-infinity');
insert into core.work_summary (person_id, month, sales_amount, received_amount, competitors, arrived_at, recorded_at) values
    ('ann', '2026-05-01', 110, null, 'quiet', '-infinity', '-infinity'),
    ('bob', '2026-05-01', 163.5, 90, null, '-infinity', '-infinity'),
    ('eve', '2026-05-01', 1, 1, null, '-infinity', '-infinity');
