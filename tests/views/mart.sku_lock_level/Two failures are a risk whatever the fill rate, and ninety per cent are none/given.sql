select pg_temp.trade();
-- P in S1: two of the last three short by a unit, 298 of 300. Q in S1: 36 of 40, one of the last three short. Q in S2: 35 of 40.
select pg_temp.ordered('A' || n, 'P', 100, day), pg_temp.delivered('DA' || n, 'A' || n, 'P', got, on_day => day + 2)
from (values (1, date '2026-05-04', 100), (2, '2026-05-11', 99), (3, '2026-05-18', 99)) line (n, day, got);
select pg_temp.ordered('B' || n, 'Q', 10, day), pg_temp.delivered('DB' || n, 'B' || n, 'Q', got, on_day => day + 2)
from (values (1, date '2026-05-04', 8), (2, '2026-05-11', 8), (3, '2026-05-18', 10), (4, '2026-05-25', 10)) line (n, day, got);
select pg_temp.ordered('E' || n, 'Q', 10, day, store => 'S2'),
    pg_temp.delivered('DE' || n, 'E' || n, 'Q', got, on_day => day + 2, store => 'S2')
from (values (1, date '2026-05-04', 8), (2, '2026-05-11', 7), (3, '2026-05-18', 10), (4, '2026-05-25', 10)) line (n, day, got);
