select pg_temp.trade();
-- One receipt of two products, settled whole by its number, and once more on the next statement.
select pg_temp.ordered('A1', 'P', 10), pg_temp.ordered('A1', 'Q', 30), pg_temp.delivered('N1', 'A1', 'P', 10),
    pg_temp.delivered('N1', 'A1', 'Q', 30);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 222.00), pg_temp.stated('T2', '2026-05-16', '2026-05-31', 222.00);
select pg_temp.settled('T1', 1, null, null, null, 222.00, note => 'N1'), pg_temp.settled('T2', 1, null, null, null, 222.00, note => 'N1');
