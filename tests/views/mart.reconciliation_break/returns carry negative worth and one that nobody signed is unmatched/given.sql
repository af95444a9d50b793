select pg_temp.trade();
select pg_temp.delivered('R1', '', 'P', 5, kind => 'return'), pg_temp.delivered('R2', '', 'P', 2, kind => 'return');
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', -43.60 - 10.90);
select pg_temp.settled('T1', 1, 'P', -4, 10, -43.60, note => 'R1', kind => 'return'),
    pg_temp.settled('T1', 2, 'P', -1, 10, -10.90, note => 'R9', kind => 'return');
