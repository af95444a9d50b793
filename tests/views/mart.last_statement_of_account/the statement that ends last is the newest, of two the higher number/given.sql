select pg_temp.trade();
select pg_temp.stated('T9', '2026-05-01', '2026-05-15', 0), pg_temp.stated('T1', '2026-05-16', '2026-05-31', 0),
    pg_temp.stated('T2', '2026-05-16', '2026-05-31', 0),
    pg_temp.stated('T3', '2026-06-01', '2026-06-15', 0, arrived => '2026-07-01 08:00+08'),
    pg_temp.stated('U1', '2026-05-01', '2026-05-15', 0, chain => 'G');
