select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 10, cancelled => true), pg_temp.delivered('N1', 'A1', 'P', 12), pg_temp.delivered('N2', 'A9', 'P', 4);
