select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 100, date '2026-05-09', printed => 10.004);
select pg_temp.ordered('O2', 'Q', 100, date '2026-05-09', printed => 3.77, printed_basis => 'including');
select pg_temp.ordered('O3', 'P', 100, date '2026-05-09', printed => 0, free => true);
select pg_temp.ordered('O4', 'P', 100, date '2026-05-09', printed => null);
