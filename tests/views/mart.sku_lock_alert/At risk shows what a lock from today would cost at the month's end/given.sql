select pg_temp.trade();
select pg_temp.clock('2026-05-21', '2026-05-21 23:59+08');
-- Locked on Thursday the 21st it would be due on Tuesday the 26th: five days late on the 31st.
select pg_temp.ordered('P1', 'P', 10, date '2026-05-11', store => 'S1');
select pg_temp.ordered('P2', 'P', 10, date '2026-05-13', store => 'S1');
select pg_temp.ordered('P3', 'P', 10, date '2026-05-15', store => 'S1');
