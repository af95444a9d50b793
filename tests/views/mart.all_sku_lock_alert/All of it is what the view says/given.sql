select pg_temp.trade();
select pg_temp.ordered('P1', 'P', 10, date '2026-05-04', store => 'S1');
select pg_temp.ordered('P2', 'P', 10, date '2026-05-11', store => 'S1');
select pg_temp.ordered('P3', 'P', 10, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DP3', 'P3', 'P', 10, on_day => date '2026-05-18' + 2, store => 'S1');
create view mart.all_sku_lock_alert as
select * from mart.all_sku_lock_alert();
