select pg_temp.trade(), pg_temp.clock('2026-05-05', '2026-06-30 23:59:59+08');
-- P is due on 7 May and came early; Q was due on the fifth and came short; S2 ordered P alone and nothing of it is due.
select pg_temp.ordered('O1', 'P', 10, date '2026-05-04', date '2026-05-06');
select pg_temp.delivered('D1', 'O1', 'P', 10, on_day => date '2026-05-05');
select pg_temp.ordered('O2', 'Q', 10, date '2026-05-04', date '2026-05-04');
select pg_temp.delivered('D2', 'O2', 'Q', 8, on_day => date '2026-05-05');
