select pg_temp.trade();
-- Chain C: April gave back 5 for 50.00, May bought 12 for 120.00; only C is looked at.
select pg_temp.delivered('R1', '', 'P', 5, on_day => '2026-04-10', kind => 'return');
select pg_temp.delivered('D1', '', 'P', 12, on_day => '2026-05-11');
