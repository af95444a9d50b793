select pg_temp.trade();
select pg_temp.ordered('O1', 'Q', 10, date '2026-05-04', printed => 3.3333, chain => 'G');

select pg_temp.stated('A', date '2026-05-01', date '2026-05-15', 38, chain => 'G');
select pg_temp.settled('A', 1, 'Q', 10, 3.77, 37.70, ordered => 'O1', rate => 0.13, chain => 'G');
select pg_temp.settled('A', 2, 'Q', 10, 3.78, 37.80, ordered => 'O1', rate => 0.13, chain => 'G');
