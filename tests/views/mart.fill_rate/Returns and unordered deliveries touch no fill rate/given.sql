select pg_temp.trade();

select pg_temp.ordered('O1', 'P', 10, date '2026-05-04');
select pg_temp.delivered('D1', 'O1', 'P', 12, 12, date '2026-05-06');
select pg_temp.delivered('R1', '', 'P', 5, 5, date '2026-05-06', kind => 'return');
select pg_temp.delivered('D2', '', 'P', 7, 7, date '2026-05-06');
select pg_temp.delivered('D3', 'UNKNOWN', 'P', 7, 7, date '2026-05-06');
