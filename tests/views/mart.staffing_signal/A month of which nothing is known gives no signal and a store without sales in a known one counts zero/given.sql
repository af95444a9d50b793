select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- April: C sold in S1 alone, of G nothing is known.
insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at)
values ('C', 'S1', '2026-01-01', 1, '-infinity', '-infinity'), ('C', 'S2', '2026-01-01', 1, '-infinity', '-infinity'),
    ('G', 'S1', '2026-01-01', 2, '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 4000, date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 4000, on_day => date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 90, date '2026-05-04', store => 'S1', chain => 'G');
select pg_temp.delivered('DO2', 'O2', 'P', 90, on_day => date '2026-05-04', store => 'S1', chain => 'G');
