select pg_temp.trade();
select pg_temp.ordered('A1', 'Q', 100, chain => 'G'), pg_temp.delivered('N1', 'A1', 'Q', 100, chain => 'G');
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 377.00, chain => 'G');
select pg_temp.settled('T1', 1, 'Q', 100, 3.77, 377.00, note => 'N1', chain => 'G');
