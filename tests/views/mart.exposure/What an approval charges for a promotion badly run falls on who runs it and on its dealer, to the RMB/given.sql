select pg_temp.trade();
-- a: 300 and a dealer's 200. b: judged after the date. c: judged, and nothing charged.
select pg_temp.answers('run', 'promotion_runner', 'C');
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    filed_on, reported_on, arrived_at, recorded_at)
select 'C', promotion, 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, '2026-04-01', '2026-05-18', '-infinity',
    '-infinity'
from unnest(array['a', 'b', 'c']) promotion;
insert into core.promotion_plan (chain_id, promotion_id, finance_filed_on, prepared_on, judged_on, badly_run_amount, badly_run_dealer,
    badly_run_dealer_amount, arrived_at, recorded_at) values
    ('C', 'a', '2026-04-03', '2026-05-04', '2026-05-18', 300, '东方经营部', 200, '-infinity', '-infinity'),
    ('C', 'b', '2026-04-03', '2026-05-04', '2026-06-02', 500, null, null, '-infinity', '-infinity'),
    ('C', 'c', '2026-04-03', '2026-05-04', '2026-05-18', 0, null, null, '-infinity', '-infinity');
