select pg_temp.trade();
-- P of S1: the first line came in full, the next came short, the third not at all by the day after it was due. Q of S1 came in full each
-- time.
select pg_temp.ordered('P1', 'P', 10, '2026-05-04'), pg_temp.delivered('DP1', 'P1', 'P', 10, on_day => '2026-05-06'),
    pg_temp.ordered('P2', 'P', 10, '2026-05-11'), pg_temp.delivered('DP2', 'P2', 'P', 10, 4, on_day => '2026-05-13'),
    pg_temp.ordered('P3', 'P', 10, '2026-05-18');
select pg_temp.ordered('Q1', 'Q', 10, '2026-05-04'), pg_temp.delivered('DQ1', 'Q1', 'Q', 10, on_day => '2026-05-06'),
    pg_temp.ordered('Q2', 'Q', 10, '2026-05-18'), pg_temp.delivered('DQ2', 'Q2', 'Q', 10, on_day => '2026-05-20');
