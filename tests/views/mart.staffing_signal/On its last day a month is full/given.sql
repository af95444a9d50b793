select pg_temp.trade();
-- 31 May is over: May is judged, not April.
insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at)
    values ('C', 'S1', '2026-01-01', 1, '-infinity', '-infinity');
delete from core.store where store_id = 'S2';
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-05-31');
