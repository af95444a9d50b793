select pg_temp.trade();
-- 31 May: May is over, so roles are by May and April; on 1 June nothing is sold yet, and shares are of June.
delete from core.price where chain_id = 'G';
select pg_temp.ordered('O1', 'P', 10, date '2026-04-10'), pg_temp.ordered('O2', 'P', 30, date '2026-05-10');
select pg_temp.delivered('D1', 'O1', 'P', 10, on_day => date '2026-04-10'),
    pg_temp.delivered('D2', 'O2', 'P', 30, on_day => date '2026-05-10');
select pg_temp.ordered('O3', 'Q', 30, date '2026-05-10');
select pg_temp.delivered('D3', 'O3', 'Q', 30, on_day => date '2026-05-10');
