select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 12), pg_temp.ordered('A3', 'P', 12), pg_temp.ordered('A4', 'P', 12);
select pg_temp.delivered('N2', 'A2', 'P', 10), pg_temp.delivered('N3', 'A3', 'P', 12, 9), pg_temp.delivered('N4', 'A4', 'P', 13);
