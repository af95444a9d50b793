select pg_temp.trade();
-- Until the 10th two units too few and none too many are accepted; from the 11th on one either way.
select pg_temp.tolerated('quantity', 2, 0, valid_to => '2026-05-10'), pg_temp.tolerated('quantity', 1, 1, valid_from => '2026-05-11');
select pg_temp.ordered('A1', 'P', 24), pg_temp.delivered('N1', 'A1', 'P', 22);
select pg_temp.ordered('A2', 'P', 24), pg_temp.delivered('N2', 'A2', 'P', 25);
select pg_temp.ordered('A3', 'P', 24, '2026-05-12'), pg_temp.delivered('N3', 'A3', 'P', 22, on_day => '2026-05-14');
select pg_temp.ordered('A4', 'P', 24, '2026-05-12'), pg_temp.delivered('N4', 'A4', 'P', 25, on_day => '2026-05-14');
